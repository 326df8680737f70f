"""What the rules of procedure say of comments after the close of a round."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import RulesOfProcedure
from papers.delegations.models.bodies import Late
from papers.drafting.lifecycle import Stage
from papers.review.models import LatePermission, Round
from papers.shared.acting import Actor
from papers.shared.rules import rule


def with_late(rounds: Any, acting: Actor) -> Any:
    """Adds what `late_until` asks: the rules under which a round was opened, and the chair's permission, if any."""
    opened = OuterRef("opens_at")
    then = RulesOfProcedure.objects.filter(Q(until__isnull=True) | Q(until__gt=opened), starts__lte=opened)
    held = then.filter(body=OuterRef("paper__body")).order_by("-starts")
    given = LatePermission.objects.filter(round=OuterRef("pk"), delegation=acting.delegation).order_by(
        "-until"
    )
    return rounds.annotate(
        late_rule=Subquery(held.values("late_comments")[:1]),
        late_days=Subquery(held.values("late_days")[:1]),
        has_permissions=Exists(LatePermission.objects.filter(round=OuterRef("pk"))),
        permitted_until=Subquery(given.values("until")[:1]),
    )


NAMES = ("late_rule", "late_days", "permitted_until")


def _known(acting: Actor, round: Any) -> Any:
    """The round with what `late_until` asks; a page has read it along, a service asks once."""
    if not hasattr(round, "late_rule"):
        asked = with_late(Round.objects.filter(pk=round.pk), acting).values(*NAMES)
        for name, value in asked.get().items():
            setattr(round, name, value)
    return round


def is_before_the_next_text(round: Round) -> bool:
    """Whether a closed round still waits for the revision that answers it."""
    paper = round.paper
    return not round.is_open and paper.stage == Stage.CONSOLIDATION and paper.current_id == round.revision_id


def late_until(acting: Actor, round: Round) -> datetime | None:
    """Until when this delegation may still comment after the close; None where it may not."""
    if acting.delegation is None or not is_before_the_next_text(round):
        return None
    known = _known(acting, round)
    until: datetime | None = known.permitted_until if known.late_rule == Late.PERMITTED else None
    if known.late_rule == Late.MARKED:
        until = known.closed_at + timedelta(days=known.late_days)
    return until


@rule(
    _(
        "After the close of a round comments are taken only as the rules of procedure or the chair's permission say, "
        "and until the next revision is issued."
    )
)
def takes_late(acting: Actor, round: Round) -> bool:
    until = late_until(acting, round)
    return until is not None and acting.at < until


@rule(
    _(
        "The chair lets a delegation comment late where the rules of procedure leave that to the chair, between the "
        "close of the round and the next revision."
    )
)
def may_be_permitted(acting: Actor, round: Round) -> bool:
    return is_before_the_next_text(round) and _known(acting, round).late_rule == Late.PERMITTED
