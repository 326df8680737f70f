"""A comment as pages show it: where it stands, what it says, what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from papers.review.anchoring import Anchor, nearest
from papers.review.lifecycle import MARKS, Outcome, Severity, Step
from papers.review.matrix import WHOLE
from papers.review.models import Comment, Disposition, Round
from papers.review.passages import Passage, quoted
from papers.review.wording import marked


@dataclass(frozen=True)
class Told:
    """One comment with its passage; `proposal` and `decision` are the standing ones."""

    comment: Comment
    passage: Passage | None
    proposal: Disposition | None = None
    decision: Disposition | None = None
    since: datetime | None = None  # what was said later is news to the reader
    place: int = -1  # of its passage in the text; the paper as a whole comes first
    behalf: list[Any] = field(default_factory=list)  # the delegations for which it speaks too
    duplicates: list[Comment] = field(default_factory=list)  # those merged with it

    @property
    def present(self) -> str:
        """The words it is about: those quoted, else the whole passage."""
        return self.comment.quote or (self.passage.words if self.passage else "")

    @property
    def change(self) -> list[tuple[str, str]]:
        """The proposed words against the present ones."""
        return list(marked(self.present, self.comment.proposed)) if self.comment.proposed else []

    @property
    def in_place(self) -> list[tuple[bool, str]]:
        """The passage with the quoted words told apart."""
        if self.passage is None:
            return []
        words, quote = self.passage.words, self.comment.quote
        at = nearest(words, anchor_of(self.comment)) if quote else None
        return quoted(words, at, at + len(quote)) if at is not None else [(False, words)]

    @property
    def delegation_code(self) -> str:
        return str(self.comment.delegation.code)

    @property
    def passage_id(self) -> str:
        return str(self.comment.block_id or WHOLE)

    @property
    def severity(self) -> str:
        return str(self.comment.severity)

    @property
    def is_proposed(self) -> bool:
        return self.proposal is not None

    @property
    def is_decided(self) -> bool:
        return self.decision is not None

    @property
    def partner(self) -> Comment | None:
        """The comment with which this one is merged by the last word on it."""
        said = self.decision or self.proposal
        if said is None or not hasattr(said, "merge"):
            return None
        into: Comment = said.merge.into
        into.round = self.comment.round
        return into

    @property
    def last_at(self) -> datetime:
        """When something last happened to it; for rows that carry the last words."""
        comment = self.comment
        disposed = (one.made_at for one in (self.proposal, self.decision) if one)
        opened = comment.round.closed_at if comment.is_open else comment.changed_at
        said = (comment.made_at, opened, comment.replied_at, comment.answered_at, *disposed)
        return max(moment for moment in said if moment)

    @property
    def is_news(self) -> bool:
        """Whether something happened to it since the reader last looked; nothing is news on the first visit."""
        return self.since is not None and self.last_at > self.since

    @property
    def blocks(self) -> bool:
        """Whether the next revision waits for it."""
        return self.comment.is_open and self.severity == Severity.CRITICAL and not self.is_decided

    @property
    def standing(self) -> dict[str, Any] | None:
        """The last word on it so far, from the list's own annotations: label, mark, tone, decided or not."""
        value = getattr(self.comment, "standing_value", None)
        if value is None:
            return None
        mark, tone = MARKS[Outcome(value)]
        decided = self.comment.standing_step == Step.DECIDED
        return {"label": Outcome(value).label, "mark": mark, "tone": tone, "decided": decided}


def told(comment: Comment, names: Mapping[str, Passage], round: Round, **facts: Any) -> Told:
    """The comment beside its passage; the round is the one the page has already."""
    comment.round = round
    return Told(comment, names.get(str(comment.block_id)), **facts)


def anchor_of(comment: Comment) -> Anchor:
    """What a comment hangs on."""
    return Anchor(str(comment.block_id), comment.quote, comment.before, comment.after)
