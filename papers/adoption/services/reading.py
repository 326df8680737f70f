"""What a delegation on the roll does with a text under silence: open it, and acknowledge receipt."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from papers.adoption import rules
from papers.adoption.lifecycle import State
from papers.adoption.models import RollEntry, Silence
from papers.adoption.services import locking
from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.services import wake
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.models import act_of


@transaction.atomic
def note_opened(silence: Silence, *, by: Actor) -> bool:
    """Note that the delegation has opened the text, the first time one of its people reads the page."""
    entry = rules.entry_of(by, silence)
    if entry is None or entry.opened_at is not None or not silence.is_running:
        return False
    moment = locking.now()
    if silence.state == State.OPEN and not silence.takes(moment):
        return False
    entry.opened_at = moment
    if not RollEntry.objects.unopened().filter(pk=entry.pk).update(opened_at=moment):
        return False
    audit.record(
        "adoption.silence.read", silence, by=by, paper=silence.paper, audience=Audience.DELEGATION,
        number=silence.number,
    )  # fmt: skip
    return True


@locking.impatient()
@transaction.atomic
def acknowledge(silence: Silence, *, by: Actor) -> RollEntry:
    """Acknowledge receipt for the delegation; a second time changes nothing."""
    rules.can_acknowledge.require(by, silence)
    silence = locking.locked(silence)
    entry = RollEntry.objects.get(silence=silence, delegation=by.delegation)
    if entry.acknowledged_at is not None:
        return entry
    moment = locking.now()
    if not silence.is_running or (silence.is_open and not silence.takes(moment)):
        raise Refused(_("The time has expired. Receipt can no longer be acknowledged; nothing was recorded."))
    if by.delegation is not None:
        wake(by.delegation, by=by)
    entry.acknowledged_at, entry.opened_at = moment, entry.opened_at or moment
    entry.by, entry.by_mandate = act_of(by).values()
    entry.save(update_fields=["acknowledged_at", "opened_at", "by", "by_mandate"])
    audit.record(
        "adoption.silence.acknowledged", silence, by=by, paper=silence.paper, audience=Audience.CHAIR
    )
    return entry
