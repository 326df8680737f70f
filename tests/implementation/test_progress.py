"""How fresh the news is and where a paper stands: pure, and the same in SQL as in Python."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.implementation import progress
from papers.implementation.lifecycle import CLOSED, OPEN, Confidence, Status
from papers.implementation.models import AsOf, Recommendation, freshness_is
from papers.implementation.progress import Freshness, Heard, Overall, fresh, freshness, timetable

DAY = dt.date(2026, 11, 25)
days = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
cycles = st.integers(1, 730)


def ago(number):
    return DAY - dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("accepted", "due", "last", "expected"),
    [
        (None, None, None, Freshness.NONE),
        (None, ago(300), None, Freshness.NONE),
        (0, None, None, Freshness.CURRENT),
        (59, None, None, Freshness.CURRENT),
        (60, None, None, Freshness.DUE),
        (90, None, None, Freshness.DUE),
        (91, None, None, Freshness.OVERDUE),
        (179, None, None, Freshness.OVERDUE),
        (180, None, None, Freshness.STALE),
        (180, None, 10, Freshness.CURRENT),
        (180, None, 91, Freshness.OVERDUE),
        (20, ago(1), None, Freshness.OVERDUE),
        (20, ago(1), 5, Freshness.OVERDUE),
        (20, ago(1), 1, Freshness.CURRENT),
        (20, ago(1), 0, Freshness.CURRENT),
        (20, ago(-10), None, Freshness.DUE),
    ],
)
def test_freshness_by_days_since_it_was_accepted_and_reported(accepted, due, last, expected):
    accepted_on = None if accepted is None else ago(accepted)
    last_report = None if last is None else ago(last)

    assert freshness(DAY, accepted_on, due, last_report, 90) == expected


@given(today=days, due=st.none() | days, last=st.none() | days, every=cycles)
def test_freshness_before_acceptance_is_never_late(today, due, last, every):
    assert freshness(today, None, due, last, every) == Freshness.NONE


@given(today=days, accepted=days, due=st.none() | days, last=st.none() | days, every=cycles)
def test_freshness_only_grows_older_until_the_next_report(today, accepted, due, last, every):
    order = [Freshness.CURRENT, Freshness.DUE, Freshness.OVERDUE, Freshness.STALE]
    now = freshness(today, accepted, due, last, every)
    tomorrow = freshness(today + dt.timedelta(days=1), accepted, due, last, every)

    assert order.index(tomorrow) >= order.index(now)


@given(accepted=days, due=st.none() | days, last=st.none() | days, every=cycles)
def test_timetable_is_in_order(accepted, due, last, every):
    times = timetable(Heard(accepted, accepted, accepted, last), due=due, every_days=every)

    assert times.asked_on <= times.report_due < times.silent_on


@given(
    today=days,
    start=days,
    answered=st.none() | days,
    last=st.none() | days,
    due=st.none() | days,
    every=cycles,
)
def test_nothing_known_of_a_closed_one_is_never_said(today, start, answered, last, due, every):
    times = timetable(Heard(start, answered, answered, last), due=due, every_days=every, closed=True)

    assert (progress.nothing_known(today, times), fresh(today, times)) == (False, Freshness.NONE)


@pytest.mark.parametrize(("since", "known"), [(179, False), (180, True)])
def test_nothing_known_two_cycles_after_adoption_without_an_answer(since, known):
    times = timetable(Heard(ago(since)), due=None, every_days=90)

    assert progress.nothing_known(DAY, times) == known


def test_nothing_known_counts_anew_from_an_answer_that_accepts_nothing():
    times = timetable(Heard(ago(400), answered_on=ago(10)), due=None, every_days=90)

    assert (progress.nothing_known(DAY, times), fresh(DAY, times)) == (False, Freshness.NONE)


@pytest.mark.parametrize(
    ("accepted", "due", "status", "late"),
    [
        (True, ago(1), "in_progress", True),
        (True, ago(0), "in_progress", False),
        (True, None, "in_progress", False),
        (False, ago(300), "not_started", False),
        (True, ago(300), "verified", False),
    ],
)
def test_is_late_once_accepted_and_until_closed(accepted, due, status, late):
    assert progress.is_late(DAY, accepted=accepted, due=due, status=status) == late


@pytest.mark.django_db
def test_freshness_in_sql_says_what_freshness_in_python_says(recommendation):
    hours = Recommendation.objects.filter(pk=recommendation.pk)
    for accepted in (
        None,
        ago(400),
        ago(181),
        ago(180),
        ago(100),
        ago(91),
        ago(90),
        ago(61),
        ago(60),
        ago(1),
    ):
        for due in (None, ago(50), ago(0)):
            for last in (None, ago(95), ago(2)):
                heard = Heard(ago(500), accepted, accepted, last)
                times = timetable(heard, due=due, every_days=90)
                hours.update(
                    accepted_on=accepted, answer="accepted" if accepted else "awaiting", asked_on=times.asked_on,
                    report_due=times.report_due, silent_on=times.silent_on,
                )  # fmt: skip

                said = [
                    value
                    for value in Freshness
                    if value != Freshness.CONTESTED and hours.filter(freshness_is(value, AsOf(DAY))).exists()
                ]

                assert said == [fresh(DAY, times)]


# The paper as a whole ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, Overall.NONE),
        ({"not_started": 0}, Overall.NONE),
        ({"not_started": 3}, Overall.NOT_STARTED),
        ({"not_started": 3, "verified": 1}, Overall.IN_PROGRESS),
        ({"not_started": 3, "overtaken": 1}, Overall.IN_PROGRESS),
        ({"in_progress": 1, "not_started": 3}, Overall.IN_PROGRESS),
        ({"blocked": 1, "not_started": 3}, Overall.IN_PROGRESS),
        ({"blocked": 1, "suspended": 1}, Overall.HELD_UP),
        ({"blocked": 1, "verified": 5}, Overall.HELD_UP),
        ({"reported": 2, "verified": 5}, Overall.REPORTED),
        ({"reported": 2, "in_progress": 1}, Overall.IN_PROGRESS),
        ({"verified": 5}, Overall.VERIFIED),
        ({"verified": 5, "overtaken": 1}, Overall.CLOSED),
        ({"declined": 1}, Overall.CLOSED),
    ],
)
def test_overall_of_a_paper(counts, expected):
    assert progress.overall(counts) == expected


@given(st.dictionaries(st.sampled_from(sorted(Status)), st.integers(0, 9)))
def test_overall_is_done_exactly_when_nothing_is_open(counts):
    present = {status for status, number in counts.items() if number}
    done = progress.overall(counts) in {Overall.CLOSED, Overall.VERIFIED}

    assert done == (bool(present & CLOSED) and not present & OPEN)


@pytest.mark.parametrize(
    ("values", "worst"),
    [
        ([], Confidence.GREY),
        (["green", "green"], Confidence.GREEN),
        (["green", "grey"], Confidence.GREY),
        (["amber", "grey"], Confidence.AMBER),
        (["amber", "red", "green"], Confidence.RED),
    ],
)
def test_overall_confidence_is_the_worst_of_the_open_ones(values, worst):
    assert progress.overall_confidence(values) == worst
