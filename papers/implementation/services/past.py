"""The past of a recommendation, written with every act: by the day it took effect, and by the day it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from papers.implementation import history
from papers.implementation.history import Span
from papers.implementation.models import COLUMNS, Lookback, Recommendation, Stretch

FOLLOWING = {"asked_on", "report_due", "silent_on"}  # they follow from the others, in each stretch anew


def begin(made: Iterable[Recommendation]) -> None:
    """The first stretches of new recommendations: on record from today, followed from their adoption."""
    today = timezone.localdate()
    starts = {Lookback.STOOD: lambda one: min(one.followed_from, today), Lookback.KNOWN: lambda _one: today}
    Stretch.objects.bulk_create(
        Stretch(recommendation=one, line=line, starts=first(one), **_facts(one))
        for one in made
        for line, first in starts.items()
    )


def remember(recommendation: Recommendation) -> None:
    """Write what an act has changed into both lines, under the lock of the act."""
    today, since = timezone.localdate(), recommendation.since
    rows = Stretch.objects.filter(recommendation=recommendation, ends__gt=min([today, *since.values()]))
    kept = list(rows.order_by("starts"))
    lines = {line: [row for row in kept if row.line == line] for line in Lookback}
    last = lines[Lookback.KNOWN][-1:]
    now = _facts(recommendation)
    if _facts(last[0]) == now and not since:
        return
    written = {
        Lookback.KNOWN: history.written(_spans(last), [(today, now)]),
        Lookback.STOOD: history.written(
            _spans(lines[Lookback.STOOD]), _changes(now, _facts(last[0]), since, today)
        ),
    }
    replaced = [row.pk for row in [*last, *lines[Lookback.STOOD]]]
    Stretch.objects.filter(pk__in=replaced).delete()
    Stretch.objects.bulk_create(_rows(recommendation, written))


def _facts(row: Any) -> dict[str, Any]:
    return {column: getattr(row, column) for column in COLUMNS}


def _spans(rows: Iterable[Stretch]) -> list[Span]:
    return [Span(row.starts, row.ends, _facts(row)) for row in rows]


def _rows(recommendation: Recommendation, lines: Mapping[Lookback, list[Span]]) -> Iterator[Stretch]:
    for line, spans in lines.items():
        for span in spans:
            yield Stretch(
                recommendation=recommendation, line=line, starts=span.starts, ends=span.ends, **span.facts
            )


def _changes(
    now: Mapping[str, Any], before: Mapping[str, Any], since: Mapping[str, date], today: date
) -> Iterator[tuple[date, dict[str, Any]]]:
    """Each changed column from the day on which it took effect; a late report from its own day."""
    changed = {column for column in now if now[column] != before[column]} | since.keys()
    for column in sorted(changed - FOLLOWING):
        day = since.get(column, today)
        yield day, {column: day if column == "last_report" else now[column]}
