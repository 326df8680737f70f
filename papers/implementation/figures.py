"""Figures of an indicator, from rows: what holds, where sources contradict each other, how it stands to its target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

UP = "up"


class Stands(models.TextChoices):
    """How the newest figure stands to the target it is measured by."""

    REACHED = "reached", _("Target reached")
    AHEAD = "ahead", _("On course")
    BEHIND = "behind", _("Behind")
    MISSED = "missed", _("Target missed")
    OPEN = "open", _("No target")
    UNKNOWN = "unknown", _("No figure")


STANDS_MARKS = {
    Stands.REACHED: ("check", "ok"), Stands.AHEAD: ("half", ""), Stands.BEHIND: ("tri", "warn"),
    Stands.MISSED: ("dia", "bad"), Stands.OPEN: ("dash", ""), Stands.UNKNOWN: ("ring", "unk"),
}  # fmt: skip


def shown(value: Decimal | None) -> str:
    """A figure as a person reads it: no zeros that say nothing, thousands apart."""
    return "" if value is None else number_format(plain(value), use_l10n=True, force_grouping=True)


def plain(value: Decimal) -> Decimal:
    """The same figure without zeros behind it, never as a power of ten."""
    return Decimal(f"{value.normalize():f}")


@dataclass(frozen=True)
class Figure:
    """One figure as it is on record, with the one it corrects."""

    pk: Any
    on: date
    value: Decimal | None
    source: str
    scope: str = ""
    definition: int = 1
    recorded_at: datetime | None = None
    corrects: Any = None
    reason: str = ""
    party: Any = None
    person: str = ""
    before: tuple[Figure, ...] = ()

    @property
    def shown(self) -> str:
        return shown(self.value)


@dataclass(frozen=True)
class Point:
    """A day and a scope: the figures that hold, each of another source or definition."""

    on: date
    scope: str
    figures: tuple[Figure, ...]

    @property
    def contested(self) -> bool:
        """Whether sources give different figures for the same thing; by another definition is not the same thing."""
        values: dict[int, set[Decimal | None]] = defaultdict(set)
        for figure in self.figures:
            values[figure.definition].add(figure.value)
        return any(len(different) > 1 for different in values.values())

    @property
    def by_other_definitions(self) -> bool:
        return len({figure.definition for figure in self.figures}) > 1


@dataclass(frozen=True)
class Goal:
    """A target or a milestone that holds."""

    on: date
    value: Decimal
    label: str = ""

    @property
    def shown(self) -> str:
        return shown(self.value)


@dataclass(frozen=True)
class Meaning:
    """A definition: its number, since when, and what it says."""

    number: int
    since: date
    text: str
    reason: str = ""
    recorded_at: datetime | None = None
    pk: Any = None


@dataclass(frozen=True)
class Ended:
    """The last day for which it is counted, and why not longer."""

    on: date
    reason: str


@dataclass(frozen=True)
class Restated:
    """A correction of what was said of it: name, unit and baseline as they are now, and why."""

    words: Mapping[str, Any]
    reason: str
    recorded_at: datetime | None = None
    party: Any = None
    person: str = ""


@dataclass(frozen=True)
class Series:
    """All of an indicator that holds, or held, on a day."""

    figures: Sequence[Figure]
    goals: Sequence[Goal] = ()
    meanings: Sequence[Meaning] = ()
    ended: Ended | None = None
    restated: Sequence[Restated] = ()

    @property
    def points(self) -> list[Point]:
        """The figures by day and scope, oldest first."""
        found: dict[tuple[date, str], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.on, figure.scope].append(figure)
        return [Point(on, scope, tuple(some)) for (on, scope), some in sorted(found.items())]

    @property
    def newest(self) -> Point | None:
        """The figures of the last day, of the whole before those of a part."""
        last = max((point.on for point in self.points), default=None)
        return next((point for point in self.points if point.on == last), None)

    @property
    def contested(self) -> list[Point]:
        return [point for point in self.points if point.contested]

    def definition_on(self, day: date) -> int:
        """The definition that a figure of a day follows, unless it says otherwise."""
        begun = [one.number for one in self.meanings if one.since <= day]
        return max(begun, default=1)


def holding(rows: Iterable[Figure]) -> list[Figure]:
    """The figures that nothing corrects and that are not taken back, each with those that it came to replace."""
    every = {row.pk: row for row in rows}
    corrected = {row.corrects for row in every.values() if row.corrects is not None}
    last = [row for row in every.values() if row.pk not in corrected and row.value is not None]
    told = [replace(row, before=tuple(_chain(row, every))) for row in last]
    return sorted(told, key=lambda row: (row.on, row.scope, row.source))


def goals_of(rows: Iterable[tuple[date, Decimal, str, bool]]) -> list[Goal]:
    """The targets that hold, by day: of several rows for one day, in the order recorded, the last."""
    last = {on: (value, label, dropped) for on, value, label, dropped in rows}
    kept = [(on, value, label) for on, (value, label, dropped) in last.items() if not dropped]
    return [Goal(on, value, label) for on, value, label in sorted(kept)]


def standing(
    figures: Point | None,
    goals: Sequence[Goal],
    *,
    direction: str,
    baseline: tuple[date, Decimal] | None,
    day: date,
) -> tuple[Stands, Goal | None]:
    """How the newest figure stands, and to which target; of contested figures the worse one counts.

    The target is the next one from the figure's day on, or else the last. Until its day the figure is measured on the
    straight way to it, from the target before it or the baseline; without either it is only reached or not yet.
    """  # fmt: skip
    if figures is None:
        return Stands.UNKNOWN, None
    if not goals:
        return Stands.OPEN, None
    goal = next((one for one in goals if one.on >= figures.on), goals[-1])
    values = [one.value for one in figures.figures if one.value is not None]
    value = min(values) if direction == UP else max(values)
    if _good(value, goal.value, direction):
        return Stands.REACHED, goal
    if goal.on < day:
        return Stands.MISSED, goal
    starts = [(one.on, one.value) for one in goals if one.on < figures.on] or ([baseline] if baseline else [])
    if not starts:
        return Stands.AHEAD, goal
    expected = _on_the_way(starts[-1], (goal.on, goal.value), figures.on)
    return (Stands.AHEAD if _good(value, expected, direction) else Stands.BEHIND), goal


def contested_course(disputes: Iterable[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """From which day on it is contested since when: disputes as they began and ended, joined into one line."""
    spans = sorted(disputes, key=lambda span: span[0])
    days = sorted({day for span in spans for day in span if day is not None})
    course: list[tuple[date, date | None]] = []
    for day in days:
        since = [start for start, end in spans if start <= day and (end is None or end > day)]
        value = min(since, default=None)
        if not course or course[-1][1] != value:
            course.append((day, value))
    return course


def seen(recorded_at: datetime, day: date) -> bool:
    """Whether it was on record by the end of a day of the centre."""
    return timezone.localdate(recorded_at) <= day


def _chain(row: Figure, every: Mapping[Any, Figure]) -> Iterator[Figure]:
    while row.corrects in every:
        row = every[row.corrects]
        yield row


def _good(value: Decimal, wanted: Decimal, direction: str) -> bool:
    return value >= wanted if direction == UP else value <= wanted


def _on_the_way(start: tuple[date, Decimal], end: tuple[date, Decimal], day: date) -> Decimal:
    whole = (end[0] - start[0]).days
    share = Decimal((day - start[0]).days) / Decimal(whole) if whole else Decimal(1)
    return start[1] + (end[1] - start[1]) * min(max(share, Decimal(0)), Decimal(1))
