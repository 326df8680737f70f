"""What becomes of each line that answers comments: replies, the commenter's answer, the penholder's proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from papers.exchange.columns import Line
from papers.exchange.filled import Do, Given, Note, Outcome
from papers.implementation.outcomes import Kind
from papers.review.services.merging import REFERENCE
from papers.review.wording import disposition_fault
from papers.shared.text import squash


@dataclass(frozen=True)
class Said:
    """A comment that all may read, with what was said to it and what this person may still say."""

    pk: UUID
    reference: str
    text: str
    is_own: bool = False
    is_decided: bool = False
    may_propose: bool = False
    proposal: tuple[str, str, str] = ("", "", "")  # value, reason, merged with
    answer: tuple[str, str] = ("", "")
    replies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Thread:
    """The comments of a round by number."""

    round: int
    comments: Mapping[int, Said]

    def find(self, ref: str) -> Said | None:
        """The comment that “C-1-004”, or 4, names."""
        match = REFERENCE.fullmatch(ref)
        if match is None or int(match["round"] or self.round) != self.round:
            return None
        return self.comments.get(int(match["number"]))


def judge_answers(lines: Iterable[Line], thread: Thread) -> list[Outcome]:
    """What becomes of each line."""
    met: set[tuple[str, ...]] = set()
    return [_of_line(line, thread, met) for line in lines]


def _of_line(line: Line, thread: Thread, met: set[tuple[str, ...]]) -> Outcome:
    words = line.reply or line.answer_words or line.proposal_reason
    comment = thread.find(line.ref)
    given = Given(comment.text[:80] if comment else "", words)
    if line.fault or comment is None:
        return Outcome(line.row, line.ref, Kind.ERROR, (line.fault or Note.NOT_HERE.value,), given)
    key = (comment.reference, line.reply, line.answer, line.answer_words, line.proposal, line.proposal_reason)
    if key in met:
        return Outcome(line.row, line.ref, Kind.DOUBLE, (), given)
    met.add(key)
    fault, doing = _acts(line, comment)
    if fault:
        return Outcome(line.row, line.ref, Kind.ERROR, (fault,), given)
    return Outcome(line.row, line.ref, Kind.NEW if doing else Kind.SAME, (), given, tuple(doing))


def _acts(line: Line, comment: Said) -> tuple[str, list[Do]]:
    """The acts that follow, or why they cannot: what is said already is not said again."""
    doing = []
    if line.reply and squash(line.reply) not in comment.replies:
        doing.append(Do("reply", comment.pk, {"text": line.reply}))
    answer = (line.answer, squash(line.answer_words))
    if line.answer and answer != comment.answer:
        if not comment.is_own:
            return Note.NOT_OURS.value, []
        if not comment.is_decided:
            return Note.NOT_DECIDED.value, []
        doing.append(Do("answer", comment.pk, {"value": line.answer, "words": line.answer_words}))
    proposal = (line.proposal, squash(line.proposal_reason), squash(line.into))
    if line.proposal and proposal != comment.proposal:
        if not comment.may_propose:
            return Note.NO_PEN.value, []
        if disposition_fault(line.proposal, line.proposal_reason):
            return Note.OUTCOME_REASON.value, []
        facts = {"value": line.proposal, "reason": line.proposal_reason, "into": line.into}
        doing.append(Do("propose", comment.pk, facts))
    return "", doing
