"""The clearance chain of a delegation: which seats clear its answers, and what each says of the drafts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import roles
from papers.delegations.models import Seat
from papers.review import rules
from papers.review.lifecycle import Cleared
from papers.review.models import Clearance, ClearanceStep, Round
from papers.review.queries import clearing
from papers.review.services.comments import taking_comments
from papers.review.services.words import within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

MOST = 6  # seats of one chain


@transaction.atomic
def set_chain(seats: Sequence[Seat], *, by: Actor) -> list[ClearanceStep]:
    """Say which seats clear the delegation's answers, in which order; none at all ends the chain."""
    rules.can_set_chain.require(by, by.delegation)
    _require_own(seats, by)
    ClearanceStep.objects.filter(delegation=by.delegation).delete()
    steps = [
        ClearanceStep(delegation=by.delegation, place=place, seat=seat, set_at=by.at, **act_of(by))
        for place, seat in enumerate(seats, start=1)
    ]
    ClearanceStep.objects.bulk_create(steps)
    audit.record(
        "review.chain.set", by.delegation, by=by, delegation=by.delegation, audience=Audience.DELEGATION,
        seats=len(steps),
    )  # fmt: skip
    return steps


@transaction.atomic
def give_clearance(round: Round, *, verdict: str, digest: str, reason: str = "", by: Actor) -> Clearance:
    """Clear the drafts for a round, or return them with a reason; `digest` says which drafts were read."""
    rules.can_see_clearance.require(by, round)
    round = taking_comments(round, by)
    chain = clearing.chain(by, round)
    rules.can_clear.require(by, chain)
    reason = within("reason", reason)
    if verdict not in Cleared.values:
        raise BadInput(_("Choose whether the drafts are cleared or returned."))
    if verdict == Cleared.RETURNED and not reason:
        raise BadInput(_("Drafts that are returned get a reason."))
    if digest != chain.digest:
        raise BadInput(
            _("The drafts have changed since you read them. Read them as they are now, then say it again.")
        )
    given: Clearance = Clearance.objects.create(
        round=round, delegation=by.delegation, seat=by.mandate.seat, verdict=verdict, reason=reason, digest=digest,
        made_at=by.at, **act_of(by),
    )  # fmt: skip
    audit.record(
        f"review.answer.{verdict}", round, by=by, paper=round.paper, delegation=by.delegation,
        audience=Audience.DELEGATION, number=round.number,
    )  # fmt: skip
    return given


def _require_own(seats: Sequence[Seat], by: Actor) -> None:
    """Seats of the own delegation that take part in comments, each once."""
    able = roles.with_capability(Capability.COMMENT)
    if any(seat.delegation_id != by.delegation.pk or seat.role not in able for seat in seats):
        raise Refused(_("Answers are cleared by posts of your own delegation that comment or clear."))
    if len({seat.pk for seat in seats}) < len(seats):
        raise BadInput(_("A post stands in the chain once. Choose another one."))
    if len(seats) > MOST:
        raise BadInput(_("A chain has six posts at most."))
