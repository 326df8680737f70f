"""Where recommendations stood at the ends of months: columns of pieces, each with a pattern of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from papers.implementation.lifecycle import CLOSED, Status
from papers.implementation.plotting import Line, Piece, Scale, marks

ACROSS, DOWN = 760, 300
LEFT, RIGHT, TOP, FOOT = 56, 744, 22, 252
MONTHS = 13


class Group(NamedTuple):
    """Statuses that are one piece of a column."""

    key: str
    label: Any
    statuses: frozenset[str]


# From the foot of a column upward: what is done, what waits, what is under way, what has not begun.
GROUPS = (
    Group("verified", _("Closed, verified"), frozenset({Status.VERIFIED})),
    Group("otherwise", _("Closed, other reason"), frozenset(CLOSED - {Status.VERIFIED})),
    Group("reported", _("Reported, awaits verification"), frozenset({Status.REPORTED})),
    Group("moving", _("In progress"), frozenset({Status.IN_PROGRESS, Status.PARTLY})),
    Group("held", _("Held up"), frozenset({Status.BLOCKED, Status.SUSPENDED})),
    Group("waiting", _("Not started"), frozenset({Status.NOT_STARTED})),
)


@dataclass(frozen=True)
class Column:
    """One day: how many stood where, and where its column stands."""

    day: date
    numbers: tuple[int, ...]
    x: float
    width: float
    pieces: tuple[Piece, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def top(self) -> float:
        return (self.pieces[-1].y if self.pieces else FOOT) - 6

    @property
    def month(self) -> str:
        return date_format(self.day, "M")

    @property
    def short(self) -> str:
        return date_format(self.day, "M y")

    @property
    def title(self) -> str:
        """All of its numbers in words."""
        said = [f"{group.label} {n}" for group, n in zip(GROUPS, self.numbers, strict=True) if n]
        return f"{date_format(self.day, 'j F Y')}: {', '.join(said) or '0'}"


@dataclass(frozen=True)
class Stacks:
    """The drawing, and the table that says the same."""

    columns: tuple[Column, ...]
    scale: tuple[Line, ...]
    mirrored: bool

    @property
    def edge(self) -> int:
        return ACROSS - LEFT + 8 if self.mirrored else LEFT - 8

    @property
    def begins(self) -> int:
        return ACROSS - RIGHT if self.mirrored else LEFT


def ends_of_months(day: date, *, many: int = MONTHS) -> list[date]:
    """The day itself, and before it the last days of so many months less one, oldest first."""
    found = [day]
    while len(found) < many:
        found.append(found[-1].replace(day=1) - timedelta(days=1))
    return found[::-1]


def grouped(counts: Mapping[str, int]) -> tuple[int, ...]:
    """How many stand in each group; every status is in exactly one."""
    return tuple(sum(counts.get(status, 0) for status in group.statuses) for group in GROUPS)


def chart(days: Sequence[date], counts: Iterable[Mapping[str, int]], *, mirrored: bool = False) -> Stacks:
    """The columns from counts by status, one mapping for each day."""
    numbers = [grouped(some) for some in counts]
    most = max((sum(some) for some in numbers), default=0)
    notches = [mark for mark in marks(0, most) if mark == int(mark)] if most else marks(0, 1)[::5]
    y = Scale(0, float(notches[-1]), FOOT, TOP)
    step = (RIGHT - LEFT) / len(days)
    columns = []
    for place, (day, some) in enumerate(zip(days, numbers, strict=True)):
        x = LEFT + step * place + step * 0.16
        x = ACROSS - x - step * 0.68 if mirrored else x
        columns.append(Column(day, some, round(x, 1), round(step * 0.68, 1), tuple(_pieces(some, y))))
    return Stacks(tuple(columns), tuple(Line(int(one), y(one)) for one in notches), mirrored)


def _pieces(numbers: Sequence[int], y: Scale) -> Iterable[Piece]:
    below = 0
    for group, number in zip(GROUPS, numbers, strict=True):
        if number:
            top, foot = y(below + number), y(below)
            yield Piece(group.key, top, round(foot - top, 1))
            below += number
