"""What becomes of comments: proposed by the penholder, decided by the chair, and the revision that follows."""

from __future__ import annotations

from collections.abc import Iterable

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
from papers.review.lifecycle import Outcome, Severity, Step
from papers.review.models import Comment, Disposition
from papers.review.queries.reasons import Leading
from papers.review.services import brackets, merging
from papers.review.services.attributing import Because, attribute, require_known
from papers.review.services.tracing import note_issued, require_accepted_in_text
from papers.review.services.words import clean, within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def propose_disposition(
    comment: Comment, *, value: str, reason: str = "", into: str = "", by: Actor
) -> Disposition:
    """The penholder's proposal; a later one replaces it and leaves it on the record."""
    _lock(comment)
    rules.can_propose.require(by, comment)
    wake(by.delegation, by=by)
    return _dispose(comment, Step.PROPOSED, value=value, reason=reason, into=into, by=by)


@transaction.atomic
def decide_disposition(
    comment: Comment, *, value: str, reason: str = "", into: str = "", by: Actor
) -> Disposition:
    """The chair's decision; the commenting delegation is told, once a day for all its comments in the round.

    So are those whose comments are merged with this one.
    """
    _lock(comment)
    rules.can_decide.require(by, comment)
    disposition = _dispose(comment, Step.DECIDED, value=value, reason=reason, into=into, by=by)
    told = holders([comment.delegation, *merging.sources_of(comment)], Capability.COMMENT)
    notify(told, lifecycle.DECIDED, comment.round, version=timezone.localdate(by.at).toordinal())
    return disposition


@transaction.atomic
def dispose_together(
    comments: Iterable[Comment], *, value: str, reason: str = "", into: str = "", by: Actor
) -> list[Disposition]:
    """The same for several comments, all or none: editorial ones, or duplicates that are merged with another."""
    chosen = list(comments)
    if not chosen:
        raise BadInput(_("Choose the comments that this is about."))
    heavy = [one.reference for one in chosen if one.severity != Severity.EDITORIAL]
    if heavy and value != Outcome.MERGED:
        raise BadInput(
            _(
                "Only editorial comments are disposed of together. Each of these is answered by itself: %(names)s."
            )
            % {"names": ", ".join(heavy)}
        )
    act = decide_disposition if rules.can_decide(by, chosen[0]) else propose_disposition
    return [act(one, value=value, reason=reason, into=into, by=by) for one in chosen]


@transaction.atomic
def issue_next_revision(
    paper: Paper,
    *,
    note: str,
    seen_version: int | None = None,
    because: Because | None = None,
    by: Actor,
) -> Revision:
    """Freeze the working text as the next revision, once every critical comment has a decision.

    `because` says what each change answers; without it each answers what was agreed to on its passage.
    """
    locked = Paper.objects.select_for_update(of=("self",)).select_related("body", "lead", "current")
    paper = locked.get(pk=paper.pk)
    rules.can_issue_next.require(by, paper)
    _require_decisions(paper)
    require_accepted_in_text(paper)
    leading = Leading(paper)
    require_known(because or {}, leading)
    wake(by.delegation, by=by)
    revision = issue_working_text(paper, note=clean(note), seen_version=seen_version, by=by)
    attribute(revision, because, leading, by=by)
    note_issued(revision)
    brackets.note_issued(revision)
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


def _dispose(comment: Comment, step: Step, *, value: str, reason: str, into: str, by: Actor) -> Disposition:
    if value not in Outcome.values:
        raise BadInput(_("This is no disposition. Choose one of those named."))
    reason = within("reason", reason)
    fault = wording.disposition_fault(value, reason)
    if fault:
        raise BadInput(fault)
    target = merging.partner(comment, value, into)
    standing = comment.dispositions.filter(step=step, superseded_by__isnull=True).first()
    disposition = Disposition.objects.create(
        comment=comment, delegation=by.delegation, step=step, value=value, reason=reason, supersedes=standing,
        made_at=by.at, **act_of(by),
    )  # fmt: skip
    merging.keep(disposition, target)
    audit.record(
        f"review.disposition.{step.value}", comment, by=by, paper=comment.paper, comment=comment.reference,
        value=value, again=standing is not None, **({"merged_with": target.reference} if target else {}),
    )  # fmt: skip
    return disposition
