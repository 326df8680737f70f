"""How old the open recommendations are: the columns of a chart and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from papers.implementation.plotting import Line, Piece

QUARTER = 91
HEIGHT, BASE, WIDTH, FIRST, STEP, ACROSS = 180, 196, 64, 60, 104, 576


class Band(NamedTuple):
    """Ages from so many days on, and below so many."""

    key: str
    label: Any
    short: str
    start: int
    end: int | None


BANDS = (
    Band("a0", _("0–3 months"), "0–3", 0, QUARTER),
    Band("a3", _("3–6 months"), "3–6", QUARTER, 2 * QUARTER),
    Band("a6", _("6–9 months"), "6–9", 2 * QUARTER, 3 * QUARTER),
    Band("a9", _("9–12 months"), "9–12", 3 * QUARTER, 365),
    Band("a12", _("over 12 months"), "> 12", 365, None),
)
KINDS = ("timely", "late", "unknown")


@dataclass(frozen=True)
class Column:
    """One band: its numbers, and where its column stands."""

    band: Band
    numbers: tuple[int, int, int]
    x: int
    pieces: tuple[Piece, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def top(self) -> float:
        return (self.pieces[-1].y if self.pieces else BASE) - 6


@dataclass(frozen=True)
class Ageing:
    """The chart: columns from the youngest to the oldest, and the scale beside them."""

    columns: tuple[Column, ...]
    scale: tuple[Line, ...]
    mirrored: bool = False

    @property
    def total(self) -> int:
        return sum(column.total for column in self.columns)


def between(band: Band, today: date) -> tuple[date, date | None]:
    """The days of adoption that fall into a band: after the first if there is one, up to the second."""
    newest = today - timedelta(days=band.start)
    return newest, (today - timedelta(days=band.end) if band.end is not None else None)


def chart(figures: Mapping[str, int], *, mirrored: bool = False) -> Ageing:
    """The columns from figures named by band and kind, as `a0_timely`; the youngest where reading begins."""
    numbers = [tuple(figures.get(f"{band.key}_{kind}") or 0 for kind in KINDS) for band in BANDS]
    most = ceiling(max(sum(three) for three in numbers))
    columns = [
        Column(band, three, _x(place, mirrored), _pieces(three, most))  # type: ignore[arg-type] # three kinds
        for place, (band, three) in enumerate(zip(BANDS, numbers, strict=True))
    ]
    marks = sorted({0, most // 2, most}) if most > 1 else [0, most]
    return Ageing(tuple(columns), tuple(Line(mark, BASE - HEIGHT * mark / most) for mark in marks), mirrored)


def ceiling(number: int) -> int:
    """The next round number above: 1, 2, 4, 10, 20, 40, 100 and so on."""
    steps = (step * 10**power for power in range(12) for step in (1, 2, 4))
    return next(step for step in steps if step >= number)


def _x(place: int, mirrored: bool) -> int:
    x = FIRST + STEP * place
    return ACROSS - x - WIDTH if mirrored else x


def _pieces(numbers: tuple[int, ...], most: int) -> tuple[Piece, ...]:
    pieces, y = [], float(BASE)
    for css, number in zip(("b1", "b2", "b3"), numbers, strict=True):
        if number:
            height = round(HEIGHT * number / most, 1)
            y = round(y - height, 1)
            pieces.append(Piece(css, y, height))
    return tuple(pieces)
