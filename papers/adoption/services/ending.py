"""Moves that several services share; each caller holds the locks and has asked its rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from papers.adoption import outage
from papers.adoption.kinds import SUSPENDED
from papers.adoption.lifecycle import SILENCE, State
from papers.adoption.models import Silence, Suspension
from papers.adoption.queries import recipients
from papers.adoption.services import locking
from papers.audit import services as audit
from papers.clock import services as clock
from papers.drafting import services as drafting
from papers.drafting.lifecycle import Stage
from papers.notifications.services import notify
from papers.shared.acting import Actor
from papers.shared.models import act_of


def end(silence: Silence, state: State, *, by: Actor, because: str = "", words: str = "") -> None:
    """Close a locked procedure. Its deadline stays in the table: it will find nothing to decide.

    The clock locks a deadline before the procedure; whoever holds the procedure must not wait for the deadline.
    """
    SILENCE.check(silence.state, state)
    silence.state, silence.decided_at = state, locking.now()
    silence.ended_because, silence.cancel_reason = because, words
    silence.save(update_fields=["state", "decided_at", "ended_because", "cancel_reason"])
    if silence.paper.stage == Stage.SILENCE:
        to = Stage.ADOPTED if state == State.UNBROKEN else Stage.CONSOLIDATION
        drafting.move(silence.paper, to=to, by=by)


def lost_time(silence: Silence, moment: datetime) -> list[outage.Gap]:
    """The stretches of a procedure's last hours, up to this moment, in which the clock stood still too long."""
    since, until = outage.window(silence.counted_from, silence.expires_at)
    if moment <= since:
        return []
    allowed = timedelta(minutes=silence.snapshot.outage_minutes)
    gaps = clock.gaps(since, min(moment, until), allowed)
    return outage.lost(gaps, counted_from=since, expires_at=until, longer_than=allowed)


def suspend_after_outage(silence: Silence, *, by: Actor) -> bool:
    """Suspend a locked, open procedure if the clock stood still too long in its last hours."""
    moment = locking.now()
    lost = lost_time(silence, moment)
    if not lost:
        return False
    suspension = Suspension.objects.create(
        silence=silence, lost_from=lost[0][0], lost_until=lost[-1][1], lost_time=outage.total(lost),
        suspended_at=moment, old_expiry=silence.expires_at, **act_of(by),
    )  # fmt: skip
    SILENCE.check(silence.state, State.SUSPENDED)
    silence.state = State.SUSPENDED
    silence.save(update_fields=["state"])
    audit.record(
        "adoption.silence.suspended", silence, by=by, paper=silence.paper, number=silence.number,
        lost_from=suspension.lost_from, lost_until=suspension.lost_until,
        lost_seconds=int(suspension.lost_time.total_seconds()),
    )  # fmt: skip
    notify(recipients.of_readers(silence.paper), SUSPENDED, silence, version=silence.version)
    return True
