"""The template tags every page uses, as the HTML a page gets."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.http import HttpRequest
from django.template import RequestContext, Template
from django.utils import timezone

from papers.shared.acting import Acting

VALORIA = SimpleNamespace(code="XA", name="Valoria", colour=1)
NASTY = SimpleNamespace(code="<b>", name="<script>", colour=2)
MARK = '<svg class="mk" aria-hidden="true"><use href="/static/img/marks.svg#m-{}"/></svg>'


@pytest.fixture(autouse=True)
def centre_zone(settings):
    settings.TIME_ZONE = "Asia/Jerusalem"
    timezone.get_default_timezone.cache_clear()
    yield
    timezone.get_default_timezone.cache_clear()


def request_of(zone="", cookies=None, acting=None):
    request = HttpRequest()
    request.user = SimpleNamespace(zone=zone)
    request.acting = acting
    request.COOKIES = cookies or {}
    return request


def render(tag, request=None, **context):
    template = Template("{% load chancery %}" + tag)
    return template.render(RequestContext(request or request_of(), context))


def test_delegation_shows_bar_code_and_name():
    assert render("{% delegation d %}", d=VALORIA) == '<span class="dg" data-d="1"><b>XA</b> Valoria</span>'


def test_delegation_by_code_alone_keeps_its_name_for_those_who_listen():
    shown = render("{% delegation d code_only=True %}", d=VALORIA)

    assert shown == '<span class="dg" data-d="1"><b>XA</b> <span class="vh">Valoria</span></span>'


def test_delegation_with_a_nasty_name_is_escaped():
    shown = render("{% delegation d %}", d=NASTY)

    assert shown == '<span class="dg" data-d="2"><b>&lt;b&gt;</b> &lt;script&gt;</span>'


def test_delegation_that_is_none_shows_nothing():
    assert render("{% delegation d %}", d=None) == ""


def test_state_is_a_mark_and_a_word():
    shown = render('{% state "Under silence" mark="clock" tone="warn" %}')

    assert shown == f'<span class="st st--warn">{MARK.format("clock")}Under silence</span>'


def test_state_with_a_nasty_word_is_escaped():
    assert render("{% state word %}", word="<i>") == '<span class="st">&lt;i&gt;</span>'


@pytest.mark.parametrize(
    ("value", "mark", "word"),
    [
        ("critical", "dia", "Critical"),
        ("substantive", "tri", "Substantive"),
        ("editorial", "ring", "Editorial"),
    ],
)
def test_severity_has_its_own_mark_and_word(value, mark, word):
    shown = render("{% severity value %}", value=value)

    assert shown == f'<span class="sev sev--{value}">{MARK.format(mark)}{word}</span>'


def test_moment_is_shown_in_three_zones():
    shown = render("{% when at %}", request_of("Europe/Paris"), at=datetime(2026, 11, 26, 16, tzinfo=UTC))

    assert shown == (
        '<time class="when" datetime="2026-11-26T16:00:00Z">'
        '<span class="when__centre">Thursday 26 November 2026, 18:00</span> '
        '<span class="when__else">centre time · 16:00 UTC · 17:00 your time</span></time>'
    )


def test_moment_on_another_day_elsewhere_names_that_day():
    shown = render("{% when at %}", request_of("Asia/Tokyo"), at=datetime(2026, 11, 26, 16, tzinfo=UTC))

    assert "centre time · 16:00 UTC · Fri 27 Nov 01:00 your time" in shown


@pytest.mark.parametrize("zone", ["", "UTC", "Asia/Jerusalem", "Nowhere/Land"])
def test_moment_is_not_said_twice_for_a_reader_in_a_zone_already_named(zone):
    shown = render("{% when at %}", request_of(zone), at=datetime(2026, 11, 26, 16, tzinfo=UTC))

    assert "your time" not in shown


def test_moment_in_short_keeps_the_whole_in_its_title():
    shown = render("{% when at short=True %}", at=datetime(2026, 11, 26, 16, tzinfo=UTC))

    assert shown == (
        '<time datetime="2026-11-26T16:00:00Z" title="Thursday 26 November 2026, 18:00 '
        'centre time · 16:00 UTC">26 Nov 2026, 18:00</time>'
    )


def test_date_has_no_zone():
    assert (
        render("{% when day %}", day=date(2026, 11, 26))
        == '<time datetime="2026-11-26">26 November 2026</time>'
    )


def test_moment_by_its_day_is_the_day_at_the_centre():
    shown = render("{% when at day=True %}", at=datetime(2026, 11, 26, 23, tzinfo=UTC))

    assert shown == '<time datetime="2026-11-27">27 November 2026</time>'


def test_moment_that_is_unknown_is_named_so():
    assert render("{% when at %}", at=None) == '<span class="quiet">not known</span>'


@time_machine.travel(datetime(2026, 11, 25, 8, 48, tzinfo=UTC), tick=False)
def test_time_left_carries_its_end_for_the_clock():
    shown = render("{% time_left at %}", at=datetime(2026, 11, 26, 16, tzinfo=UTC))

    assert shown == (
        '<time class="left" datetime="2026-11-26T16:00:00Z" data-until="2026-11-26T16:00:00Z">31 h 12 min</time>'
    )


def test_form_tokens_carry_the_mandate_the_form_was_shown_under():
    acting = Acting(
        user=SimpleNamespace(),
        mandate=SimpleNamespace(pk="m-1"),
        delegation=VALORIA,
        capabilities=frozenset(),
    )

    shown = render("{% form_tokens %}", request_of(acting=acting))

    assert shown.startswith('<input type="hidden" name="csrfmiddlewaretoken" value="')
    assert shown.endswith('<input type="hidden" name="mandate" value="m-1">')


def test_form_tokens_reach_an_include_that_was_given_nothing_else():
    shown = render('{% include "_components/form.html" with form=form submit="Give access" only %}', form=())

    assert shown.count('name="csrfmiddlewaretoken"') == 1


@pytest.mark.parametrize(
    ("cookie", "attribute"),
    [
        ("dark", ' data-theme="dark"'),
        ("light", ' data-theme="light"'),
        ("system", ""),
        ('"><b>', ""),
        ("", ""),
    ],
)
def test_theme_is_taken_from_the_cookie_when_it_is_one(cookie, attribute):
    assert render("{% theme_attribute %}", request_of(cookies={"theme": cookie})) == attribute


def test_built_file_that_was_not_built_is_nothing():
    assert render('{% built "no-such-file.js" %}') == ""
