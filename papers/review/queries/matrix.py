"""The comment matrix: all comments of a round that one may see, with their dispositions, filtered; and one comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from papers.drafting.heads import head_of
from papers.drafting.projection import for_reader
from papers.review import passages, rules
from papers.review.grouping import group, sort
from papers.review.lifecycle import Step
from papers.review.matrix import SIZE, Filter, View, views
from papers.review.models import ChangeReason, Comment, Disposition, Round, Satisfaction, SetAside
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


def matrix_of(acting: Actor, round: Round, *, since: datetime | None = None) -> Matrix:
    """The matrix of a round, in two statements; what happened after `since` is news."""
    names = passages.named(for_reader(round.revision, acting).block_map)
    places = {key: place for place, key in enumerate(names)}
    visible = Comment.objects.visible_to(acting).filter(round=round).standing().select_related("delegation")
    comments = list(visible.with_replies().with_last_words().in_order())
    standing = _standing(round, comments)
    rows = []
    for one in comments:
        proposal, decision = (standing.get((one.pk, step)) for step in (Step.PROPOSED, Step.DECIDED))
        place = places.get(str(one.block_id), len(places)) if one.block_id else -1
        rows.append(told(one, names, round, proposal=proposal, decision=decision, since=since, place=place))
    return Matrix(round, _with_duplicates(rows), names)


def _with_duplicates(rows: list[Told]) -> list[Told]:
    """The rows, each knowing the comments that are merged with it."""
    by_comment = {row.comment.pk: row for row in rows}
    for row in rows:
        if row.partner is not None and row.partner.pk in by_comment:
            by_comment[row.partner.pk].duplicates.append(row.comment)
    return rows


def matrix_page(acting: Actor, matrix: Matrix, wanted: Filter, after: int) -> dict[str, Any]:
    """The matrix under a filter, a page of it, with the views and what stops the next revision."""
    kept = sort(matrix.kept(wanted), wanted.group)
    start, size = _page(kept, after, matrix.round.is_open)
    rows = kept[start : start + size]
    return {
        **frame(acting, matrix),
        "groups": group(rows, wanted.group),
        "rows": rows,
        "kept": len(kept),
        "views": list(_views(acting, matrix, wanted)),
        "query": wanted.query,
        "previous_url": _from(wanted, kept, start - size) if start else "",
        "next_url": _from(wanted, kept, start + size) if start + size < len(kept) else "",
        "may_dispose": step_for(acting, matrix.rows[0].comment, decided=False) if matrix.rows else None,
        "undecided": any(not row.is_decided for row in kept),
        "may_fill": may_fill(acting, matrix.round),
    }


def frame(acting: Actor, matrix: Matrix) -> dict[str, Any]:
    """What every page about a matrix has: the matrix, its round and paper, and as of when."""
    round = matrix.round
    head = head_of(acting, round.paper, "review", review=round.number)
    return {"matrix": matrix, "round": round, "paper": round.paper, "head": head, "at": acting.at}


def may_fill(acting: Actor, round: Round) -> bool:
    """Whether a filled sheet may be brought: comments until the close, answers and proposals after it."""
    rule = rules.can_fill_open if round.is_open else rules.can_fill_closed
    return rule(acting, round)


def _page(kept: list[Told], after: int, is_open: bool) -> tuple[int, int]:
    """Where the page begins and how many rows it has; own comments without numbers stand on one page."""
    if is_open:
        return 0, len(kept)
    numbers = [row.comment.number or 0 for row in kept]
    if after in numbers[:-1]:
        return numbers.index(after) + 1, SIZE
    later = (at for at, number in enumerate(numbers) if number > after)
    return next(later, 0) if after else 0, SIZE


def _from(wanted: Filter, kept: list[Told], start: int) -> str:
    """The address of the page that begins at this row."""
    last = kept[start - 1].comment.number if start > 0 else 0
    return f"?{urlencode({**wanted.wanted, 'after': last})}"


def answers_in(round: Round) -> dict[Any, Satisfaction]:
    """What delegations last said to the decisions on their comments, by comment; none before the close."""
    standing = Satisfaction.objects.filter(comment__round=round, decision__superseded_by__isnull=True)
    found = standing.order_by("made_at", "pk")
    return {} if round.is_open else {one.comment_id: one for one in found}


def comment_page(acting: Actor, comment: Comment) -> dict[str, Any]:
    """A comment with its passage, what became of it step by step, and its thread."""
    round = comment.round
    about = Q(comment=comment) | Q(merge__into=comment, superseded_by__isnull=True)
    found = Disposition.objects.visible_to(acting).filter(about)
    found = list(
        found.select_related("delegation", "by", "comment__delegation", "comment__round", "merge__into")
    )
    history = [one for one in found if one.comment_id == comment.pk]
    by_step = {one.step: one for one in history}
    names = passages.named(for_reader(round.revision, acting).block_map)
    return {
        "comment": comment,
        "told": told(
            comment, names, round, proposal=by_step.get(Step.PROPOSED), decision=by_step.get(Step.DECIDED)
        ),
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review", review=round.number),
        "history": history,
        "duplicates": sorted({one.comment for one in found} - {comment}, key=attrgetter("number")),
        "replies": comment.replies.visible_to(acting).select_related("delegation") if comment.is_open else [],
        "may_change": rules.can_change(acting, comment),
        "may_reply": rules.can_reply(acting, comment),
        "step": step_for(acting, comment, decided=Step.DECIDED in by_step),
        "is_own": rules.is_own(acting, comment),
        **_afterwards(acting, comment, Step.DECIDED in by_step),
    }


def _afterwards(acting: Actor, comment: Comment, is_decided: bool) -> dict[str, Any]:
    """What came after the decision: the commenter's answers, and whether the chair set the objection aside."""
    if not is_decided:
        return {}
    answers = comment.satisfactions.visible_to(acting).select_related("delegation")
    aside = SetAside.objects.visible_to(acting).filter(comment=comment).first()
    changes = ChangeReason.objects.visible_to(acting).filter(comment=comment).order_by("step")
    return {
        "changes": changes.values("step__block", "step__label", "step__revision__number"),
        "answers": list(answers),
        "aside": aside,
        "may_answer_decision": rules.can_answer_decision(acting, comment),
        "may_set_aside": aside is None and rules.can_set_aside(acting, comment),
    }


def step_for(acting: Actor, comment: Comment, *, decided: bool) -> Step | None:
    """Which disposition this person may make of a comment: the chair decides, before that the penholder proposes."""
    if rules.can_decide(acting, comment):
        return Step.DECIDED
    return Step.PROPOSED if not decided and rules.holds_the_pen(acting, comment) else None


def _standing(round: Round, comments: Iterable[Comment]) -> dict[tuple[Any, str], Disposition]:
    """The dispositions that nothing has replaced, by comment and step."""
    if not any(comment.is_open for comment in comments):
        return {}
    found = Disposition.objects.filter(comment__round=round, superseded_by__isnull=True)
    found = found.select_related("delegation", "merge__into")
    return {(one.comment_id, one.step): one for one in found}


def _views(acting: Actor, matrix: Matrix, wanted: Filter) -> Iterable[tuple[View, bool]]:
    own = acting.delegation.code if acting.delegation else ""
    shown = replace(wanted, group="")
    return ((view, view.filter == shown) for view in views(matrix.rows, own))
