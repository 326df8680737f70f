"""After the chair's decision: the commenter says whether that settles it; what stays open may be set aside."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.queries import holders
from papers.delegations.services import wake
from papers.drafting.models import Revision
from papers.drafting.projection import for_reader
from papers.notifications.services import notify
from papers.review import lifecycle, passages, rules
from papers.review.lifecycle import Answered, Reserve, Step
from papers.review.models import Comment, Satisfaction, SetAside
from papers.review.services.reservations import enter_reservation
from papers.review.services.words import within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput
from papers.shared.models import act_of


@transaction.atomic
def answer_decision(comment: Comment, *, value: str, words: str = "", by: Actor) -> Satisfaction:
    """Say in the commenting delegation's name whether the decision settles it, or hold the text by a reservation."""
    Comment.objects.select_for_update().get(pk=comment.pk)
    rules.can_answer_decision.require(by, comment)
    if value not in Answered.values:
        raise BadInput(_("Choose whether your delegation is satisfied from the answers named."))
    wake(by.delegation, by=by)
    if value == Answered.RESERVES:
        revision = Revision.objects.filter(paper=comment.paper).latest("number")
        known = passages.named(for_reader(revision, by).block_map)
        block = str(comment.block_id) if str(comment.block_id) in known else ""
        enter_reservation(comment.paper, kind=Reserve.POLITICAL, text=comment.text, block=block, by=by)
    decision = comment.dispositions.get(step=Step.DECIDED, superseded_by__isnull=True)
    answer = Satisfaction.objects.create(
        comment=comment, decision=decision, delegation=by.delegation, value=value, words=within("reply", words),
        made_at=by.at, **act_of(by),
    )  # fmt: skip
    audit.record(
        "review.decision.answered",
        comment,
        by=by,
        paper=comment.paper,
        comment=comment.reference,
        satisfied=value,
    )
    return answer


@transaction.atomic
def set_aside(comment: Comment, *, reason: str, by: Actor) -> SetAside:
    """The chair goes on over an objection that is not settled, for a reason that stands on the paper's face."""
    Comment.objects.select_for_update().get(pk=comment.pk)
    rules.can_set_aside.require(by, comment)
    reason = within("reason", reason)
    if not reason:
        raise BadInput(_("An objection is set aside for a reason, which all will read."))
    aside = SetAside.objects.create(comment=comment, reason=reason, made_at=by.at, **act_of(by))
    audit.record(lifecycle.SET_ASIDE, comment, by=by, paper=comment.paper, comment=comment.reference)
    notify(holders([comment.delegation], Capability.COMMENT), lifecycle.SET_ASIDE, comment)
    return aside
