"""The filters of the portfolio as conditions of the query, today or on a past day; rights are always today's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from papers.delegations.models import Participation
from papers.delegations.roles import State
from papers.drafting import levels
from papers.drafting.models import PaperPermission
from papers.implementation.lifecycle import CLOSED, OPEN, Answer, Confidence, Status
from papers.implementation.models import AsOf, Assignment, Role, freshness_is
from papers.implementation.progress import Freshness
from papers.implementation.rules import DOING
from papers.shared.acting import Acting

AWAY = frozenset({State.DORMANT, State.SUSPENDED, State.WITHDRAWN})
Condition = Callable[[Acting, AsOf], Q]


def silent(_acting: Acting, at: AsOf) -> Q:
    """Nothing known."""
    return at(silent_on__isnull=False, silent_on__lte=at.day)


def overdue(_acting: Acting, at: AsOf) -> Q:
    """Its report is late, or the day by which it was to be done has passed; never before it was accepted."""
    late = at(accepted_on__isnull=False, due__lt=at.day, status__in=OPEN)
    return late | freshness_is(Freshness.OVERDUE, at) | freshness_is(Freshness.STALE, at)


def concern(acting: Acting, at: AsOf) -> Q:
    """Of greatest concern: open and off track, overdue or unheard of."""
    worrying = at(confidence=Confidence.RED) | overdue(acting, at) | silent(acting, at)
    return at(status__in=OPEN) & worrying


def ours(acting: Acting, at: AsOf) -> Q:
    """Waits for the reader's own delegation: an answer, a report or a verification. Nothing waits in the past."""
    if at.is_past:
        return Q(pk__in=[])
    part = Assignment.objects.current().filter(delegation=acting.delegation, recommendation=OuterRef("pk"))
    answer = Q(addressee=acting.delegation, answer=Answer.AWAITING, status__in=OPEN)
    report = Q(asked_on__lte=at.day) & ~Q(status=Status.REPORTED) & Exists(part.filter(role__in=DOING))
    return answer | report | (Q(status=Status.REPORTED) & Exists(part.filter(role=Role.VERIFIER)))


def handover(_acting: Acting, at: AsOf) -> Q:
    """Open, and its owner is away: dormant, suspended or withdrawn."""
    moment = timezone.make_aware(datetime.combine(at.day, time.max)) if at.is_past else None
    away = Participation.objects.current(moment).filter(state__in=AWAY).values("delegation")
    return at(status__in=OPEN, addressee__in=away)


# The saved views of the list, and the figures of the same names.
CONDITIONS: dict[str, Condition] = {
    "concern": concern,
    "ours": ours,
    "reported": lambda _acting, at: at(status=Status.REPORTED),
    "blocked": lambda _acting, at: at(status__in=[Status.BLOCKED, Status.SUSPENDED]),
    "overdue": overdue,
    "silent": silent,
    "handover": handover,
    "contested": lambda _acting, at: freshness_is(Freshness.CONTESTED, at),
    "red": lambda _acting, at: at(status__in=OPEN, confidence=Confidence.RED),
    "awaiting": lambda _acting, at: at(status__in=OPEN, answer=Answer.AWAITING),
}
ANY_STAGE = "all"
GROUPS = {"open": OPEN, "closed": CLOSED}


def narrowed(rows: Any, acting: Acting, wanted: Mapping[str, Any], at: AsOf) -> Any:
    """The recommendations that fit every filter and the chosen view."""
    rows = rows.filter(fits(acting, wanted, at))
    view = CONDITIONS.get(wanted.get("view", ""))
    return rows.filter(view(acting, at)) if view else rows


def fits(acting: Acting, wanted: Mapping[str, Any], at: AsOf) -> Q:
    """The filters as one condition. What a paper is like may be asked only of papers that are open to the reader."""
    fitting = Q(pk__isnull=False)
    about_papers = of_papers(wanted, "paper__")
    if about_papers:
        held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        fitting &= about_papers & Exists(held.filter(content_object=OuterRef("paper")))
    if wanted.get("status"):
        fitting &= at(status__in=GROUPS.get(wanted["status"], [wanted["status"]]))
    if wanted.get("freshness"):
        fitting &= freshness_is(wanted["freshness"], at)
    exact = {"confidence": "confidence", "addressee": "addressee__code"}
    return fitting & at(**{field: wanted[name] for name, field in exact.items() if wanted.get(name)})


def of_papers(wanted: Mapping[str, Any], prefix: str = "") -> Q:
    """The filters that ask what the paper is like."""
    asked = {"stage": "stage", "lead": "lead__code", "theme": "theme__icontains", "paper": "pk"}
    given = {name: wanted[name] for name in asked if wanted.get(name) and wanted[name] != ANY_STAGE}
    return Q(**{f"{prefix}{asked[name]}": value for name, value in given.items()})
