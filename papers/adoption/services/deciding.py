"""What the clock does: decide a silence whose time has passed, and watch those that run."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from papers.adoption import evidence, outage, outcome, rules
from papers.adoption.kinds import ADOPTED, CANCELLED
from papers.adoption.lifecycle import End, State
from papers.adoption.models import Adoption, Silence
from papers.adoption.outcome import Verdict
from papers.adoption.queries import recipients
from papers.adoption.registry import on_adoption
from papers.adoption.services import ending, locking
from papers.audit import services as audit
from papers.drafting.lifecycle import Stage
from papers.notifications.services import notify
from papers.shared.acting import Actor, System
from papers.shared.models import act_of

log = logging.getLogger(__name__)


@transaction.atomic
def sweep(silence_id: UUID, *, by: Actor) -> Silence | None:
    """Decide a procedure whose expiry and margin have passed; before that, or a second time, nothing happens."""
    found = Silence.objects.select_related("paper").filter(pk=silence_id).first()
    if found is None or not found.is_running:
        return found
    rules.can_decide.require(by, found)
    silence = locking.locked(found)
    if not silence.is_running:
        return silence
    if silence.paper.stage != Stage.SILENCE:
        return _end_without_result(silence, End.WITHDRAWN, by)
    if silence.is_open and not ending.suspend_after_outage(silence, by=by):
        _decide(silence, by)
    return silence


def watch(*, by: Actor) -> int:
    """At every beat: take up procedures that are overdue, lost their paper or had an outage; returns how many."""
    moment = locking.now()
    last_day = Q(state=State.OPEN, expires_at__lte=moment + outage.LAST_HOURS)
    running = Silence.objects.running().filter(~Q(paper__stage=Stage.SILENCE) | last_day)
    urgent = [silence.pk for silence in running.select_related("paper") if _is_urgent(silence, moment)]
    for silence_id in urgent:
        _guarded(silence_id, by)
    return len(urgent)


class Sweep:
    """The deadline of a silence."""

    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        sweep(target_uuid, by=by)


def beat() -> None:
    """The clock's pull."""
    watch(by=System("clock"))


def _is_urgent(silence: Silence, moment: datetime) -> bool:
    lost_its_paper = silence.paper.stage != Stage.SILENCE
    return bool(lost_its_paper or moment >= silence.due_at or ending.lost_time(silence, moment))


def _guarded(silence_id: UUID, by: Actor) -> None:
    """One procedure that fails must not hold up the others; it is tried again at the next beat."""
    try:
        sweep(silence_id, by=by)
    except Exception:
        log.exception("The clock could not look after silence %s", silence_id)


def _decide(silence: Silence, by: Actor) -> None:
    entries = list(silence.roll.select_related("delegation").order_by("delegation__code"))
    acknowledged = sum(entry.acknowledged_at is not None for entry in entries)
    verdict = outcome.verdict(
        silence.breaks.values_list("received_at", flat=True),
        expires_at=silence.expires_at,
        inclusive=silence.snapshot.inclusive,
        now=locking.now(),
        margin=silence.margin,
        enough=acknowledged >= outcome.quorum(len(entries), silence.snapshot.quorum_percent),
    )
    if verdict == Verdict.UNBROKEN:
        _adopt(silence, entries, by)
    elif verdict == Verdict.SHORT_OF_QUORUM:
        _end_without_result(silence, End.QUORUM, by)
    elif verdict == Verdict.BROKEN:
        raise RuntimeError(f"{silence} holds an objection in time and still runs: it is not adopted")


def _adopt(silence: Silence, entries: Iterable[Any], by: Actor) -> Adoption:
    """Adopted, effective at the expiry: sealed over text, roll, expiry and the record as it stood."""
    ending.end(silence, State.UNBROKEN, by=by)
    event = audit.record(
        "adoption.silence.unbroken", silence, by=by, paper=silence.paper, number=silence.number,
        expires_at=silence.expires_at,
    )  # fmt: skip
    adoption = Adoption.objects.create(
        paper=silence.paper, revision=silence.revision, silence=silence, at=silence.expires_at,
        seal=seal_of(silence, entries, event.hash), chain_head=event.hash, **act_of(by),
    )  # fmt: skip
    audit.record(
        "adoption.paper.adopted", adoption, by=by, paper=silence.paper, at=adoption.at, seal=adoption.seal,
        revision=silence.revision.number, sha256=silence.revision.sha256,
    )  # fmt: skip
    for name in on_adoption:
        on_adoption.get(name)(adoption, by=by)
    notify(recipients.of_readers(silence.paper), ADOPTED, silence)
    return adoption


def seal_of(silence: Silence, entries: Iterable[Any], chain_head: str) -> str:
    """The seal over the revision's hash, the roll as frozen and as it answered, the expiry and the record's head."""
    roll = [
        {
            "delegation": entry.delegation.code,
            "participation": entry.participation_then,
            "acknowledged": evidence.stamp(entry.acknowledged_at),
            "opened": evidence.stamp(entry.opened_at),
        }
        for entry in entries
    ]
    return evidence.seal(
        revision_sha256=silence.revision.sha256, roll=roll, expires_at=evidence.stamp(silence.expires_at),
        chain_head=chain_head,
    )  # fmt: skip


def _end_without_result(silence: Silence, because: End, by: Actor) -> Silence:
    ending.end(silence, State.CANCELLED, by=by, because=because)
    audit.record(
        "adoption.silence.cancelled",
        silence,
        by=by,
        paper=silence.paper,
        number=silence.number,
        because=because,
    )
    notify(recipients.of_readers(silence.paper), CANCELLED, silence)
    return silence
