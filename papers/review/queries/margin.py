"""Comments beside the text of any revision: on their words where these still stand, else said to be gone."""

from __future__ import annotations

from dataclasses import dataclass

from papers.drafting.models import Paper, Revision
from papers.review.anchoring import Fate, Passages, Place
from papers.review.lifecycle import Outcome, Step
from papers.review.models import Comment
from papers.review.queries.facts import anchor_of
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Note:
    """A comment in the margin: where its words stand in this revision, and what became of it."""

    comment: Comment
    place: Place

    @property
    def outcome(self) -> Outcome | None:
        """The last word on it, if there is one."""
        value = self.comment.standing_value
        return Outcome(value) if value else None

    @property
    def reason(self) -> str:
        return self.comment.standing_reason or ""

    @property
    def is_decided(self) -> bool:
        return bool(self.comment.standing_step == Step.DECIDED)


def margin_notes(
    acting: Actor, paper: Paper, revision: Revision, *, also: Actor | None = None
) -> dict[str | None, list[Note]]:
    """By block id, the comments to show beside this revision; under None those on the whole paper or without a place.

    One statement: comments made on this revision or on earlier ones, as far as one may see them, with what became
    of them; with `also`, only those that both of these actors may see.
    """
    visible = Comment.objects.visible_to(acting)
    visible = visible.visible_to(also) if also else visible
    visible = visible.filter(round__paper=paper, revision__number__lte=revision.number)
    told = visible.standing().with_standing("value", "reason", "step").select_related("delegation", "round")
    passages = Passages(revision.block_map, paper.blocks.kin)
    notes: dict[str | None, list[Note]] = {}
    for comment in told.order_by("round__number", "number", "made_at"):
        place = passages.find(anchor_of(comment)) if comment.block_id else Place(Fate.WHOLE)
        notes.setdefault(place.block, []).append(Note(comment, place))
    return notes
