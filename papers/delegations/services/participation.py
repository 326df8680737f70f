"""How a delegation takes part: proposed, replied to, decided; dated periods, kept for ever; acting ends dormancy."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import kinds, rules
from papers.delegations.models import (
    ChangeReply,
    Delegation,
    Grounds,
    Kind,
    Outcome,
    Participation,
    ProposedChange,
    RulesOfProcedure,
    Settlement,
)
from papers.delegations.models.delegations import SEATED
from papers.delegations.queries import holders, managers
from papers.delegations.roles import State
from papers.notifications.services import notify
from papers.shared import nudges
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

MOST_WORDS = 5_000


@transaction.atomic
def enter_participation(delegation: Delegation, *, state: str, decision_ref: str, by: Actor) -> Participation:
    """Enter what was decided elsewhere, at the console while a centre is set up; no page leads here."""
    rules.can_enter_participation.require(by, delegation)
    return _open_period(delegation, state, _reference(decision_ref), by)


@transaction.atomic
def propose_change(
    delegation: Delegation,
    *,
    state: str,
    grounds: str,
    words: str,
    quiet_since: datetime | None = None,
    by: Actor,
) -> ProposedChange:
    """Propose how a delegation is to take part: it is told and may reply; nothing changes yet."""
    rules.can_propose_change.require(by, delegation)
    delegation = _locked(delegation)
    _sensible(delegation, state)
    is_own = by.delegation is not None and by.delegation.pk == delegation.pk
    days = RulesOfProcedure.objects.longest_for(delegation, by.at)["reply_days"]
    change = ProposedChange.objects.create(
        delegation=delegation, state=state, grounds=Grounds.OWN_NOTICE if is_own else grounds, words=_said(words),
        quiet_since=quiet_since, made_at=by.at, reply_until=by.at + timedelta(days=0 if is_own else days),
        **act_of(by),
    )  # fmt: skip
    _record("delegations.change.proposed", change, by, until=change.reply_until)
    _tell(kinds.CHANGE_PROPOSED, change, by)
    return change


@transaction.atomic
def reply_to_change(change: ProposedChange, *, words: str, agrees: bool = False, by: Actor) -> ChangeReply:
    """Say what the delegation thinks of a proposed change; it stands beside the proposal for whoever decides."""
    change = _fresh(change)
    rules.can_reply.require(by, change)
    reply = ChangeReply.objects.create(
        change=change, words=_said(words), agrees=agrees, made_at=by.at, **act_of(by)
    )
    _record("delegations.change.replied", change, by, agrees=agrees)
    _tell(kinds.CHANGE_REPLIED, change, by, version=change.replies.count())
    return reply


@transaction.atomic
def decide_change(change: ProposedChange, *, decision_ref: str, by: Actor) -> ProposedChange:
    """Change how a delegation takes part, on a decision with its reference, once it was heard."""
    change = _fresh(change)
    rules.can_decide.require(by, change)
    reference = _reference(decision_ref)
    change.period = _open_period(change.delegation, change.state, reference, by)
    change.decision_ref = reference
    return _settle(change, Outcome.DECIDED, by)


@transaction.atomic
def drop_change(change: ProposedChange, *, by: Actor) -> ProposedChange:
    """Let a proposal fall: the delegation goes on as it is."""
    change = _fresh(change)
    rules.can_drop.require(by, change)
    return _settle(change, Outcome.DROPPED, by)


@transaction.atomic
def note_settlement(
    period: Participation,
    target: Any,
    *,
    how: str,
    reason: str,
    passed_to: Delegation | None = None,
    by: Actor,
) -> Settlement:
    """Keep what the chair decided on one thing left open; the caller asked the rule and did what follows from it."""
    if Settlement.objects.filter(period=period, target_uuid=target.pk).exists():
        raise Refused(_("This was settled already. Nothing was changed."))
    return Settlement.objects.create(
        period=period, kind=target._meta.label_lower, target_uuid=target.pk, how=how, reason=_said(reason),
        passed_to=passed_to, made_at=by.at, **act_of(by),
    )  # fmt: skip


def wake(delegation: Delegation, *, by: Actor) -> None:
    """Acting ends dormancy, visibly; the one who acts has opened the transaction."""
    if by.participation == State.DORMANT:
        _open_period(delegation, State.ACTIVE, "", by)


def _open_period(delegation: Delegation, state: str, decision_ref: str, by: Actor) -> Participation:
    now = timezone.now()
    _locked(delegation)
    delegation.participations.filter(until__isnull=True).update(until=now)
    period = Participation.objects.create(
        delegation=delegation, state=state, decision_ref=decision_ref, starts=now, **act_of(by)
    )
    nudges.rights_changed()
    audit.record(
        "delegations.participation.changed", delegation, by=by, delegation=delegation, state=state,
        decision_ref=decision_ref,
    )  # fmt: skip
    return period


def _settle(change: ProposedChange, outcome: str, by: Actor) -> ProposedChange:
    change.outcome, change.settled_at, change.settled_by = outcome, by.at, by.user
    change.save(update_fields=["outcome", "settled_at", "settled_by", "decision_ref", "period"])
    if outcome == Outcome.DROPPED:
        _record("delegations.change.dropped", change, by)
    _tell(kinds.CHANGE_SETTLED, change, by)
    return change


def _locked(delegation: Delegation) -> Delegation:
    # Not against rows that refer to it: whoever puts it on a roll or grants it access must not wait for this, nor it.
    return Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)


def _fresh(change: ProposedChange) -> ProposedChange:
    rows = ProposedChange.objects.select_for_update(of=("self",)).select_related("delegation")
    return rows.get(pk=change.pk)


def _sensible(delegation: Delegation, state: str) -> None:
    """A change to something else, of a delegation that can take part, with no other proposal pending."""
    if delegation.kind not in SEATED:
        raise Refused(_("How countries and organisations take part is proposed here, and nothing else."))
    if state not in State.values or delegation.participations.current().filter(state=state).exists():
        raise BadInput(_("The delegation takes part in this way already. Choose another."))
    if delegation.proposed_changes.open().exists():
        raise Refused(_("Another change of this delegation is proposed. Settle that one first."))


def _said(words: str) -> str:
    words = words.strip()
    if not words:
        raise BadInput(_("Say it in words. Nothing was recorded."))
    if len(words) > MOST_WORDS:
        raise BadInput(
            _("This is longer than %(most)d characters. Nothing was recorded.") % {"most": MOST_WORDS}
        )
    return words


def _reference(decision_ref: str) -> str:
    reference = decision_ref.strip()
    if not reference:
        raise BadInput(
            _("A change of participation needs the reference of its decision. Nothing was changed.")
        )
    return reference


def _record(verb: str, change: ProposedChange, by: Actor, **facts: Any) -> None:
    """For the delegation's own record, and as a fact for the auditor."""
    audit.record(
        verb, change, by=by, delegation=change.delegation, audience=Audience.AUDITOR, state=change.state,
        grounds=change.grounds, **facts,
    )  # fmt: skip


def _tell(kind: str, change: ProposedChange, by: Actor, *, version: int = 0) -> None:
    """Those who answer for the delegation, and those who keep the register; not whoever did it."""
    secretariat = Delegation.objects.filter(kind=Kind.SECRETARIAT)
    told = [*managers(change.delegation), *holders(secretariat, Capability.REGISTER)]
    notify(
        [one for one in told if by.user is None or one.user_id != by.user.pk], kind, change, version=version
    )
