"""Indicators: who defines them, who gives figures, what is contested, and how both stood or were known on a day."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.audit.models import Event
from papers.implementation import queries, services
from papers.implementation.models import (
    AsOf,
    Definition,
    Indicator,
    Lookback,
    Reading,
    Recommendation,
    Target,
)
from papers.shared.errors import BadInput, Refused
from tests.implementation.conftest import hidden, step
from tests.implementation.test_views import address, body_of, sent
from tests.statements import statements_of


def today():
    return timezone.localdate()


def ago(days):
    return today() - dt.timedelta(days=days)


def defined(recommendation, person, name="Parts cleared", **facts):
    facts = {"unit": "parts", "definition": "Parts with a stamp.", "since": ago(60), **facts}
    return services.define_indicator(recommendation, name=name, by=person.acting, **facts)


def given(indicator, person, value, source="Register", on=None, **facts):
    return services.give_figure(
        indicator, on=on or ago(10), value=Decimal(value), source=source, by=person.acting, **facts
    )


def redefined(indicator, person, since):
    services.redefine(
        indicator, text="With two stamps.", reason="One is not enough", since=since, by=person.acting
    )


@pytest.fixture(autouse=True)
def _afterwards(adopted_paper, secretary, estmark_head, head, drafter, reviewer, body):
    """Everything happens long enough after the adoption for days to look back to."""
    with time_machine.travel(timezone.now() + dt.timedelta(days=90)):
        yield


@pytest.fixture
def indicator(accepted_one, estmark_head):
    return defined(accepted_one, estmark_head, target=Decimal(90), target_on=ago(-30))


@pytest.fixture
def disputed(indicator, estmark_head, secretary):
    """Two sources that differ for one day."""
    return given(indicator, estmark_head, 40), given(indicator, secretary, 25, "Slips")


# Who ----------------------------------------------------------------------------------------------


def test_indicator_is_defined_by_owner_lead_and_centre_and_by_nobody_else(
    accepted_one, estmark_head, drafter, secretary, reviewer
):
    for place, person in enumerate((estmark_head, drafter, secretary)):
        defined(accepted_one, person, name=f"Indicator {place}")

    with pytest.raises(PermissionDenied, match="What is measured is set by"):
        defined(accepted_one, reviewer, name="One more")


def test_figures_are_given_by_those_who_report_and_the_centre(indicator, estmark_head, secretary, drafter):
    given(indicator, estmark_head, 1)
    given(indicator, secretary, 2, "Slips")

    with pytest.raises(PermissionDenied, match="Figures are given by"):
        given(indicator, drafter, 3, "Our own")


def test_figure_of_another_is_not_corrected_away(disputed, estmark_head):
    with pytest.raises(PermissionDenied, match="corrected by the delegation that gave it"):
        services.correct_figure(disputed[1], value=Decimal(40), reason="x", by=estmark_head.acting)


def test_indicator_of_a_hidden_paper_is_in_no_list_and_no_file(drafter, head, body, estmark_head, indicator):
    secret = hidden(drafter, head, body).recommendations.get()
    defined(secret, drafter, name="Canary indicator")

    shown = [body_of(estmark_head.client.get(f"/portfolio/indicators{end}")) for end in ("/", ".csv")]
    own = [body_of(drafter.client.get(f"/portfolio/indicators{end}")) for end in ("/", ".csv")]

    assert [("Canary indicator" in page, "Parts cleared" in page) for page in shown] == [(False, True)] * 2
    assert ["Canary indicator" in page for page in own] == [True, True]
    assert list(Indicator.objects.visible_to(estmark_head.acting)) == [indicator]


# What is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": " "}, "needs its name"),
        ({"unit": ""}, "needs its name"),
        ({"target": Decimal(1)}, "A target is a figure and the day"),
        ({"baseline": Decimal(1)}, "A baseline is a figure and its day"),
        ({"name": "Parts cleared"}, "of this name already"),
        ({"since": dt.date(2999, 1, 1)}, "lies in the future"),
    ],
)
def test_indicator_that_makes_no_sense_is_refused(indicator, accepted_one, estmark_head, facts, said):
    with pytest.raises(BadInput, match=said):
        defined(accepted_one, estmark_head, **{"name": "Another", **facts})


def test_same_source_gives_one_figure_for_a_day_and_corrects_it(indicator, estmark_head):
    first = given(indicator, estmark_head, 40)
    with pytest.raises(BadInput, match="correct that one"):
        given(indicator, estmark_head, 41)

    second = services.correct_figure(first, value=Decimal(41), reason="Misread", by=estmark_head.acting)

    [figure] = queries.trend(indicator, AsOf.now()).series.figures
    assert (figure.pk, figure.value, [one.value for one in figure.before]) == (second.pk, 41, [40])
    with pytest.raises(Refused, match="corrected already"):
        services.correct_figure(first, value=Decimal(42), reason="x", by=estmark_head.acting)


def test_target_set_again_needs_its_reason_and_a_dropped_one_is_none(indicator, estmark_head):
    with pytest.raises(BadInput, match="with a reason"):
        services.set_target(indicator, on=ago(-30), value=Decimal(70), by=estmark_head.acting)

    services.set_target(indicator, on=ago(-30), drop=True, reason="Withdrawn", by=estmark_head.acting)

    assert queries.trend(indicator, AsOf.now()).series.goals == []
    assert Target.objects.count() == 2


@pytest.mark.parametrize("model", [Indicator, Definition, Target, Reading])
def test_database_refuses_to_change_what_was_recorded(disputed, model):
    for act in (lambda rows: rows.update(by_mandate=None), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(model.objects.all())


@pytest.mark.parametrize(
    ("make", "broken"),
    [
        (lambda one, _day: {"name": "", "unit": "x", "recommendation": one.recommendation}, Indicator),
        (lambda one, _day: {"name": one.name, "unit": "x", "recommendation": one.recommendation}, Indicator),
        (lambda one, _day: {"name": "a", "unit": "x", "baseline": 1, "recommendation": one.recommendation}, Indicator),
        (lambda one, day: {"indicator": one, "number": 1, "text": "x", "since": day}, Definition),
        (lambda one, day: {"indicator": one, "number": 2, "text": "x", "since": day}, Definition),
        (lambda one, day: {"indicator": one, "number": 1, "text": "", "since": day}, Definition),
        (lambda one, day: {"indicator": one, "on": day, "since": day, "value": 1, "dropped": True}, Target),
        (lambda one, day: {"indicator": one, "on": day, "value": 1, "source": "",
                           "definition": one.definitions.get()}, Reading),
        (lambda one, day: {"indicator": one, "on": day, "source": "x", "definition": one.definitions.get()}, Reading),
    ],
)  # fmt: skip
def test_database_refuses_measures_that_contradict_themselves(indicator, make, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        broken.objects.create(**make(indicator, today()))


# Contested -----------------------------------------------------------------------------------------


def test_sources_that_differ_make_it_contested_until_one_is_corrected(
    disputed, accepted_one, secretary, drafter
):
    accepted_one.refresh_from_db()
    assert accepted_one.contested_on == ago(10)
    assert body_of(drafter.client.get("/portfolio/indicators/?view=contested")).count("Parts cleared") == 1

    services.correct_figure(disputed[1], value=Decimal(40), reason="Read again", by=secretary.acting)

    accepted_one.refresh_from_db()
    assert accepted_one.contested_on is None
    assert body_of(drafter.client.get("/portfolio/indicators/?view=contested")).count("Parts cleared") == 0


def test_dispute_of_figures_and_of_a_delegation_are_told_apart_by_day(
    disputed, accepted_one, secretary, head
):
    services.dissent(accepted_one, stance="contests", text="Too high", effective_on=ago(3), by=head.acting)
    accepted_one.refresh_from_db()
    assert accepted_one.contested_on == ago(10)

    services.correct_figure(disputed[1], value=Decimal(40), reason="Read again", by=secretary.acting)

    def contested(day):
        at = AsOf(day, Lookback.STOOD)
        return Recommendation.objects.as_of(at).get(pk=accepted_one.pk).back_then(at).contested_on

    assert [contested(ago(days)) for days in (11, 10, 4, 3)] == [None, None, None, ago(3)]
    accepted_one.refresh_from_db()
    assert accepted_one.contested_on == ago(3)


def test_withdrawn_dissent_leaves_contested_what_sources_contest(disputed, accepted_one, head):
    services.dissent(accepted_one, stance="contests", text="Too high", effective_on=ago(20), by=head.acting)
    step(services.dissent, accepted_one, stance="withdraws", text="Settled", by=head.acting)

    assert accepted_one.contested_on == ago(10)


# Past days -----------------------------------------------------------------------------------------


def test_past_day_shows_what_held_and_what_was_known(indicator, estmark_head):
    first = given(indicator, estmark_head, 40, on=ago(15))

    def figures(day, line):
        series = queries.trend(indicator, AsOf(day, line)).series
        return [int(one.value) for one in series.figures], [one.number for one in series.meanings]

    with time_machine.travel(timezone.now() + dt.timedelta(days=5)):
        services.correct_figure(first, value=Decimal(44), reason="Misread", by=estmark_head.acting)
        redefined(indicator, estmark_head, since=ago(4))

        assert figures(ago(25), Lookback.STOOD) == ([], [1])
        assert figures(ago(15), Lookback.STOOD) == ([44], [1])
        assert figures(ago(3), Lookback.STOOD) == ([44], [1, 2])
        assert figures(ago(2), Lookback.KNOWN) == ([40], [1])
        assert figures(today(), Lookback.KNOWN) == ([44], [1, 2])


def test_figure_after_a_change_follows_the_new_definition_and_is_not_compared(
    indicator, estmark_head, secretary
):
    services.redefine(
        indicator, text="With two stamps.", reason="One is not enough", since=ago(5), by=estmark_head.acting
    )

    old, new = given(indicator, estmark_head, 40, on=ago(10)), given(indicator, estmark_head, 20, on=ago(2))
    given(indicator, secretary, 30, "Slips", on=ago(2), definition=indicator.definitions.get(number=1))

    assert (old.definition.number, new.definition.number) == (1, 2)
    assert queries.trend(indicator, AsOf.now()).series.contested == []


# Pages ---------------------------------------------------------------------------------------------


def test_indicator_lives_through_its_forms(accepted_one, estmark_head, secretary):
    asked = {
        "name": "Parts cleared", "unit": "parts", "definition": "With a stamp.", "direction": "up", "since": ago(60),
        "baseline": "10", "baseline_on": ago(60), "target": "90", "target_on": ago(-30),
    }  # fmt: skip
    estmark_head.client.post(address("indicator-add", accepted_one), asked)
    one = Indicator.objects.get()
    sent(estmark_head, "figure-add", one, on=ago(10), value="40.5", source="Register")
    sent(secretary, "figure-add", one, on=ago(10), value="25", source="Slips")
    sent(estmark_head, "target-set", one, on=ago(-5), value="60", label="Half of it", since=today())
    sent(
        estmark_head, "definition-add", one, text="With two stamps.", since=ago(5), reason="One is not enough"
    )
    wrong = Reading.objects.get(source="Register")
    answer = sent(estmark_head, "figure-correct", wrong, value="41", reason="Misread")

    page = body_of(estmark_head.client.get(answer.url))
    for said in ("<b>41</b>", "40.5", "Misread", "Slips", "Half of it", "With two stamps.", "One is not enough",
                 "Sources contradict each other"):  # fmt: skip
        assert said in page
    assert "Parts cleared" in body_of(estmark_head.client.get(address("recommendation-detail", accepted_one)))
    verbs = Event.objects.filter(verb__contains="recommendation.").values_list("verb", flat=True)
    assert [verb.rpartition(".")[2] for verb in verbs.order_by("seq")][-6:] == [
        "indicator_defined", "figure_given", "figure_given", "target_set", "indicator_redefined", "figure_corrected",
    ]  # fmt: skip


def test_form_that_makes_no_sense_keeps_what_was_typed(indicator, estmark_head):
    answer = sent(estmark_head, "figure-add", indicator, on="2999-01-01", value="7", source="The Register")

    assert (answer.status_code, Reading.objects.count()) == (422, 0)
    assert "lies in the future" in body_of(answer)
    assert 'value="The Register"' in body_of(answer)


@pytest.mark.parametrize("times", [1, 3])
def test_pages_of_indicators_take_few_statements_whatever_there_is(
    accepted_one, estmark_head, secretary, times
):
    for place in range(times):
        one = defined(accepted_one, secretary, name=f"Indicator {place}")
        for day in range(times):
            given(one, secretary, day, on=ago(day))
    client = secretary.client

    asked = [
        statements_of(lambda path=path: client.get(path))
        for path in (
            address("indicator-detail", one), "/portfolio/indicators/", "/portfolio/indicators.csv",
            address("recommendation-detail", accepted_one),
        )
    ]  # fmt: skip

    assert asked == [6, 5, 5, 6]


def test_files_say_what_they_hold(disputed, indicator, estmark_head):
    page = body_of(estmark_head.client.get(address("indicator-csv", indicator)))

    lines = [line.split(",") for line in page.splitlines() if "Register" in line or "Slips" in line]
    assert [(line[1], line[3], line[5], line[6]) for line in lines] == [
        ("40", "Register", "D1", "yes"), ("25", "Slips", "D1", "yes"),
    ]  # fmt: skip
