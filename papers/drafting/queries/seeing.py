"""Who can see a paper, person by person, each with the chain that lets them: grant, mandate and participation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.delegations import roles
from papers.delegations.models import Delegation, Mandate, Participation
from papers.delegations.queries import Signature, signature_of, signed
from papers.delegations.roles import State
from papers.drafting import levels, rules
from papers.drafting.models import Grant, Paper
from papers.drafting.queries.sharing import GrantRow, grant_rows
from papers.shared.acting import Actor, Capability

# What a person needs for what the delegation was given: the capability of the post beside the permission of the paper.
NEEDED = (
    (levels.VIEW, Capability.READ),
    (levels.COMMENT, Capability.COMMENT),
    (levels.DRAFT, Capability.DRAFT),
    (levels.LEAD, Capability.SHARE),
    (levels.PRESIDE, Capability.PRESIDE),
    (levels.REPORT, Capability.REPORT),
)


@dataclass(frozen=True)
class Part:
    """How a delegation takes part now: since when, by which decision and whose act; empty where it does not."""

    state: str = ""
    since: Any = None
    decision_ref: str = ""
    signature: Signature | None = None

    @property
    def label(self) -> str:
        return str(State(self.state).label) if self.state else ""


@dataclass(frozen=True)
class Given:
    """The two links of the chain that all people of a delegation share."""

    grants: list[GrantRow]
    part: Part

    @property
    def permissions(self) -> frozenset[str]:
        holding = (row.grant.level for row in self.grants if row.state == "holds")
        return frozenset(name for level in holding for name in levels.BRINGS[level])


@dataclass(frozen=True)
class Seeing:
    """A person under one mandate, what their delegation was given, and what follows."""

    paper: Paper
    mandate: Any
    given: Given

    @property
    def url(self) -> str:
        return reverse("drafting:access-person", args=[self.paper.pk, self.mandate.pk])

    @property
    def delegation(self) -> Any:
        return self.mandate.seat.delegation

    @property
    def may(self) -> list[str]:
        """In words, what the person may do with the paper now."""
        if self.why_not:
            return []
        words, held = dict(levels.PERMISSIONS), self.given.permissions
        return [str(words[name]) for name, needed in NEEDED if name in held and needed in self._able]

    @property
    def sees(self) -> bool:
        return not self.why_not

    @property
    def why_not(self) -> str:
        """The first link of the chain that is missing, in a sentence; nothing where the person sees the paper."""
        if not self.mandate.user.is_active:
            return _("The account is closed.")
        if levels.VIEW not in self.given.permissions:
            return _("The delegation holds nothing that lets it read the paper now.")
        if not self.given.part.state:
            return _("The delegation does not take part.")
        if Capability.READ not in roles.capabilities(self.mandate.seat.role, State.ACTIVE):
            return _("The post reads no papers.")
        if Capability.READ not in self._able:
            return _("A delegation that takes part in this way reads no papers.")
        return ""

    @property
    def _able(self) -> frozenset[Capability]:
        return roles.capabilities(self.mandate.seat.role, self.given.part.state)


@dataclass(frozen=True)
class People:
    """What the page *Who can see this?* shows: those who see the paper, and those near it who do not."""

    seeing: list[Seeing]
    others: list[Seeing]
    delegations: list[Delegation]
    asked: str = ""


def people_of(acting: Actor, paper: Paper, *, code: str = "") -> People:
    """Everybody of the delegations that were given the paper, or of the one asked for; three statements."""
    known = list(_with_part(_known(acting, paper)))
    asked = next((one for one in known if one.code == code), None)
    grants = _standing(paper, known)
    near = [asked] if asked else [one for one in known if one.pk in grants]
    given = {one.pk: Given(grants.get(one.pk, []), _part(one)) for one in near}
    people = [Seeing(paper, mandate, given[mandate.seat.delegation_id]) for mandate in _mandates(near)]
    return People(
        seeing=[one for one in people if one.sees],
        others=[one for one in people if not one.sees],
        delegations=known,
        asked=asked.code if asked else "",
    )


def person_of(acting: Actor, paper: Paper, mandate: UUID) -> Seeing:
    """The whole chain of one person; Http404 for a mandate the reader may not ask about."""
    found = _mandates(_known(acting, paper)).filter(pk=mandate).first()
    if found is None:
        raise Http404
    delegation = found.seat.delegation
    grants = _standing(paper, [delegation]).get(delegation.pk, [])
    return Seeing(paper, found, Given(grants, _signed_part(delegation)))


def _known(acting: Actor, paper: Paper) -> QuerySet[Delegation]:
    """The delegations whose people this person may ask about: all they know of, or their own alone."""
    known = Delegation.objects.visible_to(acting).in_order()
    return known if rules.can_manage_access(acting, paper) else known.filter(pk=acting.delegation.pk)


def _mandates(delegations: Any) -> QuerySet[Mandate]:
    found = Mandate.objects.current().of_delegations(delegations)
    return found.select_related("user", "seat__delegation", "accredited_by").order_by(
        "seat__delegation__rank", "seat__delegation__code", "user__name", "pk"
    )


def _standing(paper: Paper, delegations: list[Delegation]) -> dict[Any, list[GrantRow]]:
    """The grants that hold or will hold, by delegation; who may know of them was asked before."""
    found = Grant.objects.open().filter(paper=paper, delegation__in=delegations)
    rows: dict[Any, list[GrantRow]] = {}
    for row in grant_rows(found.select_related("delegation", "ended_by").order_by("given_at")):
        if row.is_standing:
            rows.setdefault(row.grant.delegation_id, []).append(row)
    return rows


def _with_part(delegations: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """Delegations with how each takes part now, since when and by which decision, in the same statement."""
    period = Participation.objects.current().filter(delegation=OuterRef("pk"))
    return delegations.annotate(
        part_state=Subquery(period.values("state")[:1]),
        part_since=Subquery(period.values("starts")[:1]),
        part_decision=Subquery(period.values("decision_ref")[:1]),
    )


def _part(delegation: Any) -> Part:
    return Part(delegation.part_state or "", delegation.part_since, delegation.part_decision or "")


def _signed_part(delegation: Delegation) -> Part:
    """The same of one delegation, with who entered it."""
    one = signed(Participation.objects.current().filter(delegation=delegation)).first()
    return Part(one.state, one.starts, one.decision_ref, signature_of(one)) if one else Part()
