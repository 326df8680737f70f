"""Any past day: as it stood by what took effect, as we knew it by what was recorded, with the rights of today."""

import datetime as dt
import importlib

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.drafting import access
from papers.implementation import queries, services
from papers.implementation.models import AsOf, Dissent, Recommendation, Stretch
from papers.implementation.queries import portfolio
from papers.notifications.models import Notice
from papers.shared.errors import BadInput
from tests.implementation.conftest import adopt, hidden, step
from tests.implementation.test_views import body_of

BEGUN = dt.datetime(2027, 1, 5, 9, 0, tzinfo=dt.UTC)


def day(number):
    return dt.date(2027, 1, 5) + dt.timedelta(days=number)


def on(number, *, hour=9):
    return time_machine.travel(BEGUN.replace(hour=hour) + dt.timedelta(days=number), tick=False)


def stood(number):
    return AsOf(day(number), "stood")


def known(number):
    return AsOf(day(number), "known")


@pytest.fixture(autouse=True)
def _afterwards(tabled_paper, secretary, estmark_head, head, drafter, reader, chair, outsider):
    """Everything is read long after it happened."""
    with on(500):
        yield


@pytest.fixture
def told(tabled_paper, secretary, estmark, estmark_head):
    """Adopted on day 0; assigned on 10, accepted on 20; a report of day 30 is recorded on day 60."""
    with on(0):
        first, _second = adopt(tabled_paper)
    with on(10):
        step(services.assign, first, addressee=estmark, by=secretary.acting)
    with on(20):
        step(services.respond, first, value="accepted", by=estmark_head.acting)
    with on(60):
        step(
            services.report, first, text="Begun in February", status="in_progress", effective_on=day(30),
            by=estmark_head.acting,
        )  # fmt: skip
    return first


def at(recommendation, when):
    """Its four facts and its addressee on a day, or nothing."""
    row = Recommendation.objects.as_of(when).filter(pk=recommendation.pk).first()
    if row is None:
        return None
    row.back_then(when)
    return row.addressee and row.addressee.code, row.answer, row.status, row.last_report


def test_fact_holds_from_the_day_it_took_effect_and_is_known_from_the_day_it_was_recorded(told):
    assert at(told, stood(-1)) is None
    assert at(told, known(-1)) is None
    assert at(told, stood(9)) == at(told, known(9)) == (None, "awaiting", "not_started", None)
    assert at(told, stood(20)) == at(told, known(20)) == ("XB", "accepted", "not_started", None)
    assert at(told, stood(29)) == ("XB", "accepted", "not_started", None)
    assert at(told, stood(30)) == ("XB", "accepted", "in_progress", day(30))
    assert at(told, known(59)) == ("XB", "accepted", "not_started", None)
    assert at(told, known(60)) == ("XB", "accepted", "in_progress", day(30))


def test_last_stretch_of_both_lines_is_how_it_stands_now(told, secretary):
    step(services.set_status, told, value="blocked", reason="No permit", by=secretary.acting)

    for line in ("stood", "known"):
        last = Stretch.objects.filter(recommendation=told, line=line).latest("starts")
        assert (last.status, last.report_due, last.silent_on) == ("blocked", told.report_due, told.silent_on)


def test_acts_of_one_day_are_one_stretch_of_what_was_known(told, secretary):
    with on(70):
        for value in ("amber", "green"):
            step(services.set_confidence, told, value=value, reason="x", by=secretary.acting)

    stretches = Stretch.objects.filter(recommendation=told, line="known", starts=day(70))
    assert [one.confidence for one in stretches] == ["green"]


@pytest.mark.parametrize("hour", [21, 22, 23])
def test_day_of_an_act_is_the_day_of_the_centre(tabled_paper, secretary, estmark, hour):
    """At ten in the evening in UTC it is tomorrow in the centre's zone."""
    with on(0):
        first, _second = adopt(tabled_paper)
    with on(40, hour=hour):
        services.assign(first, addressee=estmark, by=secretary.acting)
        today = timezone.localdate()

    assert at(first, AsOf(today, "known"))[0] == "XB"
    assert at(first, AsOf(today - dt.timedelta(days=1), "known"))[0] is None


def test_news_grew_old_then_as_it_would_have_been_said_then(told):
    with on(400):
        row = Recommendation.objects.as_of(known(115)).get(pk=told.pk).back_then(known(115))

    with on(115):
        told.refresh_from_db()
        assert (row.freshness, row.nothing_known) == (told.freshness, told.nothing_known)


