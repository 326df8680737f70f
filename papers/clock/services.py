"""Deadlines: put down, taken up once, carried out late rather than twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from papers.clock.models import DueAction, Heartbeat
from papers.clock.registry import due_actions, pulls, work
from papers.shared.acting import System

log = logging.getLogger(__name__)
KEEP_HEARTBEATS = timedelta(days=30)


def schedule(kind: str, target_uuid: UUID, due_at: datetime, *, version: int = 0) -> None:
    """Put a deadline down, or move the one that is there; one that was carried out is then to be carried out anew."""
    schedule_each(kind, [(target_uuid, version, due_at)])


def schedule_each(kind: str, deadlines: Iterable[tuple[UUID, int, datetime]]) -> None:
    """The same for several targets, each with a version and a moment, in one statement."""
    due_actions.get(kind)
    DueAction.objects.bulk_create(
        (
            DueAction(kind=kind, target_uuid=one, version=version, due_at=due)
            for one, version, due in deadlines
        ),
        update_conflicts=True,
        unique_fields=["kind", "target_uuid", "version"],
        update_fields=["due_at", "done_at"],
    )


def cancel(kind: str, target_uuid: UUID) -> None:
    """Take back every deadline of this kind that still waits for this target."""
    DueAction.objects.waiting().filter(kind=kind, target_uuid=target_uuid).delete()


def tick(now: datetime | None = None) -> int:
    """One beat: say that the clock lives, carry out what is due, let the pulls catch up; returns acts carried out."""
    now = now or timezone.now()
    Heartbeat.objects.get_or_create(at=now)
    Heartbeat.objects.filter(at__lt=now - KEEP_HEARTBEATS).delete()
    done = sum(_carry_out(action) for action in DueAction.objects.due(now))
    for name in pulls:
        _guarded(f"pull {name}", pulls.get(name))
    return done


def work_once() -> bool:
    """One piece of each kind of long work; returns whether there was any."""
    done = [_worked(name) for name in work]
    return any(done)


def gaps(since: datetime, until: datetime, longer_than: timedelta) -> list[tuple[datetime, datetime]]:
    """Stretches in which the clock did not beat, as (last beat before, first beat after), oldest first."""
    before = Heartbeat.objects.filter(at__lt=since).order_by("-at").values_list("at", flat=True).first()
    beats = list(
        Heartbeat.objects.filter(at__gte=since, at__lte=until).order_by("at").values_list("at", flat=True)
    )
    marks = [before or since, *beats, until]
    return [(a, b) for a, b in pairwise(marks) if b - a > longer_than]


def _carry_out(action: DueAction) -> bool:
    return _guarded(str(action), lambda: _fire(action))


@transaction.atomic
def _fire(action: DueAction) -> None:
    locked = DueAction.objects.select_for_update().filter(pk=action.pk, done_at__isnull=True).first()
    if locked is None:
        return
    due_actions.get(locked.kind).fire(locked.target_uuid, by=System("clock"))
    locked.done_at = timezone.now()
    locked.save(update_fields=["done_at"])


def _worked(name: str) -> bool:
    found: list[bool] = []
    _guarded(f"work {name}", lambda: found.append(work.get(name)()))
    return any(found)


def _guarded(name: str, act: Callable[[], Any]) -> bool:
    """One deadline that fails must not hold up the others; it is tried again at the next beat."""
    try:
        act()
    except Exception:
        log.exception("The clock could not carry out: %s", name)
        return False
    return True
