"""Indicators with their definitions, targets and figures, as they hold today, stood on a day or were known then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import BooleanField, CharField, DateField, F, IntegerField, TextField, UUIDField, Value
from django.db.models.functions import Cast

from papers.implementation import figures
from papers.implementation.figures import Figure, Goal, Meaning, Point, Series, Stands
from papers.implementation.models import (
    AsOf,
    Definition,
    Indicator,
    Lookback,
    Reading,
    Recommendation,
    Target,
)
from papers.implementation.queries.lines import Party
from papers.implementation.queries.portfolio import Wanted, as_of, listed
from papers.shared import keyset
from papers.shared.acting import Acting

SIZE = 50
DECIMAL = models.DecimalField(max_digits=24, decimal_places=6)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Trend:
    """An indicator with all of it that holds on the day asked about."""

    indicator: Indicator
    series: Series
    day: date

    @property
    def newest(self) -> Point | None:
        return self.series.newest

    @property
    def standing(self) -> tuple[Stands, Goal | None]:
        one = self.indicator
        baseline = None if one.baseline is None else (one.baseline_on, one.baseline)
        return figures.standing(
            self.newest, self.series.goals, direction=one.direction, baseline=baseline, day=self.day
        )

    @property
    def stands(self) -> Stands:
        return self.standing[0]

    @property
    def goal(self) -> Goal | None:
        return self.standing[1]

    @property
    def mark(self) -> tuple[str, str]:
        return figures.STANDS_MARKS[self.stands]


@dataclass(frozen=True)
class Trends:
    """A page of indicators, and how many there are in all of those one may see."""

    at: AsOf
    rows: list[Trend]
    newer: str = ""
    older: str = ""


def indicators() -> Any:
    """Indicators with what their page says of the recommendation."""
    return Indicator.objects.select_related(
        "recommendation__paper", "recommendation__addressee", "delegation"
    )


def trend(indicator: Indicator, at: AsOf) -> Trend:
    """All of one indicator; one statement."""
    return Trend(indicator, _series(_rows([indicator.pk])[indicator.pk], at), at.day)


def trends(acting: Acting, wanted: Wanted, *, before: str = "", after: str = "") -> Trends:
    """A page of indicators of the recommendations that fit the filters, the last defined first; two statements."""
    at = as_of(wanted)
    page = keyset.page(_fitting(acting, wanted, at), "recorded_at", before=before, after=after, size=SIZE)
    return Trends(at, list(_trends(page.rows, at)), page.newer, page.older)


def every_trend(acting: Acting, wanted: Wanted) -> Iterator[Trend]:
    """All of them, for a file."""
    at = as_of(wanted)
    return _trends(list(_fitting(acting, wanted, at).order_by("-recorded_at")), at)


def disputed_days(recommendation: Recommendation) -> list[date]:
    """The days for which sources give different figures of the same thing."""
    rows = _rows(recommendation.indicators.values("pk")).values()
    return [point.on for some in rows for point in _series(some, AsOf.now()).contested]


def _fitting(acting: Acting, wanted: Wanted, at: AsOf) -> Any:
    fitting = listed(acting, wanted, at).values("pk")
    rows = indicators().filter(recommendation__in=fitting)
    if at.line == Lookback.KNOWN:
        return rows.filter(recorded_at__date__lte=at.day)
    return rows.filter(definitions__number=1, definitions__since__lte=at.day) if at.is_past else rows


def _trends(rows: Iterable[Indicator], at: AsOf) -> Iterator[Trend]:
    rows = list(rows)
    found = _rows([one.pk for one in rows])
    return (Trend(one, _series(found[one.pk], at), at.day) for one in rows)


def _series(rows: Iterable[Row], at: AsOf) -> Series:
    """What of the rows holds, or held, on the day."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kept = figures.seen(row[9], at.day) if at.line == Lookback.KNOWN else row[8] <= at.day
        if kept:
            kinds[row[0]].append(row)
    found = figures.holding(_figure(row) for row in kinds["reading"])
    set_by = sorted(kinds["target"], key=lambda row: (row[8], row[9]))
    return Series(
        found,
        figures.goals_of((row[3], _value(row), row[5], bool(row[7])) for row in set_by),
        [Meaning(row[6], row[3], row[4], row[10], row[9], row[2]) for row in kinds["definition"]],
    )


def _figure(row: Row) -> Figure:
    code, colour, names = row[12:15]
    party = Party(code, colour, names or {}) if code else None
    value = None if row[11] is None else _value(row)
    return Figure(
        row[2], row[3], value, row[4], row[5], row[6], row[9], row[15], row[10], party, row[16] or ""
    )


def _value(row: Row) -> Decimal:
    return figures.plain(Decimal(str(row[11])))


def _rows(indicators: Any) -> dict[Any, list[Row]]:
    """Definitions, targets and readings by indicator, each in the order recorded, in one statement."""
    arms = (
        _arm(Definition, indicators, "definition", day="since", words="text", note=Value(""), number="number",
             starts="since"),
        _arm(Target, indicators, "target", day="on", words=Value(""), note="label", starts="since",
             flag="dropped", value="value"),
        _arm(Reading, indicators, "reading", day="on", words="source", note="scope", number="definition__number",
             starts="on", value="value", corrects="corrects"),
    )  # fmt: skip
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in arms[0].union(*arms[1:], all=True).order_by("c_at"):
        found[row[1]].append(row)
    return found


def _arm(
    model: Any,
    indicators: Any,
    kind: str,
    *,
    day: str,
    words: Any,
    note: Any,
    starts: str,
    number: Any = None,
    flag: Any = None,
    value: Any = None,
    corrects: Any = None,
) -> models.QuerySet[Any]:
    """The rows of one table in the columns that all three share."""
    columns: dict[str, Any] = {
        "kind": Cast(Value(kind), CharField()), "of": F("indicator"), "uid": F("pk"), "day": F(day),
        "words": Cast(words, TextField()), "note": Cast(note, TextField()),
        "number": F(number) if number else Cast(Value(0), IntegerField()),
        "flag": F(flag) if flag else Cast(Value(False), BooleanField()), "starts": Cast(starts, DateField()),
        "at": F("recorded_at"), "why": Cast("reason", TextField()),
        "value": F(value) if value else Cast(Value(None), DECIMAL),
        "code": F("delegation__code"), "colour": F("delegation__colour"), "names": F("delegation__names"),
        "corrects": F(corrects) if corrects else Cast(Value(None), UUIDField()), "person": F("by__name"),
    }  # fmt: skip
    renamed = {f"c_{name}": expression for name, expression in columns.items()}
    return model.objects.filter(indicator__in=indicators).order_by().annotate(**renamed).values_list(*renamed)