def test_portfolio_of_a_past_day_counts_what_was_so(told, drafter):
    def counted(when):
        found = portfolio.figures(drafter.acting, {}, when)
        return [found[name] for name in ("total", "open", "awaiting", "silent")]

    assert counted(stood(-1)) == [0, 0, 0, 0]
    assert counted(stood(10)) == [2, 2, 2, 0]
    assert counted(stood(20)) == [2, 2, 1, 0]
    assert counted(known(190)) == [2, 2, 1, 1]


def test_portfolio_of_a_past_day_lists_by_what_was_so(told, drafter):
    wanted = {"status": "in_progress", "on": day(40), "line": "stood"}

    stood_then = queries.by_recommendation(drafter.acting, wanted)
    known_then = queries.by_recommendation(drafter.acting, {**wanted, "line": "known"})
    papers = queries.by_paper(drafter.acting, wanted)

    assert [row.reference for group in stood_then.rows for row in group.rows] == [told.reference]
    assert (known_then.rows, known_then.figures["n"], known_then.figures["total"]) == ([], 0, 2)
    assert [(paper.pk, roll_up.counts) for paper, roll_up in papers.rows] == [
        (told.paper_id, {"not_started": 1, "in_progress": 1})
    ]


@pytest.mark.parametrize("line", ["stood", "known"])
def test_past_is_seen_with_the_rights_of_today(told, reader, kaldria, drafter, head, body, line):
    with on(5):
        secret = hidden(drafter, head, body)
    before = portfolio.figures(reader.acting, {}, AsOf(day(50), line))
    access.give(told.paper, kaldria, "read", by=drafter.acting)
    after = portfolio.figures(reader.acting, {}, AsOf(day(50), line))
    query = f"?on={day(50)}&line={line}"

    pages = [
        body_of(reader.client.get(reverse(f"implementation:{name}") + query))
        for name in ("portfolio", "portfolio-recommendations", "portfolio-csv")
    ]

    assert (before["total"], after["total"]) == (0, 2)
    assert not [word for page in pages for word in ("Canary", "canary", secret.symbol) if word in page]
    assert Stretch.objects.visible_to(reader.acting).filter(recommendation__paper=secret).count() == 0
    assert Stretch.objects.visible_to(drafter.acting).filter(recommendation__paper=secret).count() == 2


def test_pages_of_a_past_day_say_so_and_offer_no_act(told, drafter, secretary, django_assert_max_num_queries):
    client = secretary.client
    detail = reverse("implementation:recommendation-detail", args=[told.pk])

    with django_assert_max_num_queries(6):
        page = body_of(client.get(f"{detail}?on={day(40)}&line=known"))
    stood_page = body_of(client.get(f"{detail}?on={day(40)}&line=stood"))

    assert "As we knew it on" in page
    assert "Begun in February" not in page
    assert "Begun in February" in stood_page
    assert f"{detail}assign/" not in page
    assert f"{detail}assign/" in body_of(client.get(detail))
    assert "not followed on that day" in body_of(client.get(f"{detail}?on={day(-3)}"))
    assert "As it stood on" in body_of(
        client.get(reverse("implementation:recommendation-list", args=[told.paper_id]) + f"?on={day(40)}")
    )


def test_story_of_a_past_day_shows_parts_that_ended_later(told, secretary, kaldria, drafter):
    with on(100):
        services.assign(told, addressee=kaldria, by=secretary.acting)

    story = queries.story(drafter.acting, told)

    assert [part.party.code for part in story.on(stood(90)).parts] == ["XB"]
    assert [part.party.code for part in story.on(stood(100)).parts] == ["XC"]
    assert [part.party.code for part in story.parts] == ["XC"]


@pytest.mark.parametrize("query", ["?on=2999-01-01", "?on=yesterday", "?line=known", "?on=&line=x"])
def test_day_that_makes_no_sense_shows_today(told, drafter, query):
    page = drafter.client.get(reverse("implementation:portfolio") + query)

    assert page.context["at"].is_past is False


def test_file_of_a_past_day_names_it(told, drafter):
    answer = drafter.client.get(reverse("implementation:portfolio-csv") + f"?on={day(40)}&line=known")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("As of,14 February 2027,as we knew it")


def test_portfolio_of_a_past_day_takes_as_few_statements(told, drafter, django_assert_num_queries):
    client = drafter.client

    for name, most in (("portfolio", 6), ("portfolio-recommendations", 6), ("portfolio-csv", 4)):
        with django_assert_num_queries(most):
            client.get(reverse(f"implementation:{name}") + f"?on={day(40)}&line=stood")


