"""Whom to ask and whom to tell: people by what they may do for their delegation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language

from papers.delegations import roles
from papers.delegations.models import (
    Body,
    Delegation,
    Mandate,
    Membership,
    Participation,
    RulesOfProcedure,
    Seat,
)
from papers.delegations.models.delegations import DelegationQuerySet
from papers.delegations.models.people import MandateQuerySet
from papers.delegations.roles import State
from papers.shared.acting import Actor, Capability


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


def roster(acting: Actor) -> DelegationQuerySet:
    """The delegations this one knows of, with `state`, `since` and `people`: how each takes part, and by how many."""
    periods = Participation.objects.current().filter(delegation=OuterRef("pk"))
    people = Mandate.objects.current().active_people().filter(seat__delegation=OuterRef("pk"))
    counted = (
        people.order_by().values("seat__delegation").annotate(n=Count("user", distinct=True)).values("n")
    )
    known = Delegation.objects.visible_to(acting).with_state()
    return known.annotate(since=Subquery(periods.values("starts")[:1]), people=Subquery(counted)).in_order()


@dataclass(frozen=True)
class Listed:
    """A line of the list of delegations: one of them, and the bodies on whose rolls it can be."""

    delegation: Any
    bodies: list[Body]


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
    return [Listed(one, bodies.get(one.pk, [])) for one in known]


def own_seats(acting: Actor) -> list[Seat]:
    """The posts of the acting delegation, each with `held_by`: mandates now and to come, and those that ended."""
    seats = Seat.objects.filter(delegation=acting.delegation).order_by("role", "title")
    mandates = Mandate.objects.visible_to(acting).select_related("user").order_by("-starts")
    return list(seats.prefetch_related(Prefetch("mandates", mandates, to_attr="held_by")))


@dataclass(frozen=True)
class Signature:
    """Who did a thing, and for which delegation: what stands beside an act on a page."""

    person: str
    code: str
    colour: int
    name: str

    @property
    def delegation(self) -> Signature | None:
        """Itself, for the tag that shows a delegation; None for the clock and the console."""
        return self if self.code else None


def signed(acts: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with `by` and `by_mandate`, and who that was, in the same statement; read it with `signature_of`."""
    mandates = Mandate.objects.filter(pk=OuterRef("by_mandate"))
    return acts.annotate(
        signed_person=F("by__name"),
        signed_code=Subquery(mandates.values("seat__delegation__code")[:1]),
        signed_colour=Subquery(mandates.values("seat__delegation__colour")[:1]),
        signed_names=Subquery(mandates.values("seat__delegation__names")[:1]),
    )


def signature_of(act: Any) -> Signature:
    """The signature of a row that came from `signed`."""
    names = act.signed_names or {}
    language = (get_language() or "en").split("-")[0]
    return Signature(
        person=act.signed_person or "",
        code=act.signed_code or "",
        colour=act.signed_colour or 1,
        name=names.get(language) or names.get("en") or act.signed_code or "",
    )
