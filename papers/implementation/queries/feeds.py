"""What is due for a delegation, as entries of a calendar, and whom a secret address speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.delegations import identity
from papers.implementation.lifecycle import OPEN, ActionState
from papers.implementation.models import Action, Assignment, CalendarFeed, Recommendation
from papers.shared.acting import Acting
from papers.shared.text import sha256

MOST = 500
ENDED = (ActionState.DONE, ActionState.DROPPED)


@dataclass(frozen=True)
class Due:
    """A day on which something is due: a key that stays, what, and the page that tells of it."""

    key: str
    day: date
    what: str
    path: str


def acting_of(secret: str) -> Acting | None:
    """For whom an address speaks, as their mandate stands now; None for one that is unknown or has ended."""
    feed = CalendarFeed.objects.open().filter(token_sha256=sha256(secret)).first()
    return identity.rebuild(feed.mandate_id) if feed else None


def due_dates(acting: Acting) -> list[Due]:
    """Reports and ends of recommendations in which the delegation has a part, and its own actions; two statements."""
    seen = Recommendation.objects.visible_to(acting)
    part = Assignment.objects.current().filter(delegation=acting.delegation, recommendation=OuterRef("pk"))
    ours = seen.filter(Q(addressee=acting.delegation) | Exists(part), status__in=OPEN)
    dated = ours.filter(Q(due__isnull=False) | Q(report_due__isnull=False)).order_by("pk")[:MOST]
    actions = Action.objects.visible_to(acting).filter(owner=acting.delegation, due__isnull=False)
    planned = actions.exclude(state__in=ENDED).select_related("recommendation").order_by("pk")[:MOST]
    return [
        *(entry for one in dated for entry in _of_recommendation(one)),
        *(_of_action(one) for one in planned),
    ]


def _of_recommendation(one: Any) -> list[Due]:
    path = reverse("implementation:recommendation-detail", args=[one.pk])
    facts = {"reference": one.reference, "short": one.short}
    found = []
    if one.report_due:
        found.append(
            Due(f"report-{one.pk}", one.report_due, _("Report due: %(reference)s, %(short)s") % facts, path)
        )
    if one.due:
        found.append(Due(f"due-{one.pk}", one.due, _("Due: %(reference)s, %(short)s") % facts, path))
    return found


def _of_action(one: Any) -> Due:
    path = reverse("implementation:recommendation-detail", args=[one.recommendation_id])
    said = _("Action due: %(what)s (%(reference)s)") % {
        "what": str(one),
        "reference": one.recommendation.reference,
    }
    return Due(f"action-{one.pk}", one.due, said, path)
