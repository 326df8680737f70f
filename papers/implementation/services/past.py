"""The past of a recommendation, written with every act: by the day it took effect, and by the day it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from papers.implementation import history
from papers.implementation.history import Facts, Span
from papers.implementation.models import COLUMNS, Lookback, Recommendation, Stretch

Change = tuple[date, Facts]
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
    stood, last = _kept(recommendation, min([today, *since.values()]))
    now = _facts(recommendation)
    if _facts(last) == now and not since:
        return
    _replace(recommendation, stood, last, list(_changes(now, _facts(last), since, today)))


def retell(recommendation: Recommendation, changes: Sequence[Change]) -> None:
    """Write facts of days long past, in their order, with all that followed them; on record from today."""
    stood, last = _kept(recommendation, min([timezone.localdate(), *(day for day, _facts in changes)]))
    _replace(recommendation, stood, last, changes)


def _kept(recommendation: Recommendation, since: date) -> tuple[list[Stretch], Stretch]:
    """The stretches that changes from a day on touch: of how it stood, and the last of how it was known."""
    rows = Stretch.objects.filter(recommendation=recommendation, ends__gt=since)
    kept = list(rows.order_by("starts"))
    known = [row for row in kept if row.line == Lookback.KNOWN]
    return [row for row in kept if row.line == Lookback.STOOD], known[-1]


def _replace(
    recommendation: Recommendation,
    stood: list[Stretch],
    last: Stretch,
    changes: Iterable[tuple[date, Mapping[str, Any]]],
) -> None:
    written = {
        Lookback.KNOWN: history.written(_spans([last]), [(timezone.localdate(), _facts(recommendation))]),
        Lookback.STOOD: history.written(_spans(stood), changes),
    }
    Stretch.objects.filter(pk__in=[row.pk for row in [last, *stood]]).delete()
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
