"""The filters of the portfolio as conditions of the query; each asks only what its reader may know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from papers.drafting import levels
from papers.drafting.models import PaperPermission
from papers.implementation.lifecycle import CLOSED, OPEN, Answer, Confidence, Status
from papers.implementation.models import Assignment, Role, freshness_is
from papers.implementation.progress import Freshness
from papers.implementation.rules import DOING
from papers.shared.acting import Acting

Condition = Callable[[Acting, date], Q]


def silent(_acting: Acting, today: date) -> Q:
    """Nothing known."""
    return Q(silent_on__isnull=False, silent_on__lte=today)


def overdue(_acting: Acting, today: date) -> Q:
    """Its report is late, or the day by which it was to be done has passed; never before it was accepted."""
    late = Q(accepted_on__isnull=False, due__lt=today, status__in=OPEN)
    return late | freshness_is(Freshness.OVERDUE, today) | freshness_is(Freshness.STALE, today)


def concern(acting: Acting, today: date) -> Q:
    """Of greatest concern: open and off track, overdue or unheard of."""
    worrying = Q(confidence=Confidence.RED) | overdue(acting, today) | silent(acting, today)
    return Q(status__in=OPEN) & worrying


def ours(acting: Acting, today: date) -> Q:
    """Waits for the reader's own delegation: an answer, a report or a verification."""
    part = Assignment.objects.current().filter(delegation=acting.delegation, recommendation=OuterRef("pk"))
    answer = Q(addressee=acting.delegation, answer=Answer.AWAITING, status__in=OPEN)
    report = Q(asked_on__lte=today) & ~Q(status=Status.REPORTED) & Exists(part.filter(role__in=DOING))
    return answer | report | (Q(status=Status.REPORTED) & Exists(part.filter(role=Role.VERIFIER)))


# The saved views of the list, and the figures of the same names.
CONDITIONS: dict[str, Condition] = {
    "concern": concern,
    "ours": ours,
    "reported": lambda _acting, _today: Q(status=Status.REPORTED),
    "blocked": lambda _acting, _today: Q(status__in=[Status.BLOCKED, Status.SUSPENDED]),
    "overdue": overdue,
    "silent": silent,
    "red": lambda _acting, _today: Q(status__in=OPEN, confidence=Confidence.RED),
    "awaiting": lambda _acting, _today: Q(status__in=OPEN, answer=Answer.AWAITING),
}
ANY_STAGE = "all"
GROUPS = {"open": OPEN, "closed": CLOSED}


def narrowed(rows: Any, acting: Acting, wanted: Mapping[str, Any], today: date) -> Any:
    """The recommendations that fit every filter and the chosen view."""
    rows = rows.filter(fits(acting, wanted, today))
    view = CONDITIONS.get(wanted.get("view", ""))
    return rows.filter(view(acting, today)) if view else rows


def fits(acting: Acting, wanted: Mapping[str, Any], today: date) -> Q:
    """The filters as one condition. What a paper is like may be asked only of papers that are open to the reader."""
    fitting = Q(pk__isnull=False)
    about_papers = of_papers(wanted, "paper__")
    if about_papers:
        held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        fitting &= about_papers & Exists(held.filter(content_object=OuterRef("paper")))
    if wanted.get("status"):
        fitting &= Q(status__in=GROUPS.get(wanted["status"], [wanted["status"]]))
    if wanted.get("freshness"):
        fitting &= freshness_is(wanted["freshness"], today)
    exact = {"confidence": "confidence", "addressee": "addressee__code"}
    return fitting & Q(**{field: wanted[name] for name, field in exact.items() if wanted.get(name)})


def of_papers(wanted: Mapping[str, Any], prefix: str = "") -> Q:
    """The filters that ask what the paper is like."""
    asked = {"stage": "stage", "lead": "lead__code", "theme": "theme__icontains"}
    given = {name: wanted[name] for name in asked if wanted.get(name) and wanted[name] != ANY_STAGE}
    return Q(**{f"{prefix}{asked[name]}": value for name, value in given.items()})
