"""The people of one delegation, as its own members see them: posts, holders, who is away, who is invited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils import timezone

from papers.delegations import rules
from papers.delegations.models import Absence, Invitation, Mandate, Seat, SupportAccess
from papers.delegations.roles import STAYING, Role
from papers.shared.acting import Actor

ENDS_SOON = timedelta(days=30)


@dataclass(frozen=True)
class People:
    """Posts with `held_by` (each with `away`), open invitations, roles that soon nobody may hold, open support."""

    seats: list[Any]
    invitations: list[Any]
    uncovered: list[str]
    manages: bool
    reads_record: bool
    support: UUID | None


def own_seats(acting: Actor) -> list[Seat]:
    """The posts of the acting delegation, each with `held_by`: mandates now and to come, and those that ended."""
    support = SupportAccess.objects.visible_to(acting).going_on().filter(delegation=OuterRef("delegation"))
    seats = Seat.objects.visible_to(acting).order_by("role", "title")
    seats = seats.annotate(support=Subquery(support.values("pk")[:1]))
    away = Prefetch("absences", Absence.objects.not_over(), to_attr="away")
    held = (
        Mandate.objects.filter(seat__delegation=acting.delegation).select_related("user").order_by("-starts")
    )
    return list(seats.prefetch_related(Prefetch("mandates", held.prefetch_related(away), to_attr="held_by")))


def people_of(acting: Actor) -> People:
    """The page of one's own people; five statements however many they are."""
    manages = rules.manages_own_people(acting, acting.delegation)
    seats = own_seats(acting)
    return People(
        seats, invitations_of(acting) if manages else [], uncovered(seats), manages,
        rules.can_read_record(acting, acting.delegation), seats[0].support if seats else None,
    )  # fmt: skip


def invitations_of(acting: Actor) -> list[Invitation]:
    """Invitations that were neither taken up nor taken back."""
    return list(Invitation.objects.visible_to(acting).unsettled().select_related("seat"))


def uncovered(seats: list[Any]) -> list[str]:
    """The roles that must be held and that, within a month, nobody present may hold: as words."""
    until = timezone.now() + ENDS_SOON
    known = {seat.role for seat in seats} & STAYING
    covered = {seat.role for seat in seats for mandate in seat.held_by if _is_there(mandate, until)}
    return [str(Role(role).label) for role in sorted(known - covered)]


def _is_there(mandate: Any, until: Any) -> bool:
    stays = mandate.until is None or mandate.until > until
    away_now = any(absence.holds() for absence in mandate.away)
    return mandate.holds() and mandate.user.is_active and stays and not away_now
