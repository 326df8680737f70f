"""When the clock stood still: how much time of a procedure was lost, and what must be given back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

LAST_HOURS = timedelta(hours=24)
Gap = tuple[datetime, datetime]


def window(counted_from: datetime, expires_at: datetime) -> Gap:
    """The stretch in which an outage counts: the last day before expiry, not before the time began to run."""
    return max(counted_from, expires_at - LAST_HOURS), expires_at


def lost(
    gaps: Iterable[Gap], *, counted_from: datetime, expires_at: datetime, longer_than: timedelta
) -> list[Gap]:
    """The stretches lost to the procedure: only what lies inside its window, and only if longer than allowed."""
    start, end = window(counted_from, expires_at)
    inside = [(max(since, start), min(until, end)) for since, until in gaps]
    return [(since, until) for since, until in inside if until - since > longer_than]


def total(gaps: Iterable[Gap]) -> timedelta:
    """How long the lost stretches are together."""
    return sum((until - since for since, until in gaps), timedelta())


def earliest_expiry(
    *, expires_at: datetime, lost_time: timedelta, suspended_at: datetime, resumed_at: datetime
) -> datetime:
    """The earliest expiry on resuming: what was left when it was suspended, and the time lost before."""
    left = max(expires_at - suspended_at, timedelta())
    return resumed_at + left + lost_time
