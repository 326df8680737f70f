"""What follows in several slices from one thing that a person does."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from papers.adoption import services as adoption
from papers.adoption.queries.faces import Face
from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import services as delegations
from papers.delegations.models import Delegation, Settled, Settlement
from papers.drafting import rules as drafting
from papers.drafting.sharing import name_penholder
from papers.review import services as review
from papers.review.models import Round, RoundEntry
from papers.shared.acting import Acting
from papers.shared.errors import BadInput
from portal.participation import Left, LeftOpen


def note_opened(acting: Acting, *, face: Face | None, round: Round | None, entry: RoundEntry | None) -> None:
    """A delegation that was asked has opened the text: noted once, for “never opened” is told apart from silence."""
    if acting.is_support:
        return  # somebody who helps is not the delegation: it has opened nothing
    if face is not None and face.to_be_noted:
        adoption.note_opened(face.silence, by=acting)
    if round is not None and entry is not None and entry.opened_at is None:
        review.note_opened(round, by=acting)


@transaction.atomic
def settle(
    left: LeftOpen, item: Left, *, how: str, reason: str, passed_to: Delegation | None = None, by: Acting
) -> Settlement:
    """The chair settles one thing that a delegation left open: it stands, lapses, or the pen passes to another."""
    drafting.presides.require(by, item.paper)
    if how not in _open_ways(item):
        raise BadInput(_("This cannot be settled in this way. Choose another."))
    if how == Settled.PASSED_ON and passed_to is None:
        raise BadInput(_("Choose the delegation to which the pen passes."))
    passed_to = passed_to if how == Settled.PASSED_ON else None
    settlement = delegations.note_settlement(
        left.period, item.target, how=how, reason=reason, passed_to=passed_to, by=by
    )
    if how == Settled.LAPSED:
        review.let_lapse(item.target, words=reason, by=by)
    elif passed_to is not None:
        name_penholder(item.paper, passed_to, reason=reason, by=by)
    audit.record(
        "delegations.left_open.settled", item.paper, by=by, paper=item.paper, audience=Audience.CHAIR,
        of=left.delegation.code, thing=item.kind, settled=how,
    )  # fmt: skip
    return settlement


def _open_ways(item: Left) -> set[str]:
    ways = {Settled.KEPT} if item.may_settle else set()
    ways |= {Settled.LAPSED} if item.may_lapse else set()
    return ways | ({Settled.PASSED_ON} if item.may_pass_on else set())
