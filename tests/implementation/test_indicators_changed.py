"""Indicators that are ended, and those whose words are corrected: what is refused, what stays, how each day saw it."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.audit.models import Event
from papers.implementation import queries, services
from papers.implementation.figures import Stands
from papers.implementation.models import AsOf, Ending, Lookback, Restatement
from papers.shared.errors import BadInput
from tests.implementation.test_measures import ago, defined, given
from tests.implementation.test_views import address, body_of, sent


@pytest.fixture(autouse=True)
def _afterwards(adopted_paper, secretary, estmark_head, head, drafter, reviewer, body):
    """Everything happens long enough after the adoption for days to look back to."""
    with time_machine.travel(timezone.now() + dt.timedelta(days=90)):
        yield


@pytest.fixture
def indicator(accepted_one, estmark_head):
    return defined(accepted_one, estmark_head, target=Decimal(90), target_on=ago(-30))


def ended(one, person, on=None, reason="The register was closed."):
    return services.end_indicator(one, on=on or ago(5), reason=reason, by=person.acting)


def restated(one, person, **words):
    words = {"name": "Parts released", "unit": "items", "reason": "Wrong word", **words}
    return services.restate(one, by=person.acting, **words)


# Ended ---------------------------------------------------------------------------------------------


def test_indicator_is_ended_by_whoever_may_define_one_and_by_nobody_else(
    indicator, estmark_head, drafter, reviewer, accepted_one
):
    with pytest.raises(PermissionDenied, match="What is measured is set by"):
        ended(indicator, reviewer)

    for one, person in ((indicator, estmark_head), (defined(accepted_one, drafter, name="Other"), drafter)):
        ended(one, person)

    assert Ending.objects.count() == 2


def test_ended_indicator_takes_figures_of_its_days_and_none_after_them(indicator, estmark_head):
    ended(indicator, estmark_head)

    late = given(indicator, estmark_head, 40, on=ago(5))
    with pytest.raises(BadInput, match=f"ended on {ago(5).isoformat()}"):
        given(indicator, estmark_head, 41, on=ago(4))
    services.correct_figure(late, value=Decimal(42), reason="Misread", by=estmark_head.acting)

    assert [int(one.value) for one in queries.trend(indicator, AsOf.now()).series.figures] == [42]


def test_ended_indicator_gets_no_target_no_definition_and_no_second_end(indicator, estmark_head):
    ended(indicator, estmark_head)

    for act in (
        lambda: services.set_target(indicator, on=ago(-60), value=Decimal(1), by=estmark_head.acting),
        lambda: services.redefine(indicator, text="x", reason="y", since=ago(1), by=estmark_head.acting),
        lambda: ended(indicator, estmark_head, on=ago(1)),
    ):
        with pytest.raises(BadInput, match="The indicator ended on"):
            act()


@pytest.mark.parametrize(
    ("on", "reason", "said"),
    [
        (11, "Closed", "has a figure for"),
        (70, "x", "already has an entry"),
        (-1, "x", "future"),
        (1, " ", "reason"),
    ],
)
def test_end_that_makes_no_sense_is_refused(indicator, estmark_head, on, reason, said):
    if said == "has a figure for":
        given(indicator, estmark_head, 40)

    with pytest.raises(BadInput, match=said):
        ended(indicator, estmark_head, on=ago(on), reason=reason)

    assert not Ending.objects.exists()


def test_target_after_the_end_is_not_missed(indicator, estmark_head):
    given(indicator, estmark_head, 40)
    ended(indicator, estmark_head)

    with time_machine.travel(timezone.now() + dt.timedelta(days=60)):
        assert queries.trend(indicator, AsOf.now()).stands != Stands.MISSED


def test_end_is_seen_from_its_day_and_known_from_its_record(indicator, estmark_head):
    ended(indicator, estmark_head)

    def seen(days, line):
        return queries.trend(indicator, AsOf(ago(days), line)).ended is not None

    assert [seen(days, Lookback.STOOD) for days in (6, 5, 1)] == [False, True, True]
    assert [seen(days, Lookback.KNOWN) for days in (5, 1, 0)] == [False, False, True]


def test_pages_and_files_say_that_it_ended_and_keep_its_past(indicator, accepted_one, estmark_head):
    given(indicator, estmark_head, 40)
    answer = sent(estmark_head, "indicator-end", indicator, on=ago(5), reason="The register was closed.")

    page = body_of(estmark_head.client.get(answer.url))
    assert "The register was closed." in page
    assert "<b>40</b>" in page
    assert "Ended on" in page  # the mark of the chart
    assert address("indicator-end", indicator) not in page
    assert "ended" in body_of(estmark_head.client.get("/portfolio/indicators/"))
    assert ago(5).isoformat() in body_of(estmark_head.client.get("/portfolio/indicators.csv"))
    assert "The register was closed." in body_of(estmark_head.client.get(address("indicator-csv", indicator)))
    story = body_of(estmark_head.client.get(address("recommendation-detail", accepted_one)))
    assert "Indicator ended" in story
    assert Event.objects.filter(verb="implementation.recommendation.indicator_ended").count() == 1


def test_end_that_is_refused_keeps_what_was_typed(indicator, estmark_head):
    answer = sent(estmark_head, "indicator-end", indicator, on="2999-01-01", reason="No register any more")

    assert answer.status_code == 422
    assert "No register any more" in body_of(answer)


# Corrected -----------------------------------------------------------------------------------------


def test_words_are_corrected_and_what_was_said_before_is_kept(indicator, estmark_head):
    restated(indicator, estmark_head, baseline=Decimal(10), baseline_on=ago(60), baseline_source="Census")
    restated(indicator, estmark_head, unit="pieces", reason="Wrong unit")

    found = queries.trend(indicator, AsOf.now())
    assert (found.indicator.name, found.indicator.unit, found.indicator.baseline) == (
        "Parts released", "pieces", None,
    )  # fmt: skip
    assert [(said.name, said.unit, said.baseline, why.reason) for said, why in found.before] == [
        ("Parts cleared", "parts", None, "Wrong word"), ("Parts released", "items", 10, "Wrong unit"),
    ]  # fmt: skip
    indicator.refresh_from_db()
    assert indicator.name == "Parts cleared"


def test_correction_is_for_whoever_may_define(indicator, reviewer):
    with pytest.raises(PermissionDenied, match="What is measured is set by"):
        restated(indicator, reviewer)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"name": " "}, "needs its name and its unit"),
        ({"reason": ""}, "says why"),
        ({"baseline": Decimal(1)}, "A baseline is a figure and its day"),
        ({"name": "Parts cleared", "unit": "parts"}, "Nothing is different"),
        ({"name": "Other"}, "of this name already"),
    ],
)
def test_correction_that_makes_no_sense_is_refused(indicator, accepted_one, estmark_head, words, said):
    defined(accepted_one, estmark_head, name="Other")

    with pytest.raises(BadInput, match=said):
        restated(indicator, estmark_head, **words)

    assert not Restatement.objects.exists()


def test_name_that_was_corrected_away_stays_its_own(indicator, accepted_one, estmark_head):
    restated(indicator, estmark_head)

    for taken in ("Parts cleared", "Parts released"):
        with pytest.raises(BadInput, match="of this name already"):
            defined(accepted_one, estmark_head, name=taken)
    restated(indicator, estmark_head, name="Parts cleared", reason="It was right")


def test_past_day_is_told_in_the_right_words_and_known_in_the_first(indicator, estmark_head, accepted_one):
    with time_machine.travel(timezone.now() + dt.timedelta(days=5)):
        restated(indicator, estmark_head)

        def names(line):
            at = AsOf(ago(2), line)
            told = queries.story(estmark_head.acting, accepted_one).on(at).indicators
            return queries.trend(indicator, at).indicator.name, [one.text for one in told]

        assert names(Lookback.STOOD) == ("Parts released", ["Parts released"])
        assert names(Lookback.KNOWN) == ("Parts cleared", ["Parts cleared"])


def test_pages_speak_of_it_in_the_corrected_words(indicator, accepted_one, estmark_head):
    form = body_of(estmark_head.client.get(address("indicator-restate", indicator)))
    assert 'value="Parts cleared"' in form
    asked = {"name": "Parts released", "unit": "items", "baseline": "7", "baseline_on": ago(60)}

    where = address("indicator-restate", indicator)
    refused = estmark_head.client.post(where, {**asked, "baseline_on": "", "reason": "Typo"})
    answer = estmark_head.client.post(where, {**asked, "reason": "Typo"})

    assert (refused.status_code, "Typo" in body_of(refused)) == (422, True)
    page = body_of(estmark_head.client.get(answer.url))
    for said in ('<h1 dir="auto">Parts released</h1>', "Parts cleared", "Typo"):
        assert said in page
    for path in ("/portfolio/indicators/", "/portfolio/indicators.csv", address("recommendation-detail", accepted_one),
                 address("figure-add", indicator)):  # fmt: skip
        assert "Parts released" in body_of(estmark_head.client.get(path))
    event = Event.objects.get(verb="implementation.recommendation.indicator_restated")
    assert event.facts["changed"] == ["name", "unit", "baseline", "baseline_on"]


@pytest.mark.parametrize("model", [Ending, Restatement])
def test_database_keeps_what_was_recorded(indicator, estmark_head, model):
    restated(indicator, estmark_head)
    ended(indicator, estmark_head)

    for act in (lambda rows: rows.update(reason="x"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(model.objects.all())


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (Ending, {"on": dt.date(2026, 1, 1), "reason": ""}),
        (Ending, {"on": dt.date(2026, 1, 1), "reason": "Twice"}),
        (Restatement, {"name": "", "unit": "x", "reason": "x"}),
        (Restatement, {"name": "x", "unit": "x", "reason": ""}),
        (Restatement, {"name": "x", "unit": "x", "reason": "x", "baseline": 1}),
    ],
)
def test_database_refuses_what_contradicts_itself(indicator, estmark_head, model, facts):
    ended(indicator, estmark_head)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(indicator=indicator, **facts)
