"""Indicators with their definitions, targets and figures, as they hold today, stood on a day or were known then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import BooleanField, CharField, DateField, F, IntegerField, TextField, UUIDField, Value
from django.db.models.functions import Cast

from papers.implementation import figures
from papers.implementation.figures import Ended, Figure, Goal, Meaning, Point, Restated, Series, Stands
from papers.implementation.models import (
    AsOf,
    Definition,
    Ending,
    Indicator,
    Lookback,
    Reading,
    Recommendation,
    Restatement,
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
    """An indicator as it was corrected, with all of it that holds on the day asked about."""

    indicator: Indicator
    series: Series
    day: date
    before: Sequence[tuple[Indicator, Restated]] = ()

    @property
    def newest(self) -> Point | None:
        return self.series.newest

    @property
    def standing(self) -> tuple[Stands, Goal | None]:
        one = self.indicator
        baseline = None if one.baseline is None else (one.baseline_on, one.baseline)
        return figures.standing(
            self.newest, self.series.goals, direction=one.direction, baseline=baseline, day=self.last_day
        )

    @property
    def ended(self) -> Ended | None:
        return self.series.ended

    @property
    def last_day(self) -> date:
        """What was to be reached after it ended is neither reached nor missed."""
        return min(self.day, self.ended.on) if self.ended else self.day

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
    return _trend(indicator, _rows([indicator.pk])[indicator.pk], at)


def as_said(indicator: Indicator) -> Indicator:
    """It as it is described today, after every correction; one statement."""
    return trend(indicator, AsOf.now()).indicator


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
    return (_trend(one, found[one.pk], at) for one in rows)


def _trend(indicator: Indicator, rows: Iterable[Row], at: AsOf) -> Trend:
    series = _series(rows, at)
    said = _worded(indicator, series.restated[-1].words if series.restated else {})
    before = [indicator.words, *(one.words for one in series.restated)]
    told = [(_worded(indicator, words), one) for words, one in zip(before, series.restated, strict=False)]
    return Trend(said, series, at.day, told)


def _worded(indicator: Indicator, words: Mapping[str, Any]) -> Indicator:
    """It in these words; nothing writes it, the row keeps what was said first."""
    said = copy(indicator)
    for name, value in words.items():
        setattr(said, name, value)
    return said


def _series(rows: Iterable[Row], at: AsOf) -> Series:
    """What of the rows holds, or held, on the day."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if _holds(row, at):
            kinds[row[0]].append(row)
    found = figures.holding(_figure(row) for row in kinds["reading"])
    set_by = sorted(kinds["target"], key=lambda row: (row[8], row[9]))
    return Series(
        found,
        figures.goals_of((row[3], _value(row), row[5], bool(row[7])) for row in set_by),
        [Meaning(row[6], row[3], row[4], row[10], row[9], row[2]) for row in kinds["definition"]],
        next((Ended(row[3], row[10]) for row in kinds["ending"]), None),
        [_restated(row) for row in kinds["restatement"]],
    )


def _holds(row: Row, at: AsOf) -> bool:
    """A correction of words puts right what was so from the start; all else holds from a day on."""
    if at.line == Lookback.KNOWN:
        return figures.seen(row[9], at.day)
    return row[0] == "restatement" or row[8] <= at.day


def _restated(row: Row) -> Restated:
    value = None if row[11] is None else _value(row)
    words = {
        "name": row[4],
        "unit": row[5],
        "baseline": value,
        "baseline_on": row[3],
        "baseline_source": row[17],
    }
    return Restated(words, row[10], row[9], _party(row), row[16] or "")


def _party(row: Row) -> Party | None:
    code, colour, names = row[12:15]
    return Party(code, colour, names or {}) if code else None


def _figure(row: Row) -> Figure:
    value = None if row[11] is None else _value(row)
    return Figure(
        row[2], row[3], value, row[4], row[5], row[6], row[9], row[15], row[10], _party(row), row[16] or ""
    )


def _value(row: Row) -> Decimal:
    return figures.plain(Decimal(str(row[11])))


def _rows(indicators: Any) -> dict[Any, list[Row]]:
    """All that was recorded of each indicator, each in the order recorded, in one statement."""
    arms = (
        _arm(Definition, indicators, "definition", day="since", words="text", note=Value(""), number="number",
             starts="since"),
        _arm(Target, indicators, "target", day="on", words=Value(""), note="label", starts="since",
             flag="dropped", value="value"),
        _arm(Reading, indicators, "reading", day="on", words="source", note="scope", number="definition__number",
             starts="on", value="value", corrects="corrects"),
        _arm(Restatement, indicators, "restatement", day="baseline_on", words="name", note="unit",
             starts="baseline_on", value="baseline", more="baseline_source"),
        _arm(Ending, indicators, "ending", day="on", words=Value(""), note=Value(""), starts="on"),
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
    more: Any = None,
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
        "more": Cast(more or Value(""), TextField()),
    }  # fmt: skip
    renamed = {f"c_{name}": expression for name, expression in columns.items()}
    return model.objects.filter(indicator__in=indicators).order_by().annotate(**renamed).values_list(*renamed)
