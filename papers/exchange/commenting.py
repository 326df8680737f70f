"""A revision under review with what is said of it: what the pages of its round show this reader, nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from papers.exchange.marking import Marked, Remark, new_passage
from papers.review import amending, export
from papers.review.lifecycle import Op
from papers.review.models import Amendment, Comment, Round
from papers.review.queries import behalf
from papers.review.queries.facts import Told, anchor_of
from papers.review.queries.matrix import matrix_of
from papers.review.wording import marked
from papers.shared.acting import Actor
from papers.shared.text import squash

# Word has no comments in footnotes, and no marks inside a listing: what is said of these stands on the title.
APART = frozenset({"footnote", "code"})


def review_of(acting: Actor, round: Round, block_map: Iterable[dict[str, Any]]) -> Review:
    """The passages of the revision with the comments and amendments of the round that this reader may see."""
    found, review = matrix_of(acting, round), Review({entry["id"]: entry for entry in block_map})
    spoken = behalf.by_answer(behalf.in_round(acting, round))
    for told in found.rows:
        review.say(replace(told, behalf=spoken[told.comment.answer_id]))
    for one in Amendment.objects.visible_to(acting).filter(round=round).standing().for_list():
        passage = found.passages.get(str(one.block_id))
        review.amend(one, passage.words if passage else one.quote)
    return review


@dataclass
class Review:
    """The passages of a revision as they are being marked; what has no place in them is said on the title."""

    blocks: dict[str, dict[str, Any]]
    marked: dict[str, Marked] = field(default_factory=dict)
    taken: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    on_title: list[tuple[int, Remark]] = field(default_factory=list)
    count: int = 0

    def say(self, told: Told) -> None:
        """A comment on its words."""
        comment, said = told.comment, _said(told)
        passage = self._passage(comment.block_id)
        span = passage.find(anchor_of(comment)) if passage else None
        self._comment(comment, passage, span, [*said[:1], *_where(told), *said[1:]] if span is None else said)

    def amend(self, amendment: Amendment, present: str) -> None:
        """An amendment as a change of its words, or in words where another one wants them too."""
        passage, said = self._passage(amendment.block_id), _proposed(amendment)
        span = passage.find(amendment.anchor) if passage and amendment.quote else None
        if amendment.op == Op.ADD and passage:
            self._add(amendment, said)
        elif passage and span and self._is_free(amendment, passage, span):
            self.taken.setdefault(str(amendment.block_id), []).append(span)
            remark = self._comment(amendment, passage, span, said)
            passage.change(span[0], marked(squash(amendment.quote), squash(amendment.words)), remark)
        else:
            span = span or (passage.find(amendment.anchor) if passage else None)
            self._comment(amendment, passage, span, [*said[:1], *_in_words(amendment, present), *said[1:]])

    def written(self) -> list[dict[str, Any]]:
        """The passages with everything that is said of them."""
        return [
            {**entry, "html": str(self.marked[key])} if key in self.marked else entry
            for key, entry in self.blocks.items()
        ]

    def _add(self, amendment: Amendment, said: Iterable[str]) -> None:
        entry = self.blocks[str(amendment.block_id)]
        self.count += 1
        new = new_passage(amendment.words, _remark(amendment, said), self.count)
        self.blocks[str(amendment.block_id)] = {**entry, "after": f"{new}{entry['after']}"}

    def _comment(
        self,
        row: Comment | Amendment,
        passage: Marked | None,
        span: tuple[int, int] | None,
        said: Iterable[str],
    ) -> Remark:
        self.count += 1
        remark = _remark(row, said)
        if passage is None or span is None:
            self.on_title.append((self.count, remark))
        else:
            passage.comment(span, self.count, remark)
        return remark

    def _passage(self, block: Any) -> Marked | None:
        entry = self.blocks.get(str(block))
        if entry is None or entry["kind"] in APART:
            return None
        return self.marked.setdefault(str(block), Marked(entry["html"]))

    def _is_free(self, amendment: Amendment, passage: Marked, span: tuple[int, int]) -> bool:
        others = self.taken.get(str(amendment.block_id), [])
        return passage.can_change(span) and not any(amending.overlap(span, one) for one in others)


def _remark(row: Comment | Amendment, said: Iterable[str]) -> Remark:
    author = export.author_of(row) if isinstance(row, Comment) else str(row.delegation.name)
    return Remark(author, str(row.delegation.code), row.made_at, "\n".join(filter(None, said)))


def _said(told: Told) -> list[str]:
    """What a comment says, a line each: what it is, its words, what it proposes, why, what was decided."""
    comment, decision = told.comment, told.decision
    also = ", ".join(f"{one.code} {one.name}" for one in told.behalf)
    facts = (
        comment.reference, comment.get_severity_display(), comment.get_kind_display(),
        comment.is_late and _("late"), also and f"{_('also for')} {also}",
    )  # fmt: skip
    decided = (decision.get_value_display(), decision.reason) if decision else ()
    return [
        " · ".join(str(one) for one in facts if one),
        comment.text,
        _line(_("Proposed text"), comment.proposed),
        _line(_("Reason"), comment.reason),
        _line(_("Disposition"), ". ".join(str(one) for one in decided if one)),
    ]


def _proposed(amendment: Amendment) -> list[str]:
    """What is said of an amendment: its number and sponsors, where it stands, why, and why it was decided so."""
    return [
        f"{amendment.title} · {amendment.get_state_display()}",
        _line(_("Reason"), amendment.reason),
        _line(_("Disposition"), amendment.verdict),
    ]


def _where(told: Told) -> list[str]:
    """The passage of a comment, where the comment cannot stand on it."""
    if not told.comment.block_id:
        return []
    where = told.passage.name if told.passage else _("the paper as a whole")
    return [_line(_("Paragraph"), where), _line(_("Current text"), told.comment.quote)]


def _in_words(amendment: Amendment, present: str) -> list[str]:
    """An amendment without a tracked change: what goes and what comes."""
    was = amendment.quote or present
    return [_line(_("Current text"), was), _line(_("Proposed text"), amendment.words or "—")]


def _line(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""
