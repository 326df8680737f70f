"""Who may change delegations, their people and how they take part."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("Delegations and bodies are set up by the centre's administrators."))
def can_set_up(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.ADMINISTER_CENTRE)


@rule(_("The people of a delegation are managed by its own focal point."))
def manages_people_of(acting: Actor, delegation: Any) -> bool:
    own = acting.delegation is not None and acting.delegation.pk == delegation.pk
    return (own and acting.can(Capability.MANAGE_PEOPLE)) or acting.can(Capability.ADMINISTER_CENTRE)


@rule(
    _(
        "How a delegation takes part is changed by the chair or the secretary, on a decision with its reference."
    )
)
def can_change_participation(acting: Actor, _delegation: Any) -> bool:
    return acting.can(Capability.REGISTER)


@rule(_("Nobody takes part in your delegation's name at this time: its participation does not allow it."))
def takes_part(acting: Actor, _obj: Any) -> bool:
    return bool(acting.capabilities)


can_accredit = manages_people_of
