"""What the rules of answers on behalf of others ask."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from papers.review.models import OnBehalf
from papers.shared.acting import Actor
from papers.shared.rules import rule


@rule(_("Whether an answer speaks for a delegation is said by that delegation."))
def is_spoken_for(acting: Actor, one: OnBehalf) -> bool:
    return acting.delegation is not None and one.delegation_id == acting.delegation.pk


@rule(_("This answer was recalled, or taken back: there is nothing to confirm any more."))
def answer_stands(_acting: Actor, one: OnBehalf) -> bool:
    return one.answer.recalled_at is None


@rule(_("The round is over: its answers stand as they were confirmed."))
def is_before_the_close(acting: Actor, one: OnBehalf) -> bool:
    return not one.answer.round.is_over(acting.at)
