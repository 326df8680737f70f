"""Which decided comments led to a change of a passage: those that were agreed to before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from papers.drafting.models import Paper
from papers.review.lifecycle import MARKS, Outcome, Step
from papers.review.models import Disposition
from papers.shared.acting import Actor

# What leads to other words; the rest leaves the text as it is.
LEADING = (Outcome.ACCEPTED, Outcome.IN_PART, Outcome.MODIFIED)


@dataclass(frozen=True)
class Reason:
    """A comment, as it stands beside the change it led to."""

    block: str
    made_on: int
    comment: Any
    label: str
    mark: str
    tone: str


def agreed_to(acting: Actor, paper: Paper, block: UUID | None = None) -> list[Reason]:
    """Comments on passages that the chair agreed to, as far as the reader sees them; one statement."""
    decided = Disposition.objects.visible_to(acting).filter(
        comment__round__paper=paper, comment__block__isnull=False, step=Step.DECIDED, value__in=LEADING,
        superseded_by__isnull=True,
    )  # fmt: skip
    if block is not None:
        decided = decided.filter(comment__block=block)
    rows = decided.select_related("comment__delegation", "comment__round", "comment__revision").defer(
        "comment__revision__text", "comment__revision__block_map"
    )
    return [_reason(one) for one in rows]


def _reason(disposition: Disposition) -> Reason:
    comment, outcome = disposition.comment, Outcome(disposition.value)
    mark, tone = MARKS[outcome]
    return Reason(str(comment.block_id), comment.revision.number, comment, str(outcome.label), mark, tone)
