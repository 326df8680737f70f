"""Who may change delegations, their people and how they take part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.delegations import roles
from papers.delegations.models import (
    Erasure,
    Kind,
    Mandate,
    Participation,
    RulesOfProcedure,
    SupportAccess,
)
from papers.delegations.models.support import HEAD_ANSWERS_WITHIN
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("Delegations and bodies are set up by the centre's administrators."))
def can_set_up(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.ADMINISTER_CENTRE) or acting.can(Capability.INSTALL)


@rule(_("The people of a delegation are managed by its own focal point; the centre names only the first."))
def can_accredit(acting: Actor, delegation: Any) -> bool:
    if acting.can(Capability.INSTALL) or manages_own_people(acting, delegation):
        return True
    return acting.can(Capability.ADMINISTER_CENTRE) and not has_a_manager(delegation)


@rule(_("Consulted parties are entered by the chair or the secretary."))
def can_register_party(acting: Actor, _party: Any) -> bool:
    return acting.can(Capability.REGISTER)


@rule(_("Consulted parties are known to those who may ask them: who leads papers, and the register."))
def can_see_parties(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.REGISTER) or acting.can(Capability.ISSUE)


@rule(_("An absence is noted by the person who is away, or by the focal point of the delegation."))
def can_note_absence(acting: Actor, mandate: Any) -> bool:
    own = acting.user is not None and acting.user.pk == mandate.user_id
    return own or manages_own_people(acting, mandate.seat.delegation)


@rule(
    _(
        "How a delegation takes part was entered when the centre was set up; since then it is proposed and decided."
    )
)
def can_enter_participation(acting: Actor, _delegation: Any) -> bool:
    return acting.can(Capability.INSTALL) and acting.can(Capability.REGISTER)


@rule(
    _(
        "A change is proposed by the chair or the secretary, or by the head or submitter of the delegation itself."
    )
)
def can_propose_change(acting: Actor, delegation: Any) -> bool:
    return acting.can(Capability.REGISTER) or answers_for(acting, delegation)


@rule(_("The delegation whose participation would change replies, by its head or submitter."))
def is_asked(acting: Actor, change: Any) -> bool:
    return answers_for(acting, change.delegation)


@rule(_("This proposal was settled already."))
def is_open(_acting: Actor, change: Any) -> bool:
    return change.is_open


@rule(
    _(
        "How a delegation takes part is decided by the chair or the secretary, on a decision with its reference."
    )
)
def keeps_register(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.REGISTER)


@rule(
    _("The rules of procedure are changed by the chair or the secretary, on a decision with its reference.")
)
def can_change_rules(acting: Actor, _body: Any) -> bool:
    return acting.can(Capability.REGISTER)


@rule(_("The delegation still has time to reply. It is decided after that, or once the delegation agrees."))
def was_heard(acting: Actor, change: Any) -> bool:
    return acting.at >= change.reply_until or change.replies.filter(agrees=True).exists()


can_reply = is_asked & is_open
can_decide = keeps_register & is_open & was_heard
can_drop = keeps_register & is_open


@rule(
    _(
        "The record of a delegation is read by those who speak for it or manage its people, for a time after it left."
    )
)
def can_read_record(acting: Actor, delegation: Any) -> bool:
    held = {Capability.SPEAK, Capability.MANAGE_PEOPLE} & ever(acting)
    own = acting.delegation is not None and acting.delegation.pk == delegation.pk
    return own and bool(held) and keeps_record(acting)


@rule(_("Access for support is asked for by the platform’s administrators, and not to the secretariat."))
def can_ask_for_support(acting: Actor, delegation: Any) -> bool:
    fits = delegation is None or delegation.kind != Kind.SECRETARIAT
    return acting.can(Capability.ADMINISTER_PLATFORM) and fits


@rule(
    _(
        "Support is let in by the head of the delegation; by the access administrator where there is none, or none "
        "answered within a day; and never by the one who asks."
    )
)
def can_admit_support(acting: Actor, support: SupportAccess) -> bool:
    if not acting.can(Capability.ADMIT_SUPPORT) or acting.user.pk == support.by_id:
        return False
    if acting.delegation.pk == support.delegation_id:
        return True
    return acting.can(Capability.ADMINISTER_CENTRE) and not _head_may_still_answer(acting, support)


@rule(_("Support is ended by the delegation, by the one who has it, or by the access administrator."))
def can_end_support(acting: Actor, support: SupportAccess) -> bool:
    if acting.user is not None and acting.user.pk == support.by_id:
        return True
    own = acting.delegation is not None and acting.delegation.pk == support.delegation_id
    able = {Capability.ADMIT_SUPPORT, Capability.SPEAK, Capability.MANAGE_PEOPLE} & acting.capabilities
    return acting.can(Capability.ADMINISTER_CENTRE) or (own and bool(able))


@rule(_("Requests for erasure are for those who keep the platform and the centre, and for the auditor."))
def can_see_erasures(acting: Actor, _obj: Any) -> bool:
    able = {Capability.ADMINISTER_PLATFORM, Capability.ADMINISTER_CENTRE, Capability.AUDIT}
    return bool(able & acting.capabilities)


@rule(_("A request for erasure is entered by the platform’s administrators."))
def can_ask_for_erasure(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.ADMINISTER_PLATFORM) or acting.can(Capability.INSTALL)


@rule(_("An erasure is confirmed by the access administrator: never by who entered it, nor by the person."))
def can_confirm_erasure(acting: Actor, erasure: Erasure) -> bool:
    if not acting.can(Capability.ADMINISTER_CENTRE):
        return False
    return acting.user is not None and acting.user.pk not in {erasure.by_id, erasure.user_id}


@rule(_("When a capital or the centre works is set by whoever manages the people of that delegation."))
def can_set_calendar(acting: Actor, delegation: Any) -> bool:
    return acting.can(Capability.INSTALL) or manages_own_people(acting, delegation)


def answers_for(acting: Actor, delegation: Any) -> bool:
    """Whether this is the head or submitter of the delegation, which may speak of itself however it takes part."""
    own = acting.delegation is not None and acting.delegation.pk == delegation.pk
    return own and Capability.SPEAK in ever(acting)


def ever(acting: Actor) -> frozenset[Capability]:
    """What the seat may do at all; a suspended or withdrawn delegation keeps its own record and its right of reply."""
    return roles.CAPABILITIES[acting.mandate.seat.role] if acting.mandate is not None else frozenset()


def keeps_record(acting: Actor) -> bool:
    """Whether a delegation that withdrew still reads what was done with it: for as long as its bodies' rules say."""
    if acting.participation != roles.State.WITHDRAWN:
        return True
    period = Participation.objects.current(acting.at).get(delegation=acting.delegation)
    days = RulesOfProcedure.objects.longest_for(acting.delegation, acting.at)["kept_record_days"]
    return acting.at < period.starts + timedelta(days=days)


def is_away(delegation: Any) -> bool:
    """Whether a delegation, given by its id, is suspended or has withdrawn."""
    there = Participation.objects.current().filter(delegation=delegation)
    return bool(there.filter(state__in=roles.AWAY).exists())


def manages_own_people(acting: Actor, delegation: Any) -> bool:
    """Whether this is the delegation's own focal point; nobody manages the people of others."""
    own = acting.delegation is not None and acting.delegation.pk == delegation.pk
    return own and acting.can(Capability.MANAGE_PEOPLE)


def _head_may_still_answer(acting: Actor, support: SupportAccess) -> bool:
    if support.asked_at + HEAD_ANSWERS_WITHIN <= acting.at:
        return False
    heads = Mandate.objects.current().active_people().of_delegations([support.delegation_id])
    return heads.with_roles(roles.with_capability(Capability.ADMIT_SUPPORT)).exists()


def has_a_manager(delegation: Any) -> bool:
    """Whether somebody of the delegation can name its people, so that nobody else has to."""
    able = roles.with_capability(Capability.MANAGE_PEOPLE)
    return Mandate.objects.current().active_people().of_delegations([delegation]).with_roles(able).exists()
