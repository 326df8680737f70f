"""Comments after the close of a round: as the rules of procedure say, marked as late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.models import Delegation
from papers.review import rules
from papers.review.models import Comment, LatePermission, Round
from papers.review.services.comments import put_down
from papers.review.services.words import within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def add_late_comment(round: Round, *, by: Actor, **words: Any) -> Comment:
    """Comment after the close: numbered at once after the others, marked as late, and open to all."""
    rules.can_comment.require(by, round)
    locked = Round.objects.select_for_update(of=("self",)).select_related(
        "paper__lead", "paper__body", "paper__current", "revision"
    )
    round = locked.get(pk=round.pk)
    reason = rules.takes_late.why_not(by, round)
    if reason is not None:
        raise Refused(reason)
    if not rules.is_unchained(by, round) and not by.can(Capability.SPEAK):
        raise Refused(_("Your delegation has its answer cleared: its head or submitter sends what is late."))
    comment = put_down(round, words, by=by)
    highest = round.comments.aggregate(highest=Max("number"))["highest"]
    comment.number, comment.is_late = (highest or 0) + 1, True
    comment.save(update_fields=["number", "is_late"])
    audit.record("review.comment.late", comment, by=by, paper=round.paper, comment=comment.reference)
    return comment


@transaction.atomic
def permit_late(
    round: Round, *, delegation: Delegation, until: datetime, reason: str, by: Actor
) -> LatePermission:
    """Let an invited delegation comment after the close, until a moment and for a reason that all may read."""
    rules.can_permit_late.require(by, round)
    if not round.entries.filter(delegation=delegation).exists():
        raise BadInput(_("Only a delegation that was invited to the round comments late."))
    reason = within("reason", reason)
    if not reason:
        raise BadInput(_("The permission gives its reason."))
    if until <= by.at:
        raise BadInput(_("Choose a moment in the future."))
    given: LatePermission = LatePermission.objects.create(
        round=round, delegation=delegation, until=until, reason=reason, given_at=by.at, **act_of(by)
    )
    audit.record(
        "review.round.late_permitted", round, by=by, paper=round.paper, number=round.number, code=delegation.code,
        until=until,
    )  # fmt: skip
    return given
