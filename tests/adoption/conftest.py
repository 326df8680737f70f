"""Papers under silence, and ways to let their time pass on any database: rows are shifted, not the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from papers.adoption import services
from papers.adoption.models import RollEntry, Silence
from papers.clock.models import DueAction, Heartbeat
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.shared.acting import System

HOUR = timedelta(hours=1)
CLOCK = System("clock")


def in_hours(hours):
    """A moment so many hours from now."""
    return timezone.now() + hours * HOUR


def consolidated(paper):
    """The paper as the close of a round leaves it."""
    Paper.objects.filter(pk=paper.pk).update(stage=Stage.CONSOLIDATION)
    paper.refresh_from_db()
    return paper


def placed(paper, chair, *, hours=73, **fields):
    """The paper under silence for so many hours."""
    return services.place(paper, expires_at=in_hours(hours), by=chair.acting, **fields)


def age(silence, **by):
    """Let time pass for a procedure: everything about it moves into the past, the clock having beaten throughout."""
    passed = timedelta(**by)
    silence.refresh_from_db()
    opened, counted, expires = silence.opened_at, silence.counted_from, silence.expires_at
    Silence.objects.filter(pk=silence.pk).update(
        opened_at=opened - passed, counted_from=counted - passed, expires_at=expires - passed
    )
    RollEntry.objects.filter(silence=silence, opened_at__isnull=False).update(opened_at=opened - passed + HOUR)
    DueAction.objects.filter(target_uuid=silence.pk).update(due_at=expires - passed)
    beat(since=max(opened - passed, timezone.now() - 50 * HOUR))
    silence.refresh_from_db()
    return silence


def beat(*, since, until=None, every=timedelta(minutes=4)):
    """The clock was alive between these moments."""
    moments, until = [], until or timezone.now()
    while since < until:
        moments.append(Heartbeat(at=since))
        since += every
    Heartbeat.objects.bulk_create([*moments, Heartbeat(at=until)], ignore_conflicts=True)


def expire(silence):
    """Let the procedure's time run out a second ago."""
    silence.refresh_from_db()
    return age(silence, seconds=(silence.expires_at - timezone.now()).total_seconds() + 1)


def swept(silence):
    """The procedure after its time has run out and the clock has decided."""
    expire(silence)
    services.sweep(silence.pk, by=CLOCK)
    silence.refresh_from_db()
    return silence


@pytest.fixture
def ready_paper(tabled_paper):
    """Valoria's tabled paper, its comments consolidated."""
    return consolidated(tabled_paper)


@pytest.fixture
def silence(ready_paper, chair):
    """Silence 1 on Valoria's paper: XA, XB, XC and XD are on the roll."""
    return placed(ready_paper, chair)
