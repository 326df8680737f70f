"""Reminders of the clock: a report is asked for, is late, and at last nothing is known. Each once for each deadline."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from papers.clock import services as clock
from papers.implementation import progress, rules
from papers.implementation.lifecycle import ACTIVE, Status
from papers.implementation.models import Recommendation
from papers.implementation.progress import Reminder
from papers.implementation.services import notices
from papers.shared.acting import Actor

REMINDER = "implementation.reminder"
MORNING = time(8)


class Remind:
    """A reminder that has come due, as the clock knows it."""

    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        remind(target_uuid, by=by)


def plan(recommendation: Recommendation) -> None:
    """Put the next reminder down and take back those that waited: its days have changed."""
    clock.cancel(REMINDER, recommendation.pk)
    day = progress.next_reminder(timezone.localdate(), recommendation.times)
    if day is not None:
        clock.schedule(REMINDER, recommendation.pk, morning(day), version=day.toordinal())


@transaction.atomic
def remind(target_uuid: UUID, *, by: Actor) -> Reminder | None:
    """Tell those concerned what is due today, and put the next reminder down; nothing while it is verified."""
    rules.keeps_time.require(by, None)
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("paper")
    recommendation = rows.filter(pk=target_uuid).first()
    if recommendation is None:
        return None
    today, times = timezone.localdate(), recommendation.times
    due = progress.reminder(today, times)
    quiet = recommendation.status == Status.REPORTED or recommendation.paper.stage not in ACTIVE
    if due is not None and not quiet:
        notices.reminded(recommendation, due, by=by)
    onward = progress.next_reminder(today, times)
    if onward is not None:
        clock.schedule(REMINDER, recommendation.pk, morning(onward), version=onward.toordinal())
    return None if quiet else due


def morning(day: date) -> datetime:
    """Eight in the morning of a day at the centre, on whichever side of a change of its clocks the day lies."""
    return timezone.make_aware(datetime.combine(day, MORNING), timezone.get_default_timezone())
