"""Scales and their marks, and what is drawn of an indicator: everything named, nothing told by colour alone."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.implementation import linechart
from papers.implementation.figures import Figure, Goal, Meaning, Series
from papers.implementation.plotting import Days, Scale, around, marks, months

DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 1200, [0, 250, 500, 750, 1000, 1250]),
        (0, 96, [0, 20, 40, 60, 80, 100]),
        (-3, 7, [-4, -2, 0, 2, 4, 6, 8]),
        (0, 0, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (0, 0.004, ["0", "0.001", "0.002", "0.003", "0.004"]),
    ],
)
def test_marks_are_round_numbers(low, high, found):
    assert marks(low, high) == [Decimal(one) for one in found]


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_marks_hold_every_value_between_them_at_equal_steps(low, width):
    low, high = low / 1000, (low + width) / 1000

    found = marks(low, high)

    steps = {two - one for one, two in pairwise(found)}
    assert (len(steps), 2 <= len(found) <= 9) == (1, True)
    assert float(found[0]) <= low + 1e-6
    assert float(found[-1]) >= high - 1e-6


def test_months_are_first_days_at_equal_steps():
    assert months(date(2026, 1, 15), date(2026, 4, 2)) == [
        date(2026, 2, 1),
        date(2026, 3, 1),
        date(2026, 4, 1),
    ]
    assert months(date(2025, 11, 1), date(2027, 2, 1), most=4) == [
        date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1),
    ]  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 20000))
def test_months_are_never_more_than_asked_for(first, days):
    last = date.fromordinal(first.toordinal() + days)

    assert len(months(first, last, most=7)) <= 7


def test_scale_turns_round_for_languages_that_are_read_from_the_right():
    days = (date(2026, 1, 1), date(2026, 1, 11))

    assert [Days(*days, 0, 100)(date(2026, 1, 4)), Days(*days, 100, 0)(date(2026, 1, 4))] == [30, 70]
    assert Scale(5, 5, 0, 100)(5) == 50
    assert around([DAY, DAY]) == (date(2026, 3, 3), DAY)


def figure(pk, value, source="Register", on=DAY, definition=1):
    return Figure(pk, on, Decimal(value), source, definition=definition)


@pytest.fixture
def series():
    early, middle = date(2026, 1, 1), date(2026, 2, 1)
    figures = [
        figure("a", 10, on=early), figure("b", 20, on=middle), figure("c", 40, definition=2), figure("e", 5, on=early,
        source="Slips"), figure("d", 30, "Slips", definition=2),
    ]  # fmt: skip
    meanings = [Meaning(1, early, "x"), Meaning(2, date(2026, 3, 1), "y")]
    return Series(figures, [Goal(date(2026, 6, 30), Decimal(100))], meanings)


def drawn(series, **options):
    return linechart.chart(series, unit="parts", baseline=(date(2025, 12, 1), Decimal(0)), day=DAY, **options)


def test_each_source_is_a_line_with_a_mark_of_its_own_that_ends_where_the_definition_changes(series):
    chart = drawn(series)

    assert [(track.label, len(track.lines), len(track.marks)) for track in chart.tracks] == [
        ("Register", 1, 3), ("Slips", 0, 2),
    ]  # fmt: skip
    shapes = [re.sub(r"[-\d.]+", "", track.marks[0].path) for track in chart.tracks]
    assert len(set(shapes)) == 2
    assert [change.label for change in chart.changes] == ["D2"]


def test_every_mark_is_named_and_leads_to_its_row(series):
    marks_of = [mark for track in drawn(series).tracks for mark in track.marks]

    assert [(mark.title, mark.href) for mark in marks_of][-2:] == [
        ("1 January 2026: 5 parts, Slips, D1, contested", "#f-e"),
        ("31 March 2026: 30 parts, Slips, D2, contested", "#f-d"),
    ]
    assert marks_of[1].title == "1 February 2026: 20 parts, Register, D1"
    assert [gap.title for gap in drawn(series).gaps][-1] == "31 March 2026: contested, 30 / 40 parts"


def test_drawing_is_turned_round_and_stays_inside(series):
    left, right = drawn(series), drawn(series, mirrored=True)

    for one, other in zip(left.tracks, right.tracks, strict=True):
        assert [round(a.x + b.x, 1) for a, b in zip(one.marks, other.marks, strict=True)] == [
            linechart.ACROSS
        ] * len(one.marks)
    for chart in (left, right):
        everything = [*chart.targets.marks, *(mark for track in chart.tracks for mark in track.marks)]
        assert all(0 < mark.x < linechart.ACROSS and 0 < mark.y < linechart.DOWN for mark in everything)


def test_nothing_is_drawn_where_nobody_has_given_a_figure():
    assert drawn(Series([])) is None
