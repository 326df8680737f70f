"""The figures of an indicator as lines, with its targets, where definitions change, and where sources differ.

A source is a line of its own with its own dash and mark, so that no colour is needed to tell them apart; a line ends
where the definition changes. Every mark has a name and leads to its row of the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from papers.implementation.figures import Figure, Goal, Point, Series, shown
from papers.implementation.plotting import Days, Scale, around, marks, months

ACROSS, DOWN = 760, 330
LEFT, RIGHT, TOP, FOOT = 76, 736, 40, 276
KINDS = 4  # of dashes and marks; a fifth source begins again


@dataclass(frozen=True)
class Mark:
    """A figure or a target: where, in which shape, its name, and the row it leads to."""

    x: float
    y: float
    css: str
    path: str
    title: str
    href: str = ""
    label: str = ""
    anchor: str = "middle"

    @property
    def above(self) -> float:
        return self.y - 10


@dataclass(frozen=True)
class Track:
    """The figures of one source: its lines, one for each definition, and its marks."""

    css: str
    label: str
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Notch:
    """A number or a day of a scale."""

    at: float
    label: str

    @property
    def foot(self) -> float:
        return self.at + 4


@dataclass(frozen=True)
class Change:
    """Where another definition begins."""

    x: float
    label: str
    title: str


@dataclass(frozen=True)
class Gap:
    """Figures of one thing that differ: the line between them."""

    x: float
    top: float
    foot: float
    title: str

    @property
    def middle(self) -> float:
        return round((self.top + self.foot) / 2 + 5, 1)


@dataclass(frozen=True)
class LineChart:
    """All that is drawn."""

    tracks: tuple[Track, ...]
    targets: Track
    changes: tuple[Change, ...]
    ended: Change | None
    gaps: tuple[Gap, ...]
    values: tuple[Notch, ...]
    days: tuple[Notch, ...]
    today: float
    mirrored: bool

    @property
    def edge(self) -> int:
        """Where the numbers of the scale stand."""
        return ACROSS - LEFT + 8 if self.mirrored else LEFT - 8

    @property
    def begins(self) -> int:
        return ACROSS - RIGHT if self.mirrored else LEFT


def chart(
    series: Series, *, unit: str, baseline: tuple[date, Decimal] | None, day: date, mirrored: bool = False
) -> LineChart | None:
    """The drawing; none where there is no figure."""
    if not series.figures:
        return None
    goals = ([Goal(*baseline, label=_("Baseline"))] if baseline else []) + list(series.goals)
    heights = [float(value) for value in _values(series.figures, goals)]
    notches = marks(min([0, *heights]), max([0, *heights]))
    y = Scale(float(notches[0]), float(notches[-1]), FOOT, TOP)
    last_day = [series.ended.on] if series.ended else []
    first, last = around([day, *last_day, *(one.on for one in series.figures), *(goal.on for goal in goals)])
    x = Days(first, last, *((ACROSS - LEFT, ACROSS - RIGHT) if mirrored else (LEFT, RIGHT)))
    return LineChart(
        tracks=tuple(_tracks(series, unit, x, y)),
        targets=_targets(goals, unit, x, y),
        changes=tuple(_changes(series, x)),
        ended=_ended(series, x),
        gaps=tuple(_gap(point, unit, x, y) for point in series.points if point.contested),
        values=tuple(Notch(y(value), shown(value)) for value in notches),
        days=tuple(Notch(x(one), date_format(one, "M Y")) for one in months(first, last, most=7)),
        today=x(day),
        mirrored=mirrored,
    )


def shape(kind: int, x: float, y: float) -> str:
    """A circle, a square, a triangle or a diamond around a place."""
    return (
        f"M{x - 4.5} {y}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
        f"M{x - 4.2} {y - 4.2}h8.4v8.4h-8.4z",
        f"M{x} {y - 5.4}l5.4 9.2h-10.8z",
        f"M{x} {y - 5.8}l5.8 5.8l-5.8 5.8l-5.8 -5.8z",
    )[kind % KINDS]


def _tracks(series: Series, unit: str, x: Days, y: Scale) -> Iterable[Track]:
    contested = {point.on: point for point in series.contested}
    by: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in series.figures:
        by[figure.scope, figure.source].append(figure)
    for place, ((scope, source), figures) in enumerate(sorted(by.items())):
        css = f"s{place % KINDS + 1}"
        yield Track(
            css,
            ", ".join(filter(None, (source, scope))),
            tuple(_lines(figures, x, y)),
            tuple(
                Mark(
                    x(one.on), y(one.value or 0), css, shape(place, x(one.on), y(one.value or 0)),
                    _said(one, unit, disputed=one.on in contested and one in contested[one.on].figures),
                    f"#f-{one.pk}",
                )
                for one in figures
            ),
        )  # fmt: skip


def _lines(figures: Sequence[Figure], x: Days, y: Scale) -> Iterable[str]:
    """One line for each definition: figures that are not comparable are not joined."""
    by: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        by[figure.definition].append(figure)
    for some in by.values():
        if len(some) > 1:
            yield "M" + "L".join(f"{x(one.on)} {y(one.value or 0)}" for one in some)


def _targets(goals: Sequence[Goal], unit: str, x: Days, y: Scale) -> Track:
    """The way to the targets as a dashed line, with the number at each."""
    lines = [f"M{x(one.on)} {y(one.value)}L{x(two.on)} {y(two.value)}" for one, two in pairwise(goals)]
    found = []
    for goal in goals:
        at, height = x(goal.on), y(goal.value)
        said = _("%(day)s: %(label)s %(value)s %(unit)s") % {
            "day": date_format(goal.on, "j F Y"), "label": goal.label or _("Target"), "value": goal.shown, "unit": unit,
        }  # fmt: skip
        path = f"M{at - 6} {height}h12M{at} {height - 6}v12"
        found.append(Mark(at, height, "goal", path, said, label=goal.shown, anchor=_anchor(at)))
    return Track("goal", "", tuple(lines), tuple(found))


def _anchor(at: float) -> str:
    """So that a number at the edge stays inside."""
    if at > ACROSS - 60:
        return "end"
    return "start" if at < 60 else "middle"


def _changes(series: Series, x: Days) -> Iterable[Change]:
    for one in series.meanings:
        if one.number > 1 and x.first <= one.since <= x.last:
            said = _("Definition D%(number)d since %(day)s") % {
                "number": one.number, "day": date_format(one.since, "j F Y"),
            }  # fmt: skip
            yield Change(x(one.since), f"D{one.number}", said)


def _ended(series: Series, x: Days) -> Change | None:
    """Where it ceases to be counted."""
    if series.ended is None:
        return None
    said = _("Ended on %(day)s") % {"day": date_format(series.ended.on, "j F Y")}
    return Change(x(series.ended.on), _("ended"), said)


def _gap(point: Point, unit: str, x: Days, y: Scale) -> Gap:
    values = [figure.value for figure in point.figures if figure.value is not None]
    both = " / ".join(shown(value) for value in sorted(values))
    said = _("%(day)s: contested, %(figures)s %(unit)s") % {
        "day": date_format(point.on, "j F Y"), "figures": both, "unit": unit,
    }  # fmt: skip
    return Gap(x(point.on), y(max(values)), y(min(values)), said)


def _said(figure: Figure, unit: str, *, disputed: bool) -> str:
    said: dict[str, Any] = {
        "day": date_format(figure.on, "j F Y"), "value": figure.shown, "unit": unit, "number": figure.definition,
        "source": ", ".join(filter(None, (figure.source, figure.scope))),
    }  # fmt: skip
    words = _("%(day)s: %(value)s %(unit)s, %(source)s, D%(number)d") % said
    return f"{words}, {_('contested')}" if disputed else words


def _values(figures: Iterable[Figure], goals: Iterable[Goal]) -> list[Decimal]:
    return [*(one.value for one in figures if one.value is not None), *(goal.value for goal in goals)]
