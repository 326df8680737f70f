"""Comments beside the text of any revision: on their words where these still stand, else said to be gone."""

from __future__ import annotations

from dataclasses import dataclass

from papers.drafting.models import Paper, Revision
from papers.review.anchoring import Fate, Passages, Place
from papers.review.lifecycle import Step
from papers.review.models import Comment, Disposition
from papers.review.queries.facts import anchor_of
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Note:
    """A comment in the margin: where its words stand in this revision, and what became of it."""

    comment: Comment
    place: Place
    proposal: Disposition | None
    decision: Disposition | None

    @property
    def words_are_gone(self) -> bool:
        return self.place.fate in {Fate.REWORDED, Fate.GONE}


def margin_notes(acting: Actor, paper: Paper, revision: Revision) -> dict[str | None, list[Note]]:
    """By block id, the comments to show beside this revision; under None those on the whole paper or without a place.

    Two statements: comments made on this revision or on earlier ones, as far as one may see them, and what became
    of them.
    """
    visible = Comment.objects.visible_to(acting).filter(
        round__paper=paper, revision__number__lte=revision.number
    )
    comments = list(
        visible.standing()
        .select_related("delegation", "round")
        .order_by("round__number", "number", "made_at")
    )
    standing = _standing(acting, paper) if comments else {}
    passages = Passages(revision.block_map)
    notes: dict[str | None, list[Note]] = {}
    for comment in comments:
        place = passages.find(anchor_of(comment)) if comment.block_id else Place(Fate.WHOLE)
        found = (standing.get((comment.pk, step)) for step in (Step.PROPOSED, Step.DECIDED))
        notes.setdefault(place.block, []).append(Note(comment, place, *found))
    return notes


def _standing(acting: Actor, paper: Paper) -> dict[tuple[object, str], Disposition]:
    found = Disposition.objects.visible_to(acting).filter(
        comment__round__paper=paper, superseded_by__isnull=True
    )
    return {(one.comment_id, one.step): one for one in found}
