"""What becomes of a silence, judged by times of receipt alone: properties over all moments."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.adoption import outcome
from papers.adoption.lifecycle import SILENCE, Silent, Standing, State
from papers.adoption.outcome import Totals, Verdict

T = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
OFFSETS = st.one_of(
    st.integers(-3, 3).map(lambda n: timedelta(microseconds=n)),
    st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=3)),
)
MARGINS = st.integers(0, 600).map(lambda n: timedelta(seconds=n))


def judged(received, *, now, margin, inclusive=False, enough=True):
    moments = [T + off for off in received]
    return outcome.verdict(
        moments, expires_at=T, inclusive=inclusive, now=T + now, margin=margin, enough=enough
    )


@given(received=st.lists(OFFSETS), now=OFFSETS, margin=MARGINS, inclusive=st.booleans())
def test_verdict_is_unbroken_only_after_expiry_and_margin_without_any_objection_in_time(
    received, now, margin, inclusive
):
    zero = timedelta()
    timely = [off for off in received if off < zero or (inclusive and off == zero)]

    verdict = judged(received, now=now, margin=margin, inclusive=inclusive)

    assert (verdict == Verdict.BROKEN) == bool(timely)
    over = now >= margin and (now > zero or not inclusive)
    assert (verdict == Verdict.UNBROKEN) == (not timely and now >= zero and over)


@given(received=st.lists(OFFSETS), now=OFFSETS, later=MARGINS, margin=MARGINS)
def test_verdict_once_final_never_changes_with_time(received, now, later, margin):
    before = judged(received, now=now, margin=margin)

    if before in {Verdict.BROKEN, Verdict.UNBROKEN}:
        assert judged(received, now=now + later, margin=margin) == before


@given(received=st.lists(OFFSETS, min_size=2), now=OFFSETS, margin=MARGINS)
def test_verdict_does_not_depend_on_who_came_first(received, now, margin):
    assert judged(received, now=now, margin=margin) == judged(received[::-1], now=now, margin=margin)


@given(
    off=OFFSETS,
    inclusive=st.booleans(),
    zone=st.sampled_from(["Asia/Jerusalem", "Pacific/Kiritimati", "UTC"]),
)
def test_in_time_is_the_same_in_every_zone(off, inclusive, zone):
    there = (T + off).astimezone(ZoneInfo(zone))

    assert outcome.in_time(there, T, inclusive=inclusive) == outcome.in_time(T + off, T, inclusive=inclusive)


@pytest.mark.parametrize("timely", [True, False])
@pytest.mark.parametrize("state", State)
def test_standing_counts_only_where_the_procedure_can_still_break(state, timely):
    standing = outcome.standing(state, timely=timely)

    if standing == Standing.COUNTED:
        assert SILENCE.allows(state, State.BROKEN)
    if state == State.UNBROKEN:
        assert standing == (Standing.OVERTAKEN if timely else Standing.LATE)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, Silent.UNOPENED),
        ({"opened": True}, Silent.OPENED),
        ({"participation": "dormant"}, Silent.DORMANT),
        ({"participation": "dormant", "opened": True}, Silent.DORMANT),
        ({"participation": "dormant", "acknowledged": True}, Silent.ACKNOWLEDGED),
        ({"acknowledged": True, "opened": True}, Silent.ACKNOWLEDGED),
        ({"acknowledged": True, "broke": True}, Silent.BROKE),
    ],
)
def test_silent_counts_acting_before_how_a_delegation_took_part(facts, kind):
    given_facts = {"participation": "active", "acknowledged": False, "opened": False, "broke": False, **facts}

    assert outcome.silent(**given_facts) == kind


@given(st.lists(st.sampled_from(Silent)))
def test_totals_count_every_delegation_once(kinds):
    assert Totals.of(kinds).on_roll == len(kinds)


# Periods -------------------------------------------------------------------------------------------

BRUSSELS = ZoneInfo("Europe/Brussels")


def refusal(opened, expires, reason="", **rules):
    rules = {"minimum": 72, "shortest": 24, **rules}
    return outcome.period_refusal(opened, expires, reason=reason, **rules)


def test_period_over_a_change_of_clocks_is_counted_as_it_passes():
    opened = datetime(2026, 10, 24, 17, 0, tzinfo=BRUSSELS)

    assert outcome.hours_between(opened, datetime(2026, 10, 27, 17, 0, tzinfo=BRUSSELS)) == 73
    assert refusal(opened, datetime(2026, 10, 27, 16, 0, tzinfo=BRUSSELS)) is None
    assert refusal(opened, datetime(2026, 10, 27, 15, 59, tzinfo=BRUSSELS)) is not None


def test_period_over_the_spring_change_needs_an_hour_more_on_the_wall():
    opened = datetime(2027, 3, 27, 12, 0, tzinfo=BRUSSELS)

    assert refusal(opened, datetime(2027, 3, 30, 12, 0, tzinfo=BRUSSELS)) is not None
    assert refusal(opened, datetime(2027, 3, 30, 13, 0, tzinfo=BRUSSELS)) is None


@given(hours=st.integers(-100, 10_000), reason=st.sampled_from(["", "  ", "The mandate ends."]))
def test_period_is_allowed_from_the_minimum_or_with_a_reason_from_the_shortest(hours, reason):
    allowed = refusal(T, T + timedelta(hours=hours), reason) is None

    assert allowed == (24 <= hours <= 366 * 24 and (hours >= 72 or bool(reason.strip())))


# What is still needed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "totals", "percent", "expired", "sentence"),
    [
        (State.OPEN, Totals(unopened=4), 0, False, "That no delegation on the roll objects"),
        (State.OPEN, Totals(acknowledged=1, opened=3), 50, False, "One more acknowledgement"),
        (State.OPEN, Totals(unopened=4), 50, False, "2 more acknowledgements"),
        (State.OPEN, Totals(acknowledged=2, opened=2), 50, False, "That no delegation on the roll objects"),
        (State.OPEN, Totals(opened=4), 0, True, "The time has expired"),
        (State.SUSPENDED, Totals(), 0, False, "The chair resumes"),
        (State.BROKEN, Totals(), 0, False, "A new procedure: this one was broken"),
        (State.CANCELLED, Totals(), 0, False, "A new procedure: this one ended"),
        (State.UNBROKEN, Totals(), 0, False, "Nothing more"),
    ],
)
def test_needed_says_in_a_sentence_what_is_missing(state, totals, percent, expired, sentence):
    assert outcome.needed(state, totals, percent=percent, expired=expired).startswith(sentence)


def test_machine_reaches_every_state_and_ends_in_three():
    assert SILENCE.reachable() == set(State)
    assert SILENCE.terminal == {State.BROKEN, State.CANCELLED, State.UNBROKEN}
