"""What a source told, written down: its reports, and the entries and stretches that its history makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from papers.drafting.models import ImportRun
from papers.implementation import progress
from papers.implementation.lifecycle import CLOSED
from papers.implementation.models import COLUMNS, Recommendation, Report, StatusEntry
from papers.implementation.progress import latest
from papers.implementation.replaying import STATUS, Replay, said_of
from papers.implementation.services import past, reminding
from papers.implementation.taking import Update
from papers.shared.acting import Actor
from papers.shared.models import act_of

Told = tuple[Recommendation, Update]


def reports(told: Iterable[Told], *, run: ImportRun, by: Actor) -> None:
    """Each in the words of the source and of no delegation; those of one day stay in the order of the file."""
    told, moments = list(told), _moments()
    Report.objects.bulk_create(
        Report(
            recommendation=row, text=one.words, status=one.says if said_of(one.says) == STATUS else "",
            effective_on=_day(one), recorded_at=next(moments), run=run, row=one.row, said=one.said, **act_of(by),
        )
        for row, one in told
    )  # fmt: skip
    days: dict[UUID, set[date]] = defaultdict(set)
    for row, one in told:
        days[row.pk].add(_day(one))
    for row in {row.pk: row for row, _one in told}.values():
        row.last_report = latest(max(days[row.pk]), row.last_report)
        _settle(row, [(day, {"last_report": day}) for day in sorted(days[row.pk])])


def histories(replays: Iterable[tuple[Recommendation, Replay]], *, run: ImportRun, by: Actor) -> None:
    """Each item comes to stand where its history ends, and stood before where it did."""
    moments = _moments()
    moved = [(row, replay) for row, replay in replays if replay.entries]
    StatusEntry.objects.bulk_create(
        StatusEntry(
            recommendation=row, axis=one.axis, value=one.value, effective_on=one.day, recorded_at=next(moments),
            run=run, row=one.row, said=one.said, **act_of(by),
        )
        for row, replay in moved
        for one in replay.entries
    )  # fmt: skip
    for row, replay in moved:
        row.status, row.confidence = replay.status, replay.confidence
        first = min(one.day for one in replay.entries)
        _settle(row, [(one.day, {one.axis: one.value}) for one in replay.course if one.day >= first])


def _settle(row: Recommendation, changes: list[tuple[date, dict[str, Any]]]) -> None:
    """Write the row with the days that follow, and both lines of its past."""
    times = progress.timetable(row.heard, due=row.due, every_days=row.every_days, closed=row.status in CLOSED)
    moved = times != row.times
    row.asked_on, row.report_due, row.silent_on = times.asked_on, times.report_due, times.silent_on
    row.changes += 1
    row.save(update_fields=[*COLUMNS, "changes"])
    past.retell(row, changes)
    if moved:
        reminding.plan(row)


def _day(one: Update) -> date:
    """The day of a row that is taken over: one without a day never is."""
    return one.day or timezone.localdate()


def _moments() -> Iterator[datetime]:
    """One moment after the other, so that what was told in order stays in order."""
    moment = timezone.now()
    while True:
        yield moment
        moment += timedelta(microseconds=1)
