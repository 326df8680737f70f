"""The comment matrix: all comments of a round that one may see, with their dispositions, filtered; and one comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from papers.drafting.heads import head_of
from papers.review import passages, rules
from papers.review.lifecycle import Step
from papers.review.matrix import SIZE, Filter, View, views
from papers.review.models import Comment, Disposition, Round
from papers.review.queries.facts import Told, told
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Matrix:
    """The rows of a round before any filter, and the passages they stand on."""

    round: Round
    rows: list[Told]
    passages: dict[str, passages.Passage]

    def kept(self, wanted: Filter) -> list[Told]:
        """The rows that a filter keeps."""
        return [row for row in self.rows if wanted.keeps(row)]

    @property
    def delegations(self) -> list[Any]:
        """The delegations that commented, as far as one may know."""
        found = {row.comment.delegation_id: row.comment.delegation for row in self.rows}
        return sorted(found.values(), key=lambda one: (one.rank, one.code))

    @property
    def commented(self) -> list[passages.Passage]:
        """The passages that have comments, in reading order."""
        used = {row.passage_id for row in self.rows}
        return [passage for key, passage in self.passages.items() if key in used]

    @property
    def blocking(self) -> list[Told]:
        """The comments for which the next revision waits."""
        return [row for row in self.rows if row.blocks]


def matrix_of(acting: Actor, round: Round) -> Matrix:
    """The matrix of a round, in two statements."""
    names = passages.named(round.revision.block_map)
    visible = Comment.objects.visible_to(acting).filter(round=round)
    comments = list(visible.standing().select_related("delegation").with_replies().in_order())
    standing = _standing(comments)
    rows = []
    for one in comments:
        proposal, decision = (standing.get((one.pk, step)) for step in (Step.PROPOSED, Step.DECIDED))
        rows.append(told(one, names, round, proposal=proposal, decision=decision))
    return Matrix(round, rows, names)


def matrix_page(acting: Actor, matrix: Matrix, wanted: Filter, after: int) -> dict[str, Any]:
    """The matrix under a filter, a page of it, with the views and what stops the next revision."""
    kept = matrix.kept(wanted)
    start, size = _page(kept, after, matrix.round.is_open)
    paper = matrix.round.paper
    return {
        "matrix": matrix,
        "round": matrix.round,
        "paper": paper,
        "head": head_of(acting, paper, "review", review=matrix.round.number),
        "rows": kept[start : start + size],
        "kept": len(kept),
        "views": list(_views(acting, matrix, wanted)),
        "query": wanted.query,
        "previous_url": _from(wanted, kept, start - size) if start else "",
        "next_url": _from(wanted, kept, start + size) if start + size < len(kept) else "",
        "may_dispose": step_for(acting, matrix.rows[0].comment, decided=False) if matrix.rows else None,
        "at": acting.at,
    }


def _page(kept: list[Told], after: int, is_open: bool) -> tuple[int, int]:
    """Where the page begins and how many rows it has; own comments without numbers stand on one page."""
    if is_open:
        return 0, len(kept)
    later = (at for at, row in enumerate(kept) if (row.comment.number or 0) > after)
    return next(later, 0) if after else 0, SIZE


def _from(wanted: Filter, kept: list[Told], start: int) -> str:
    """The address of the page that begins at this row."""
    last = kept[start - 1].comment.number if start > 0 else 0
    return f"?{urlencode({**wanted.wanted, 'after': last})}"


def comment_page(acting: Actor, comment: Comment) -> dict[str, Any]:
    """A comment with its passage, what became of it step by step, and its thread."""
    round = comment.round
    history = list(comment.dispositions.visible_to(acting).select_related("delegation", "by"))
    by_step = {one.step: one for one in history}
    names = passages.named(round.revision.block_map)
    return {
        "comment": comment,
        "told": told(
            comment, names, round, proposal=by_step.get(Step.PROPOSED), decision=by_step.get(Step.DECIDED)
        ),
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review", review=round.number),
        "history": history,
        "replies": comment.replies.visible_to(acting).select_related("delegation") if comment.is_open else [],
        "may_change": rules.can_change(acting, comment),
        "may_reply": rules.can_reply(acting, comment),
        "step": step_for(acting, comment, decided=Step.DECIDED in by_step),
        "is_own": rules.is_own(acting, comment),
    }


def step_for(acting: Actor, comment: Comment, *, decided: bool) -> Step | None:
    """Which disposition this person may make of a comment: the chair decides, before that the penholder proposes."""
    if rules.can_decide(acting, comment):
        return Step.DECIDED
    return Step.PROPOSED if not decided and rules.holds_the_pen(acting, comment) else None


def _standing(comments: Iterable[Comment]) -> dict[tuple[Any, str], Disposition]:
    """The dispositions that nothing has replaced, by comment and step."""
    opened = [comment.pk for comment in comments if comment.is_open]
    if not opened:
        return {}
    found = Disposition.objects.filter(comment__in=opened, superseded_by__isnull=True).select_related(
        "delegation"
    )
    return {(one.comment_id, one.step): one for one in found}


def _views(acting: Actor, matrix: Matrix, wanted: Filter) -> Iterable[tuple[View, bool]]:
    own = acting.delegation.code if acting.delegation else ""
    return ((view, view.filter == wanted) for view in views(matrix.rows, own))
