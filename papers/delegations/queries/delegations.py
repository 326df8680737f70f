"""Whom to ask and whom to tell: delegations by how they take part, people by what they may do for theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils import timezone

from papers.delegations import roles
from papers.delegations.models import (
    Body,
    Delegation,
    Kind,
    Mandate,
    Membership,
    Participation,
    RulesOfProcedure,
)
from papers.delegations.models.delegations import DelegationQuerySet
from papers.delegations.models.people import MandateQuerySet
from papers.delegations.roles import State
from papers.shared.acting import Actor, Capability


def holders(delegations: Iterable[Delegation], capability: Capability) -> MandateQuerySet:
    """Current mandates in these delegations whose role has the capability."""
    current = Mandate.objects.current().active_people().of_delegations(delegations)
    return current.with_roles(roles.with_capability(capability)).select_related("user", "seat__delegation")


def managers(delegation: Delegation) -> MandateQuerySet:
    """Who speaks for a delegation or manages its people: those who are told when its people change."""
    told = {*roles.with_capability(Capability.SPEAK), *roles.with_capability(Capability.MANAGE_PEOPLE)}
    return Mandate.objects.current().active_people().of_delegations([delegation]).with_roles(told)


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
    return Delegation.objects.get(kind=Kind.SECRETARIAT)


def roster(acting: Actor) -> DelegationQuerySet:
    """The delegations this one knows of, with `state`, `since` and `people`: how each takes part, and by how many."""
    periods = Participation.objects.current().filter(delegation=OuterRef("pk"))
    people = Mandate.objects.current().active_people().filter(seat__delegation=OuterRef("pk"))
    counted = (
        people.order_by().values("seat__delegation").annotate(n=Count("user", distinct=True)).values("n")
    )
    known = Delegation.objects.visible_to(acting).with_state()
    managing = people.with_roles(roles.with_capability(Capability.MANAGE_PEOPLE))
    return known.annotate(
        since=Subquery(periods.values("starts")[:1]), people=Subquery(counted), is_managed=Exists(managing)
    ).in_order()


@dataclass(frozen=True)
class Listed:
    """A line of the list of delegations: one of them, the bodies on whose rolls it can be, and whether the reader
    may name its first person because nobody of its own can."""

    delegation: Any
    bodies: list[Body]
    needs_a_person: bool = False


def listed(acting: Actor) -> list[Listed]:
    """The delegations this one knows of, with how they take part and in which bodies; two statements."""
    known = list(roster(acting))
    bodies: dict[Any, list[Body]] = {}
    members = (
        Membership.objects.current()
        .filter(delegation__in=known)
        .select_related("body")
        .order_by("body__code")
    )
    for membership in members:
        bodies.setdefault(membership.delegation_id, []).append(membership.body)
    names_first = acting.can(Capability.ADMINISTER_CENTRE)
    return [Listed(one, bodies.get(one.pk, []), names_first and not one.is_managed) for one in known]
