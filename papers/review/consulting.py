"""Who may ask people that have no seat at the centre, and who may answer; their names where these are withheld."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.delegations.models import Delegation
from papers.delegations.models.delegations import Kind
from papers.drafting import access, levels
from papers.drafting import rules as drafting
from papers.drafting.lifecycle import FROZEN
from papers.drafting.models import Paper
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(
    gettext_lazy(
        "People whom a paper concerns are asked by the delegation that leads it, or by the secretariat."
    )
)
def may_consult(acting: Actor, paper: Paper) -> bool:
    as_lead = acting.can(Capability.ISSUE) and access.allowed(acting, levels.LEAD, paper)
    return as_lead or (acting.can(Capability.REGISTER) and access.allowed(acting, levels.PRESIDE, paper))


@rule(gettext_lazy("Nobody is asked any more: the text is frozen, or the paper is at its end."))
def is_still_open(_acting: Actor, paper: Paper) -> bool:
    return paper.stage not in FROZEN


@rule(gettext_lazy("Passages of an issued revision are asked about: issue one first."))
def is_issued(_acting: Actor, paper: Paper) -> bool:
    return paper.current_id is not None


@rule(gettext_lazy("This is answered by the party that was asked."))
def is_asked(acting: Actor, consultation: Any) -> bool:
    own = acting.delegation is not None and acting.delegation.pk == consultation.delegation_id
    return own and acting.can(Capability.TELL)


@rule(gettext_lazy("The time to answer is over. What was answered before stands."))
def is_in_time(acting: Actor, consultation: Any) -> bool:
    return not consultation.is_over(acting.at)


can_ask = may_consult & is_issued & is_still_open & drafting.is_alive
can_tell = is_asked & is_in_time


def name_for(acting: Actor | None, party: Delegation) -> str:
    """What a party is called to this reader: its name, or that it is withheld and who holds it."""
    if party.kind != Kind.CONSULTED:
        return party.name
    seat = party.custodian
    is_custodian = acting is not None and acting.mandate is not None and seat == acting.mandate.seat
    if seat is None or is_custodian:
        return party.name
    return _("a party whose name is withheld for its safety, held by %(post)s (%(delegation)s)") % {
        "post": seat.title, "delegation": seat.delegation.name,
    }  # fmt: skip
