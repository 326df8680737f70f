"""What a delegation suggests in the text, as its own pages show it: passages as tracked changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from papers.drafting.heads import head_of
from papers.drafting.models import Paper, Revision
from papers.drafting.projection import each_for_reader, for_reader
from papers.review import passages as naming
from papers.review import rules
from papers.review.models import Round, Suggestion
from papers.review.passages import Passage
from papers.review.suggesting import amendments_of
from papers.review.wording import marked
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Kept:
    """A suggestion beside the passage that it changes."""

    suggestion: Suggestion
    passage: Passage | None
    may_change: bool = False
    may_put_forward: bool = False

    @property
    def change(self) -> list[tuple[str, str]]:
        """The passage as tracked changes."""
        return list(marked(self.passage.words if self.passage else "", self.suggestion.wanted))

    @cached_property
    def parts(self) -> list[list[tuple[str, str]]]:
        """The amendments that it becomes, each as a tracked change."""
        words = self.passage.words if self.passage else ""
        return [list(marked(one.quote, one.words)) for one in amendments_of(words, self.suggestion.wanted)]


def waiting(acting: Actor, paper: Paper) -> list[Kept]:
    """All that the own delegation has not released on this paper, passage by passage.

    One statement, and one more for what was suggested to a revision that is not the current one.
    """
    found = Suggestion.objects.visible_to(acting).waiting().filter(round__paper=paper).for_list()
    rows = list(found.select_related("by", "round__paper__lead"))
    earlier = {one.round.revision_id for one in rows} - {paper.current_id}
    revisions = Revision.objects.defer("text").in_bulk(earlier) if earlier else {}
    each_for_reader(revisions.values(), acting)
    names = {pk: naming.named(revision.block_map) for pk, revision in revisions.items()}
    names[paper.current_id] = (
        naming.named(for_reader(paper.current, acting).block_map) if paper.current else {}
    )
    kept = [
        Kept(one, names[one.round.revision_id].get(str(one.block_id)), *_may(acting, one)) for one in rows
    ]
    order = {pk: list(found) for pk, found in names.items()}
    return sorted(kept, key=lambda one: _place(one, order[one.suggestion.round.revision_id]))


def of_round(acting: Actor, round: Round) -> list[Kept]:
    """The same of one round, in the order of its text; one statement."""
    names = naming.named(for_reader(round.revision, acting).block_map)
    found = Suggestion.objects.visible_to(acting).waiting().filter(round=round).for_list()
    kept = [Kept(one, names.get(str(one.block_id))) for one in found]
    return sorted(kept, key=lambda one: _place(one, list(names)))


def beside_text(acting: Actor, round: Round, block_map: Iterable[dict[str, Any]]) -> dict[str, Kept]:
    """By block id, what the own delegation would have instead, beside the text of the round; one statement."""
    found = list(Suggestion.objects.visible_to(acting).waiting().filter(round=round).select_related("round"))
    names = naming.named(block_map) if found else {}
    return {str(one.block_id): Kept(one, names.get(str(one.block_id))) for one in found}


def suggestion_page(acting: Actor, round: Round, passage: Passage | None) -> dict[str, Any]:
    """The form for a passage: what stands there, what the own delegation kept of it."""
    own = Suggestion.objects.visible_to(acting).waiting().filter(round=round).select_related("by")
    found = own.filter(block=passage.id).first() if passage else None
    return {
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review"),
        "passage": passage,
        "kept": Kept(found, passage) if found else None,
        "is_over": round.is_over(acting.at),
    }


def _may(acting: Actor, one: Suggestion) -> tuple[bool, bool]:
    """Whether it may be changed, and put forward without the rest of the answer."""
    may = rules.can_suggest(acting, one)
    return may, may and rules.is_unchained(acting, one.round)


def _place(kept: Kept, order: list[str]) -> int:
    block = str(kept.suggestion.block_id)
    return order.index(block) if block in order else len(order)
