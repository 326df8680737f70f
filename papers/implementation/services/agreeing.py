"""By what it will be called done and who finds so: written before reporting starts, agreed by both sides."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.models import Delegation
from papers.implementation import rules
from papers.implementation.models import Criteria, Recommendation, Report, Role, having
from papers.implementation.models.plans import Agreement, Side
from papers.implementation.services import notices, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def propose_criteria(
    recommendation: Recommendation, *, text: str, by: Actor, verifier: Delegation | None = None
) -> Criteria:
    """Propose by what it will be called done, and who verifies it; the other side agrees or refuses."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_propose_criteria.require(by, recommendation)
    if not text.strip():
        raise BadInput(_("Criteria say by what it will be called done. Nothing was recorded."))
    _check_verifier(recommendation, verifier)
    if Criteria.objects.filter(recommendation=recommendation, state=Agreement.PROPOSED).exists():
        raise Refused(_("Other criteria wait for an answer already. Nothing was recorded."))
    side = Side.CENTRE if rules.coordinates(by, recommendation) else Side.OWNER
    made = Criteria.objects.create(
        recommendation=recommendation, text=text, verifier=verifier, side=side,
        delegation=standing.person(by).delegation, **act_of(by),
    )  # fmt: skip
    standing.keep(recommendation, "criteria_proposed", by=by, criteria=made.pk)
    notices.criteria_proposed(recommendation, made, by=by)
    return made


@transaction.atomic
def decide_criteria(criteria: Criteria, *, agree: bool, by: Actor, answer: str = "") -> Criteria:
    """Agree to proposed criteria, which replace those before and name the verifier, or refuse them."""
    recommendation = standing.locked(criteria.recommendation, by=by)
    criteria = Criteria.objects.select_for_update(of=("self",)).select_related("verifier").get(pk=criteria.pk)
    criteria.recommendation = recommendation
    rules.can_decide_criteria.require(by, criteria)
    if criteria.state != Agreement.PROPOSED:
        raise Refused(_("This was answered already. Nothing was changed."))
    if not agree and not answer.strip():
        raise BadInput(_("A refusal needs its reason. Nothing was recorded."))
    if agree:
        _check_verifier(recommendation, criteria.verifier)
        Criteria.objects.filter(recommendation=recommendation, state=Agreement.AGREED).update(
            state=Agreement.REPLACED
        )
        _name(recommendation, criteria.verifier, by)
    criteria.state, criteria.answer = Agreement.AGREED if agree else Agreement.REFUSED, answer
    criteria.decided_at, criteria.decider = timezone.now(), by.user
    criteria.decider_mandate = standing.person(by).mandate.pk
    criteria.late = agree and _reporting_has_begun(recommendation)
    criteria.save(update_fields=["state", "answer", "decided_at", "decider", "decider_mandate", "late"])
    standing.keep(recommendation, "criteria_decided", by=by, criteria=criteria.pk, agreement=criteria.state)
    return criteria


def _check_verifier(recommendation: Recommendation, verifier: Delegation | None) -> None:
    doing = recommendation.assignments.current().filter(role__in=rules.DOING)
    if verifier is not None and doing.filter(delegation=verifier).exists():
        raise BadInput(
            _("Whoever owns it or reports on it does not verify it. Nothing was recorded; name another one.")
        )


def _name(recommendation: Recommendation, verifier: Delegation | None, by: Actor) -> None:
    """The agreed verifier takes the place of those named before; without one it stays reported."""
    now = timezone.now()
    held = recommendation.assignments.filter(role=Role.VERIFIER, until__isnull=True)
    held.exclude(delegation=verifier).update(until=now)
    having.forget(by, recommendation)
    if verifier is not None:
        fresh = standing.take_part(recommendation, verifier, role=Role.VERIFIER, by=by)
        notices.assigned(recommendation, fresh, by=by)


def _reporting_has_begun(recommendation: Recommendation) -> bool:
    reports = Report.objects.filter(recommendation=recommendation)
    return reports.filter(effective_on__gte=recommendation.followed_from).exists()
