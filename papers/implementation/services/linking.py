"""Recommendations that have to do with each other: linked, and the link ended, each with its reason."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.implementation import rules
from papers.implementation.models import Recommendation, RecommendationLink
from papers.implementation.models.links import Link
from papers.implementation.services import notices, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def link(
    recommendation: Recommendation, *, other: Recommendation, kind: str, reason: str, by: Actor
) -> RecommendationLink:
    """Say what it has to do with another one; both pages show it to those who see both."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_link.require(by, recommendation)
    if not Recommendation.objects.visible_to(by).filter(pk=other.pk).exists():
        raise BadInput(_("No recommendation that you can see has this reference. Nothing was recorded."))
    if not reason.strip():
        raise BadInput(_("A link needs its reason. Nothing was recorded."))
    _check_pair(recommendation, other, kind)
    made = RecommendationLink.objects.create(
        a=recommendation, b=other, kind=kind, reason=reason, **act_of(by)
    )
    _record("linked", recommendation, other, kind, by)
    notices.linked(other, by=by)
    return made


@transaction.atomic
def unlink(ended: RecommendationLink, *, reason: str, by: Actor) -> RecommendationLink:
    """End a link; that it was there stays on the record."""
    recommendation = standing.locked(ended.a, by=by)
    rules.can_link.require(by, recommendation)
    ended = (
        RecommendationLink.objects.select_for_update(of=("self",)).select_related("b__paper").get(pk=ended.pk)
    )
    if ended.until is not None:
        raise Refused(_("This link was ended already. Nothing was changed."))
    if not reason.strip():
        raise BadInput(_("Ending a link needs its reason. Nothing was changed."))
    ended.until, ended.end_reason = timezone.now(), reason
    ended.save(update_fields=["until", "end_reason"])
    _record("unlinked", recommendation, ended.b, ended.kind, by)
    return ended


def _record(verb: str, recommendation: Recommendation, other: Recommendation, kind: str, by: Actor) -> None:
    """On each of the two papers, naming only its own end: whoever reads one may not see the other."""
    for one in (recommendation, other):
        audit.record(
            f"implementation.recommendation.{verb}",
            one,
            by=by,
            paper=one.paper,
            reference=one.reference,
            link=kind,
        )


def _check_pair(recommendation: Recommendation, other: Recommendation, kind: str) -> None:
    """Not with itself, not twice, and not both ways round: two that need each other would never begin."""
    if recommendation.pk == other.pk:
        raise BadInput(
            _("A recommendation is linked with another one, not with itself. Nothing was recorded.")
        )
    live = RecommendationLink.objects.filter(until__isnull=True, kind=kind)
    pair = Q(a=recommendation, b=other) | Q(a=other, b=recommendation)
    if live.filter(pair).exists():
        raise Refused(_("These two are linked in this way already. Nothing was recorded."))
    if kind == Link.DEPENDS and _needs(other, recommendation):
        raise Refused(_("That one depends on this one already, through others. Nothing was recorded."))


def _needs(start: Recommendation, wanted: Recommendation) -> bool:
    """Whether one depends on another, however many others stand between."""
    known, front = {start.pk}, {start.pk}
    while front:
        onward = RecommendationLink.objects.filter(until__isnull=True, kind=Link.DEPENDS, a__in=front)
        front = set(onward.values_list("b", flat=True)) - known
        if wanted.pk in front:
            return True
        known |= front
    return False
