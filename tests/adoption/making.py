"""Papers under silence, and ways to let their time pass on any database: rows are shifted, not the clock."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from papers.adoption import services
from papers.adoption.models import RollEntry, Silence
from papers.clock.models import DueAction, Heartbeat
from papers.delegations.models import RulesOfProcedure
from papers.delegations.services import enter_participation
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.shared.acting import System
from tests.cast import SETUP

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
    RollEntry.objects.filter(silence=silence, opened_at__isnull=False).update(
        opened_at=opened - passed + HOUR
    )
    RulesOfProcedure.objects.update(starts=F("starts") - passed)
    DueAction.objects.filter(target_uuid=silence.pk).update(due_at=expires - passed)
    beat(since=max(opened - passed, timezone.now() - 50 * HOUR))
    silence.refresh_from_db()
    return silence


def beat(*, since, until=None, every=timedelta(minutes=2)):
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


def received(silence, **off):
    """A moment of receipt, before or after the procedure's expiry."""
    silence.refresh_from_db()
    return silence.expires_at + timedelta(**off)


def broken(silence, person, **fields):
    """An objection of this person's delegation, received now unless said otherwise."""
    fields.setdefault("received_at", timezone.now())
    return services.break_silence(silence, by=person.acting, **fields)


def change_state(delegation, state, secretary):
    """How the delegation takes part from now on."""
    enter_participation(delegation, state=state, decision_ref="WG.4/D.1", by=SETUP)


def outage(silence, *, before, length):
    """The clock stood still for so long, that long before expiry, and beats again."""
    silence.refresh_from_db()
    start = silence.expires_at - before
    forget_beats(after=start, until=start + length)


def forget_beats(*, after, until=None):
    """The clock was not alive after this moment, or between the two."""
    beats = Heartbeat.objects.filter(at__gt=after)
    (beats.filter(at__lt=until) if until else beats).delete()
