"""What the rules of a delegation's own space ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.drafting import access, levels
from papers.drafting.models import Paper
from papers.review.clearing import Chain
from papers.review.models import NationalNote, Suggestion
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("Your delegation writes notes on papers that it may read and that have an issued text."))
def may_read_text(acting: Actor, paper: Paper) -> bool:
    return paper.current_id is not None and access.allowed(acting, levels.VIEW, paper)


@rule(_("This note belongs to another delegation."))
def is_own_note(acting: Actor, note: NationalNote | Suggestion) -> bool:
    return acting.delegation is not None and note.delegation_id == acting.delegation.pk


@rule(_("What was released stays as it was released."))
def is_unreleased(_acting: Actor, note: NationalNote | Suggestion) -> bool:
    return note.released_at is None


@rule(_("Who clears the answers of a delegation is set by its head or its submitter."))
def sets_the_chain(acting: Actor, _delegation: Any) -> bool:
    return acting.can(Capability.SPEAK)


@rule(_("The drafts are cleared by the seats that your delegation named, one after the other."))
def clears(acting: Actor, chain: Chain) -> bool:
    return acting.mandate is not None and chain.takes_from(acting.mandate.seat)
