"""How a recommendation ends: verified by somebody other than its reporter, or closed by two people for a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.services import wake
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.drafting.services import move
from papers.implementation import rules
from papers.implementation.lifecycle import CLOSED_OTHERWISE, RECOMMENDATION, REOPENED, Status
from papers.implementation.models import Closure, Recommendation, Verification
from papers.implementation.models.entries import Decision, Finding
from papers.implementation.services import notices, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def verify(
    recommendation: Recommendation,
    *,
    finding: str,
    method: str,
    by: Actor,
    text: str = "",
    effective_on: date | None = None,
) -> Verification:
    """Confirm that it was done, which closes it, or return it to those who do it, saying why."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_verify.require(by, recommendation)
    if finding == Finding.RETURNED and not text.strip():
        raise BadInput(_("Whoever returns it says what is missing. Nothing was recorded."))
    day = effective_on or timezone.localdate()
    wake(standing.person(by).delegation, by=by)
    status = Status.VERIFIED if finding == Finding.CONFIRMED else Status.IN_PROGRESS
    standing.advance(recommendation, status, by=by, reason=text, day=day)
    found = Verification.objects.create(
        recommendation=recommendation, delegation=by.delegation, finding=finding, method=method, text=text,
        effective_on=day, **act_of(by),
    )  # fmt: skip
    standing.keep(recommendation, "verified", by=by, finding=finding, method=method, status=status)
    notices.settled(recommendation, by=by)
    return found


@transaction.atomic
def propose_closure(recommendation: Recommendation, *, kind: str, reason: str, by: Actor) -> Closure:
    """Propose to close it although it was not done; a second person decides."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_propose_closure.require(by, recommendation)
    _check_closure(recommendation, kind, reason)
    proposer = standing.person(by)
    closure = Closure.objects.create(
        recommendation=recommendation, kind=kind, reason=reason, delegation=proposer.delegation,
        proposer=proposer.user, proposer_mandate=proposer.mandate.pk,
    )  # fmt: skip
    standing.keep(recommendation, "closure_proposed", by=by, closure=closure.pk, kind_of_closure=kind)
    notices.closure_proposed(recommendation, by=by)
    return closure


@transaction.atomic
def decide_closure(closure: Closure, *, approve: bool, by: Actor, reason: str = "") -> Closure:
    """Approve a proposed closure or refuse it, by somebody else than its proposer."""
    recommendation = standing.locked(closure.recommendation, by=by)
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    closure.recommendation = recommendation
    rules.can_decide_closure.require(by, closure)
    if closure.decision != Decision.PROPOSED:
        raise Refused(_("This was decided already. Nothing was changed."))
    if not approve and not reason.strip():
        raise BadInput(_("A refusal needs its reason. Nothing was recorded."))
    if approve:
        words = closure.reason
        standing.advance(recommendation, closure.kind, by=by, reason=words, day=timezone.localdate())
    closure.decision = Decision.APPROVED if approve else Decision.REFUSED
    closure.decision_reason, closure.decided_at = reason, timezone.now()
    closure.approver, closure.approver_mandate = by.user, standing.person(by).mandate.pk
    closure.save(update_fields=["decision", "decision_reason", "decided_at", "approver", "approver_mandate"])
    standing.keep(recommendation, "closure_decided", by=by, closure=closure.pk, decision=closure.decision)
    notices.settled(recommendation, by=by)
    return closure


@transaction.atomic
def reopen(recommendation: Recommendation, *, reason: str, by: Actor) -> Recommendation:
    """Take a closed recommendation up again; a paper that was closed is in implementation again with it."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_reopen.require(by, recommendation)
    if not reason.strip():
        raise BadInput(_("Reopening needs its reason. Nothing was changed."))
    before, today = Status(recommendation.status), timezone.localdate()
    standing.advance(recommendation, REOPENED[before], by=by, reason=reason, day=today)
    recommendation.followed_from = today
    if recommendation.paper.stage == Stage.CLOSED:
        move(recommendation.paper, to=Stage.IMPLEMENTATION, by=by)
        audit.record("implementation.paper.reopened", recommendation.paper, by=by, paper=recommendation.paper)
    standing.keep(recommendation, "reopened", by=by, was=before, status=recommendation.status)
    notices.settled(recommendation, by=by)
    return recommendation


@transaction.atomic
def close_paper(paper: Paper, *, by: Actor) -> Paper:
    """Close a paper all of whose recommendations are closed."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("lead", "body").get(pk=paper.pk)
    rules.can_close_paper.require(by, paper)
    move(paper, to=Stage.CLOSED, by=by)
    audit.record("implementation.paper.closed", paper, by=by, paper=paper)
    return paper


def _check_closure(recommendation: Recommendation, kind: str, reason: str) -> None:
    if kind not in CLOSED_OTHERWISE:
        raise BadInput(_("What was done is verified, not closed by proposal. Nothing was recorded."))
    if not reason.strip():
        raise BadInput(_("Closing what was not done needs its reason. Nothing was recorded."))
    RECOMMENDATION.check(Status(recommendation.status), Status(kind))
    if recommendation.closures.filter(decision=Decision.PROPOSED).exists():
        raise Refused(_("A proposal to close it waits already. Nothing was recorded."))
