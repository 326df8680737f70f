"""Recommendations as lines in time: adopted, accepted, last reported, to be done by, and how long it is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from papers.implementation.plotting import Days, around, months

ACROSS, MARGIN = 460, 10


@dataclass(frozen=True)
class Course:
    """What is drawn of one recommendation: its days, as they are known."""

    adopted: date
    accepted: date | None = None
    reported: date | None = None
    due: date | None = None
    is_open: bool = True


@dataclass(frozen=True)
class Stroke:
    """From one place to another."""

    css: str
    path: str


@dataclass(frozen=True)
class Strip:
    """One line of the drawing, with all that it shows in words."""

    strokes: tuple[Stroke, ...]
    title: str


@dataclass(frozen=True)
class Notch:
    """The first day of a month of the scale."""

    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """The scale that all lines share, and the lines in the order given."""

    notches: tuple[Notch, ...]
    today: float
    strips: tuple[Strip, ...]


def chart(courses: Sequence[Course], day: date, *, mirrored: bool = False) -> Timeline:
    """The lines of some recommendations as of a day."""
    known = [one for course in courses for one in (course.adopted, course.due) if one]
    first, last = around([day, *known], at_least=60)
    places = (ACROSS - MARGIN, MARGIN) if mirrored else (MARGIN, ACROSS - MARGIN)
    x = Days(first, last, *places)
    notches = tuple(Notch(x(one), date_format(one, "M y")) for one in months(first, last, most=5))
    return Timeline(
        notches, x(day), tuple(Strip(tuple(_strokes(one, day, x)), said(one, day)) for one in courses)
    )


def said(course: Course, day: date) -> str:
    """All of it in words."""
    known = (
        (_("adopted %s"), course.adopted), (_("accepted %s"), course.accepted),
        (_("last report %s"), course.reported), (_("to be done by %s"), course.due),
    )  # fmt: skip
    words = [pattern % date_format(one, "j F Y") for pattern, one in known if one]
    return ", ".join([*words, *([_("late")] if is_late(course, day) else [])])


def is_late(course: Course, day: date) -> bool:
    """Only what was accepted is late, and only while it is open."""
    return course.is_open and course.accepted is not None and course.due is not None and course.due < day


def _strokes(course: Course, day: date, x: Days) -> Iterable[Stroke]:
    begins, ends = x(course.adopted), x(course.due or max(day, course.adopted))
    kind = "t-open" if course.is_open else "t-closed"
    yield Stroke(kind if course.due else f"{kind} t-endless", f"M{begins} 13H{ends}")
    if is_late(course, day):
        yield Stroke("t-late", f"M{ends} 13H{x(day)}")
    yield Stroke("t-begin", f"M{begins} 6v14")
    if course.accepted:
        at = x(course.accepted)
        yield Stroke("t-accepted", f"M{at} 7l4.5 6l-4.5 6l-4.5 -6z")
    if course.reported:
        at = x(course.reported)
        yield Stroke("t-reported", f"M{at - 4} 13a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z")
    if course.due:
        yield Stroke("t-due", f"M{x(course.due)} 4v18M{x(course.due) - 4} 4h8M{x(course.due) - 4} 22h8")
