"""What the chair may still do with a running procedure: more time, an end, or a new expiry after an outage."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from papers.adoption import outcome, rules
from papers.adoption.kinds import CANCELLED, EXTENDED, RESUMED, SWEEP
from papers.adoption.lifecycle import SILENCE, End, State
from papers.adoption.models import Extension, Silence
from papers.adoption.queries import recipients
from papers.adoption.services import ending, locking
from papers.audit import services as audit
from papers.clock import services as clock
from papers.notifications.services import notify
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.models import act_of


@locking.impatient()
@transaction.atomic
def extend(
    silence: Silence, *, new_expiry: datetime, reason: str, by: Actor, received_at: datetime | None = None
) -> Extension:
    """Set a later expiry, before the old one has passed; how often, the rules say."""
    rules.can_extend.require(by, silence)
    silence = locking.locked(silence)
    rules.is_open.require(by, silence)
    _require_before_expiry(silence, received_at)
    _require_reason(reason)
    _require_more_extensions(silence)
    _require_expiry(silence.expires_at, new_expiry)
    extension = Extension.objects.create(
        silence=silence,
        old_expiry=silence.expires_at,
        new_expiry=new_expiry,
        reason=reason.strip(),
        **act_of(by),
    )
    _run_until(silence, new_expiry)
    audit.record(
        "adoption.silence.extended", silence, by=by, paper=silence.paper, number=silence.number,
        old_expiry=extension.old_expiry, new_expiry=new_expiry,
    )  # fmt: skip
    notify(recipients.of_readers(silence.paper), EXTENDED, silence, version=silence.version)
    return extension


@locking.impatient()
@transaction.atomic
def cancel(silence: Silence, *, reason: str, by: Actor, received_at: datetime | None = None) -> Silence:
    """End the procedure without a result, before its time has passed; the paper goes back to consolidation."""
    rules.can_cancel.require(by, silence)
    silence = locking.locked(silence)
    rules.is_running.require(by, silence)
    if silence.is_open:
        _require_before_expiry(silence, received_at)
    _require_reason(reason)
    ending.end(silence, State.CANCELLED, by=by, because=End.CHAIR, words=reason.strip())
    audit.record("adoption.silence.cancelled", silence, by=by, paper=silence.paper, number=silence.number)
    notify(recipients.of_readers(silence.paper), CANCELLED, silence)
    return silence


@locking.impatient()
@transaction.atomic
def resume(silence: Silence, *, new_expiry: datetime, by: Actor) -> Silence:
    """Let a suspended procedure run again, with at least the time that was lost."""
    rules.can_resume.require(by, silence)
    silence = locking.locked(silence)
    rules.is_suspended.require(by, silence)
    moment = locking.now()
    suspension = silence.suspensions.get(resumed_at__isnull=True)
    _require_expiry(suspension.earliest_expiry(moment), new_expiry, equal=True)
    suspension.resumed_at, suspension.new_expiry = moment, new_expiry
    suspension.save(update_fields=["resumed_at", "new_expiry"])
    SILENCE.check(silence.state, State.OPEN)
    silence.state, silence.counted_from = State.OPEN, moment
    _run_until(silence, new_expiry)
    audit.record(
        "adoption.silence.resumed", silence, by=by, paper=silence.paper, number=silence.number,
        old_expiry=suspension.old_expiry, new_expiry=new_expiry,
    )  # fmt: skip
    notify(recipients.of_readers(silence.paper), RESUMED, silence, version=silence.version)
    return silence


def _run_until(silence: Silence, new_expiry: datetime) -> None:
    """A new expiry is a new deadline beside the old one, which will find that its time has not come."""
    silence.expires_at, silence.version = new_expiry, silence.version + 1
    silence.save(update_fields=["expires_at", "version", "state", "counted_from"])
    clock.schedule(SWEEP, silence.pk, silence.due_at, version=silence.version)


def _require_before_expiry(silence: Silence, received_at: datetime | None) -> None:
    if not silence.takes(received_at or locking.now()):
        raise Refused(
            _(
                "The time expired before this was received, and what has become of the silence is decided by the clock."
            )
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("This needs its reason, which all delegations will read. Nothing was changed."))


def _require_more_extensions(silence: Silence) -> None:
    most = silence.snapshot.maximum_extensions
    if silence.extensions.count() >= most:
        raise Refused(
            _("The rules allow %(most)d extensions, and they have been used. Nothing was changed.")
            % {"most": most}
        )


def _require_expiry(earliest: datetime, new_expiry: datetime, *, equal: bool = False) -> None:
    if new_expiry.tzinfo is None or new_expiry < earliest or (new_expiry == earliest and not equal):
        raise Refused(
            _("The new expiry must be later than %(earliest)s UTC. Nothing was changed.")
            % {"earliest": f"{earliest:%Y-%m-%d %H:%M:%S}"}
        )
    if new_expiry - locking.now() > outcome.LONGEST:
        raise Refused(_("A silence of more than a year is not placed. Choose an earlier expiry."))
