"""Whom to ask and whom to tell: people by what they may do for their delegation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from papers.delegations import roles
from papers.delegations.models import Body, Delegation, Mandate, RulesOfProcedure
from papers.delegations.models.delegations import DelegationQuerySet
from papers.delegations.models.people import MandateQuerySet
from papers.delegations.roles import State
from papers.shared.acting import Capability


def holders(delegations: Iterable[Delegation], capability: Capability) -> MandateQuerySet:
    """Current mandates in these delegations whose role has the capability."""
    able = [role for role, held in roles.CAPABILITIES.items() if capability in held]
    current = Mandate.objects.current().active_people().of_delegations(delegations)
    return current.with_roles(able).select_related("user", "seat__delegation")


def roll(body: Body, at: datetime | None = None) -> DelegationQuerySet:
    """Who is on a roll of this body opened at that moment: members who are active or dormant, with `state`."""
    members = body.memberships.current(at).values("delegation")
    states = [State.ACTIVE, State.DORMANT]
    return Delegation.objects.filter(pk__in=members).with_state(at).filter(state__in=states).in_order()


def rules_of(body: Body, at: datetime | None = None) -> RulesOfProcedure:
    """The rules of procedure in force at that moment."""
    return RulesOfProcedure.objects.current(at or timezone.now()).get(body=body)


def secretariat() -> Delegation:
    """The secretariat's delegation."""
    return Delegation.objects.get(kind="secretariat")
