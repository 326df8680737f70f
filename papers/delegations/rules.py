"""Who may change delegations, their people and how they take part."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.delegations import roles
from papers.delegations.models import Mandate
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


@rule(_("An absence is noted by the person who is away, or by the focal point of the delegation."))
def can_note_absence(acting: Actor, mandate: Any) -> bool:
    own = acting.user is not None and acting.user.pk == mandate.user_id
    return own or manages_own_people(acting, mandate.seat.delegation)


@rule(
    _(
        "How a delegation takes part is changed by the chair or the secretary, on a decision with its reference."
    )
)
def can_change_participation(acting: Actor, _delegation: Any) -> bool:
    return acting.can(Capability.REGISTER)


@rule(_("The record of a delegation is read by those who speak for it or manage its people."))
def can_read_record(acting: Actor, delegation: Any) -> bool:
    own = acting.delegation is not None and acting.delegation.pk == delegation.pk
    return own and (acting.can(Capability.SPEAK) or acting.can(Capability.MANAGE_PEOPLE))


def manages_own_people(acting: Actor, delegation: Any) -> bool:
    """Whether this is the delegation's own focal point; nobody manages the people of others."""
    own = acting.delegation is not None and acting.delegation.pk == delegation.pk
    return own and acting.can(Capability.MANAGE_PEOPLE)


def has_a_manager(delegation: Any) -> bool:
    """Whether somebody of the delegation can name its people, so that nobody else has to."""
    able = roles.with_capability(Capability.MANAGE_PEOPLE)
    return Mandate.objects.current().active_people().of_delegations([delegation]).with_roles(able).exists()
