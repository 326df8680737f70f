"""A delegation's own space as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.projection import for_reader
from papers.review import passages, rules
from papers.review.models import NationalNote
from papers.review.passages import Passage
from papers.review.queries import suggestions
from papers.review.queries.rounds import open_round_of
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Written:
    """A note with its passage and what was said under it."""

    note: NationalNote
    passage: Passage | None
    may_change: bool
    replies: list[NationalNote] = field(default_factory=list)


def space(acting: Actor, paper: Paper) -> dict[str, Any]:
    """What the own delegation wrote about a paper: instructions first, then drafts, then what is discussed."""
    found = list(NationalNote.objects.visible_to(acting).filter(paper=paper).for_list())
    names = passages.named(for_reader(paper.current, acting).block_map) if paper.current else {}
    written = {
        one.pk: Written(one, names.get(str(one.block_id)), rules.can_change_note(acting, one))
        for one in found
        if one.parent_id is None
    }
    for one in found:
        if one.parent_id in written:
            written[one.parent_id].replies.append(one)
    places = {key: place for place, key in enumerate(names)}
    notes = sorted(written.values(), key=lambda one: places.get(str(one.note.block_id), -1))
    round = open_round_of(acting, paper)
    return {
        "paper": paper,
        "head": head_of(acting, paper, "review"),
        "instructions": [one for one in notes if one.note.kind in ("red_line", "flexible")],
        "drafts": [one for one in notes if one.note.kind == "draft"],
        "suggestions": suggestions.waiting(acting, paper),
        "threads": [one for one in notes if one.note.kind == "thread"],
        "may_note": rules.can_note(acting, paper),
        "round": round,
        "entry": rules.entry_of(acting, round) if round else None,
        "may_release": bool(round) and rules.can_release(acting, round),
    }