@pytest.mark.parametrize(
    "wrong", [{"starts": dt.date(9999, 12, 31)}, {"starts": dt.date(2027, 1, 5)}, {"ends": dt.date(9999, 12, 31)}]
)  # fmt: skip
def test_database_refuses_stretches_that_overlap_in_one_line(told, wrong):
    middle = Stretch.objects.filter(recommendation=told, line="stood").order_by("starts")[1]

    with pytest.raises(IntegrityError), transaction.atomic():
        Stretch.objects.filter(pk=middle.pk).update(**wrong)


def test_past_of_what_was_there_before_is_read_from_its_entries(told):
    migration = importlib.import_module("papers.implementation.migrations.0004_the_past_so_far")
    days = [when(number) for when in (stood, known) for number in (20, 29, 30, 59, 60, 200)]
    expected = [at(told, when)[1:] for when in days]
    Stretch.objects.all().delete()

    migration.read_from_entries(apps, None)

    assert [at(told, when)[1:] for when in days] == expected


# Notes on the record -------------------------------------------------------------------------------


def contest(recommendation, person, stance="contests", **facts):
    return step(
        services.dissent, recommendation, stance=stance, text="The sites were not open.", by=person.acting, **facts
    )  # fmt: skip


def test_contested_stands_beside_the_age_of_the_news_and_until_it_is_withdrawn(told, head, drafter):
    with on(130):
        contest(told, head, source="UN2720 dashboard, 3 May")
        assert (told.is_contested, told.contested_on) == (True, day(130))
        age = told.freshness
    with on(140):
        contest(told, head, "notes")
        assert told.is_contested
        contest(told, head, "withdraws")

    assert (told.contested_on, age) == (None, "overdue")
    assert [
        portfolio.figures(drafter.acting, {}, stood(number))["contested"] for number in (129, 130, 139, 140)
    ] == [0, 1, 1, 0]


def test_contested_until_the_last_delegation_withdraws(told, head, estmark_head):
    with on(70):
        contest(told, head)
    with on(80):
        contest(told, estmark_head)
    with on(90):
        contest(told, head, "withdraws")
        assert told.contested_on == day(80)
        contest(told, estmark_head, "withdraws")

    assert told.contested_on is None


def test_closed_recommendation_can_still_be_contested(told, estmark, estmark_head, secretary, chair, head):
    step(services.assign, told, addressee=estmark, verifiers=[chair.delegation], by=secretary.acting)
    step(services.report, told, text="Done.", status="reported", by=estmark_head.acting)
    step(services.verify, told, finding="confirmed", method="site", by=chair.acting)

    contest(told, head)

    assert (told.status, told.is_contested) == ("verified", True)


def test_note_is_told_to_those_who_report_and_to_the_chair(told, head, estmark_head, chair):
    contest(told, head)

    notices = Notice.objects.filter(kind="implementation.dissented")
    assert set(notices.values_list("recipient", flat=True)) == {estmark_head.user.pk, chair.user.pk}


def test_note_needs_words_and_somebody_who_speaks_for_a_delegation_that_sees_it(
    told, head, drafter, outsider
):
    for person in (drafter, outsider):
        with pytest.raises(PermissionDenied, match="head or a submitter"):
            contest(told, person)
    with pytest.raises(BadInput, match="says why"):
        services.dissent(told, stance="notes", text=" ", by=head.acting)
    with pytest.raises(BadInput, match="nothing to withdraw"):
        contest(told, head, "withdraws")
    assert Dissent.objects.count() == 0


def test_notes_follow_each_other_in_time(told, head, estmark_head):
    with on(80):
        contest(told, head)
        with pytest.raises(BadInput, match="already has an entry"):
            contest(told, estmark_head, effective_on=day(70))


def test_note_through_its_form_is_shown_with_its_source(told, head):
    url = reverse("implementation:recommendation-dissent", args=[told.pk])

    head.client.post(
        url,
        {"stance": "contests", "text": "Two sites only.", "source": "Own count", "effective_on": day(80)},
    )

    page = body_of(head.client.get(reverse("implementation:recommendation-detail", args=[told.pk])))
    assert "Two sites only." in page
    assert "Own count" in page
    assert "Contested" in page


def test_database_keeps_what_a_delegation_put_on_the_record(told, head):
    contest(told, head)

    with pytest.raises(IntegrityError), transaction.atomic():
        Dissent.objects.update(text="Something else")
    with pytest.raises(IntegrityError), transaction.atomic():
        Dissent.objects.create(recommendation=told, stance="notes", text="x", effective_on=day(1))
