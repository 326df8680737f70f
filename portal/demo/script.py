"""The demonstration is played, not written: acts in their order in time, through the services, as the clock beats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from math import ceil
from typing import TypeVar

import time_machine
from django.utils import timezone

from papers.adoption.models import Silence
from papers.clock import services as clock
from papers.clock.models import DueAction

T = TypeVar("T")
BEAT = timedelta(minutes=4)
WATCHED = timedelta(hours=25)


@dataclass
class Script:
    """Acts, each some time before now; `play` performs them in order and lets the clock carry out what falls due."""

    now: datetime
    acts: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def at(self, ago: float, act: Callable[[], object]) -> None:
        """Perform `act` so many days before now; acts of one moment keep the order in which they were added."""
        self.acts.append((self.moment(ago), len(self.acts), act))

    def moment(self, ago: float) -> datetime:
        """So many days before now, in working hours: a fraction of a day is a fraction of its ten hours."""
        whole = ceil(ago)
        opens = at_hour(self.now - timedelta(days=whole), 6) + timedelta(minutes=17 * whole % 50)
        return opens + timedelta(hours=10) * (whole - ago)

    def begin(self, ago: timedelta, act: Callable[[], T]) -> T:
        """Perform the first act at once, as long ago as it was, and return what it made."""
        with time_machine.travel(self.now - ago, tick=False):
            return act()

    def play(self) -> None:
        moment = None
        for when, _order, act in sorted(self.acts, key=lambda entry: entry[:2]):
            if moment is not None:
                beat_until(moment, when)
            with time_machine.travel(when, tick=False):
                act()
                clock.tick()
            moment = when
        if moment is not None:
            beat_until(moment, self.now)


def beat_until(moment: datetime, end: datetime) -> None:
    """Let the clock beat from one moment to the next: densely in the last day of a silence."""
    while (moment := _next_beat(moment, end)) < end:
        with time_machine.travel(moment, tick=False):
            clock.tick()


def _next_beat(moment: datetime, end: datetime) -> datetime:
    expiries = Silence.objects.filter(state="open").values_list("expires_at", flat=True)
    if any(expiry - WATCHED <= moment for expiry in expiries):
        return min(moment + BEAT, end)
    starts = [expiry - WATCHED for expiry in expiries]
    due = (
        DueAction.objects.waiting()
        .filter(due_at__gt=moment)
        .order_by("due_at")
        .values_list("due_at", flat=True)[:1]
    )
    return min([end, *(one for one in starts if one > moment), *due])


def at_hour(moment: datetime, hour: int) -> datetime:
    """A full hour, in UTC, of the day that it is at the centre; after its midnight UTC is still in the day before."""
    return datetime.combine(timezone.localdate(moment), time(hour), UTC)
