"""What holds of the figures of an indicator, where sources contradict each other, and how it stands to its target."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.implementation.figures import (
    Figure,
    Goal,
    Point,
    Series,
    Stands,
    contested_course,
    goals_of,
    holding,
    shown,
    standing,
)

DAY = date(2026, 3, 31)
KNOWN = datetime(2026, 4, 2, tzinfo=UTC)


def figure(pk, value, source="Register", on=DAY, **facts):
    return Figure(pk, on, None if value is None else Decimal(value), source, recorded_at=KNOWN, **facts)


def point(*values, on=DAY):
    return Point(on, "", tuple(figure(place, value) for place, value in enumerate(values)))


@pytest.mark.parametrize(
    ("value", "said"), [("1200.000000", "1,200"), ("0.500000", "0.5"), ("1E+2", "100"), ("-3.10", "-3.1"), (None, "")]
)  # fmt: skip
def test_figure_is_shown_without_zeros_that_say_nothing(value, said):
    assert shown(None if value is None else Decimal(value)) == said


def test_corrected_figure_holds_with_those_it_replaced():
    rows = [
        figure("a", 5),
        figure("b", 6, corrects="a"),
        figure("c", 7, corrects="b"),
        figure("d", 1, "Slips"),
    ]

    found = holding(rows)

    assert [(row.pk, [one.pk for one in row.before]) for row in found] == [("c", ["b", "a"]), ("d", [])]


def test_figure_taken_back_holds_no_more():
    assert holding([figure("a", 5), figure("b", None, corrects="a")]) == []


@pytest.mark.parametrize(
    ("second", "contested"),
    [
        (figure("b", 6, "Slips"), True),
        (figure("b", 5, "Slips"), False),
        (figure("b", 6, "Slips", definition=2), False),
        (figure("b", 6, "Slips", scope="North"), False),
        (figure("b", 6, "Slips", on=date(2026, 4, 1)), False),
    ],
)
def test_figures_are_contested_for_the_same_day_part_and_definition_alone(second, contested):
    series = Series([figure("a", 5), second])

    assert bool(series.contested) == contested


def test_later_row_for_a_day_is_the_target_and_a_dropped_one_none():
    rows = [(DAY, Decimal(5), "", False), (date(2026, 6, 30), Decimal(9), "", False), (DAY, Decimal(6), "half", False),
            (date(2026, 6, 30), Decimal(9), "", True)]  # fmt: skip

    assert goals_of(rows) == [Goal(DAY, Decimal(6), "half")]


@pytest.mark.parametrize(
    ("values", "direction", "stands"),
    [
        ((100,), "up", Stands.REACHED),
        ((60,), "up", Stands.AHEAD),
        ((40,), "up", Stands.BEHIND),
        ((60, 40), "up", Stands.BEHIND),
        ((60, 40), "down", Stands.REACHED),
    ],
)
def test_figure_is_measured_on_the_straight_way_to_its_target_and_the_worse_one_counts(
    values, direction, stands
):
    goals = [Goal(date(2026, 7, 1), Decimal(100))]
    baseline = (date(2026, 1, 1), Decimal(0))
    halfway = date(2026, 4, 1)

    found, _goal = standing(
        point(*values, on=halfway), goals, direction=direction, baseline=baseline, day=halfway
    )

    assert found == stands


def test_target_whose_day_has_passed_is_missed_and_without_one_nothing_is():
    goals = [Goal(DAY, Decimal(100))]
    after = date(2026, 5, 1)

    assert standing(point(99), goals, direction="up", baseline=None, day=after) == (Stands.MISSED, goals[0])
    assert standing(point(99), [], direction="up", baseline=None, day=after) == (Stands.OPEN, None)
    assert standing(None, goals, direction="up", baseline=None, day=after) == (Stands.UNKNOWN, None)


def test_course_of_a_dispute_names_each_day_from_which_something_else_holds():
    spans = [(date(2026, 5, 1), None), (date(2026, 3, 1), date(2026, 4, 1))]

    assert contested_course(spans) == [
        (date(2026, 3, 1), date(2026, 3, 1)), (date(2026, 4, 1), None), (date(2026, 5, 1), date(2026, 5, 1)),
    ]  # fmt: skip


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.tuples(days, st.none() | days)), days)
def test_course_of_disputes_says_of_any_day_since_when_it_is_contested(spans, day):
    course = contested_course(spans)

    said = next((value for starts, value in reversed(course) if starts <= day), None)
    assert said == min(
        (start for start, end in spans if start <= day and (end is None or end > day)), default=None
    )


@given(st.permutations(range(6)))
def test_figures_that_hold_do_not_depend_on_the_order_of_rows(order):
    rows = [figure(0, 1), figure(1, 2, corrects=0), figure(2, 3, "B"), figure(3, None, corrects=2), figure(4, 4, "C"),
            figure(5, 5, scope="North")]  # fmt: skip

    assert holding([rows[place] for place in order]) == holding(rows)
