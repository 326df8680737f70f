"""Scales and their marks: round numbers and first days of months, from values to places on a drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import NamedTuple

ROUND = (1, 2, 2.5, 5, 10)
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Scale:
    """From a value to a place: `low` stands at `start`, `high` at `end`, which may be the smaller one."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        whole = self.high - self.low
        share = (float(value) - self.low) / whole if whole else 0.5
        return round(self.start + (self.end - self.start) * share, 1)


@dataclass(frozen=True)
class Days:
    """The same for days."""

    first: date
    last: date
    start: float
    end: float

    def __call__(self, day: date) -> float:
        scale = Scale(0, (self.last - self.first).days, self.start, self.end)
        return scale((day - self.first).days)


def marks(low: float, high: float, *, most: int = 6) -> list[Decimal]:
    """Round numbers at equal steps, the first not above the lowest value and the last not below the highest."""
    if low == high:
        low, high = min(low, 0), max(high, 0) or 1
    step = _step((high - low) / (most - 1))
    first, last = floor(low / step), ceil(high / step)
    size = Decimal(str(step))
    return [size * place for place in range(first, last + 1)]


def _step(rough: float) -> float:
    """The next round step that is not smaller: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in ROUND if one * power >= rough * (1 - 1e-9))
    return float(f"{step:.6g}")


def months(first: date, last: date, *, most: int = 8) -> list[date]:
    """First days of months at equal steps between two days."""
    whole = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((one for one in MONTHS if whole / one <= most), MONTHS[-1])
    begins = first.year * 12 + first.month - 1
    found = range(begins - begins % step, last.year * 12 + last.month, step)
    days = [date(month // 12, month % 12 + 1, 1) for month in found]
    return [day for day in days if first <= day <= last]


def around(days: Iterable[date], *, at_least: int = 28) -> tuple[date, date]:
    """The first and the last of some days, with room between them."""
    every = sorted(days)
    first, last = every[0], every[-1]
    short = at_least - (last - first).days
    return (date.fromordinal(first.toordinal() - max(short, 0)), last)


class Line(NamedTuple):
    """A line of the scale."""

    value: int
    y: float

    @property
    def foot(self) -> float:
        """Where its number stands, so that the line meets the middle of it."""
        return self.y + 4


class Piece(NamedTuple):
    """A rectangle of a column."""

    css: str
    y: float
    height: float
