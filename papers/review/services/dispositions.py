"""What becomes of comments: proposed by the penholder, decided by the chair, and the revision that follows."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.queries import holders
from papers.delegations.services import wake
from papers.drafting import access, levels
from papers.drafting.models import Paper, Revision
from papers.drafting.writing import issue_working_text
from papers.notifications.services import notify
from papers.review import lifecycle, rules, wording
from papers.review.lifecycle import Outcome, Step
from papers.review.models import Comment, Disposition
from papers.review.services.words import clean, within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def propose_disposition(comment: Comment, *, value: str, reason: str = "", by: Actor) -> Disposition:
    """The penholder's proposal; a later one replaces it and leaves it on the record."""
    _lock(comment)
    rules.can_propose.require(by, comment)
    wake(by.delegation, by=by)
    return _dispose(comment, Step.PROPOSED, value, reason, by)


@transaction.atomic
def decide_disposition(comment: Comment, *, value: str, reason: str = "", by: Actor) -> Disposition:
    """The chair's decision; the commenting delegation is told, once a day for all its comments in the round."""
    _lock(comment)
    rules.can_decide.require(by, comment)
    disposition = _dispose(comment, Step.DECIDED, value, reason, by)
    told = holders([comment.delegation], Capability.COMMENT)
    notify(told, lifecycle.DECIDED, comment.round, version=timezone.localdate(by.at).toordinal())
    return disposition


@transaction.atomic
def issue_next_revision(paper: Paper, *, note: str, seen_version: int | None = None, by: Actor) -> Revision:
    """Freeze the working text as the next revision, once every critical comment has a decision."""
    locked = Paper.objects.select_for_update(of=("self",)).select_related("body", "lead", "current")
    paper = locked.get(pk=paper.pk)
    rules.can_issue_next.require(by, paper)
    _require_decisions(paper)
    wake(by.delegation, by=by)
    revision = issue_working_text(paper, note=clean(note), seen_version=seen_version, by=by)
    commenting = access.delegations_with(paper, levels.COMMENT).exclude(pk=paper.lead_id)
    notify(holders(commenting, Capability.COMMENT), lifecycle.ISSUED, revision)
    presiding = access.delegations_with(paper, levels.PRESIDE)
    notify(holders(presiding, Capability.PRESIDE), lifecycle.ISSUED, revision)
    return revision


def _require_decisions(paper: Paper) -> None:
    """Raise Refused, naming the critical comments of closed rounds on which nobody has decided."""
    open_ones = Comment.objects.filter(round__paper=paper).critical().undecided()
    names = [
        comment.reference for comment in open_ones.select_related("round").order_by("round__number", "number")
    ]
    if names:
        raise Refused(
            _(
                "The next revision cannot be issued yet. Critical comments without a decided disposition: %(names)s."
            )
            % {"names": ", ".join(names)}
        )


def _lock(comment: Comment) -> None:
    """Whoever proposes or decides on this comment meanwhile waits; the rules are asked after that."""
    Comment.objects.select_for_update().get(pk=comment.pk)


def _dispose(comment: Comment, step: Step, value: str, reason: str, by: Actor) -> Disposition:
    if value not in Outcome.values:
        raise BadInput(_("This is no disposition. Choose one of those named."))
    reason = within("reason", reason)
    fault = wording.disposition_fault(value, reason)
    if fault:
        raise BadInput(fault)
    standing = comment.dispositions.filter(step=step, superseded_by__isnull=True).first()
    disposition = Disposition.objects.create(
        comment=comment, delegation=by.delegation, step=step, value=value, reason=reason, supersedes=standing,
        made_at=by.at, **act_of(by),
    )  # fmt: skip
    audit.record(
        f"review.disposition.{step.value}", comment, by=by, paper=comment.paper, comment=comment.reference,
        value=value, again=standing is not None,
    )  # fmt: skip
    return disposition
