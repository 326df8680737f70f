"""Bringing back passages of an earlier text: put where they stood, in place of what became of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from papers.drafting import blocks
from papers.shared import markdown
from papers.shared.markdown import SourceBlock

CLOSES = re.compile(r"\n:{3,}[ \t]*(?=\n|\Z)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the earlier text that reads otherwise now: its place there, its words, and what they are now."""

    place: int
    kind: str
    label: str
    then: str
    now: str


class Edit(NamedTuple):
    """So much of the present text goes, and this comes in its place."""

    start: int
    end: int
    words: str


def changed(now: str, then: str) -> list[Passage]:
    """The passages of the earlier text that are no longer there as they were."""
    texts = _Texts(now, then)
    return [
        Passage(place, block.kind, block.label, block.text, stands.text if stands else "")
        for place, block in enumerate(texts.old)
        for stands in [texts.stands(place)]
        if stands is None or stands.source.strip() != block.source.strip()
    ]


def with_passages(now: str, then: str, chosen: Collection[int]) -> str:
    """The present text with the chosen passages of the earlier one; numbers that name none are left out."""
    edits = list(_Texts(now, then).edits(sorted(set(chosen))))
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        now = now[: edit.start] + edit.words + now[edit.end :]
    return now


class _Texts:
    """Two texts of one paper, with where each earlier passage stands now."""

    def __init__(self, now: str, then: str) -> None:
        self.now, self.then = now, then
        self.new, self.old = markdown.parse(now).blocks, markdown.parse(then).blocks
        known = [
            blocks.Known(str(place), block.kind, block.text, block.label, block.source)
            for place, block in enumerate(self.old)
        ]
        ids = blocks.align(known, self.new, lambda: "").ids
        self.places = {int(old): new for new, old in enumerate(ids) if old}

    def stands(self, place: int) -> SourceBlock | None:
        """What became of an earlier passage."""
        return self.new[self.places[place]] if place in self.places else None

    def edits(self, chosen: list[int]) -> Iterator[Edit]:
        chosen = [place for place in chosen if 0 <= place < len(self.old)]
        for place in chosen:
            stands = self.stands(place)
            if stands is not None:
                yield Edit(stands.start, stands.end, self.old[place].source)
        gone = [place for place in chosen if place not in self.places]
        inserted: dict[int, str] = {}
        for _run, group in groupby(gone, key=self._together):
            at, words = self._brought_back(list(group))
            inserted[at] = inserted.get(at, "") + words
        for at, words in inserted.items():
            yield Edit(at, at, words if at else words.lstrip("\n") + "\n\n")

    def _together(self, place: int) -> object:
        """Passages of one recommendation come back inside one fence, all others by themselves."""
        recommendation = self.old[place].recommendation
        return (recommendation,) if self._is_lost(recommendation) else place

    def _is_lost(self, recommendation: int | None) -> bool:
        """Whether nothing of a recommendation of the earlier text is left inside one."""
        if recommendation is None:
            return False
        inside = [place for place, block in enumerate(self.old) if block.recommendation == recommendation]
        return not any(
            (stands := self.stands(place)) and stands.recommendation is not None for place in inside
        )

    def _brought_back(self, run: list[int]) -> tuple[int, str]:
        first = self.old[run[0]]
        before = max((place for place in self.places if place < run[0]), default=None)
        at = self._after(before, first) if before is not None else 0
        if self._is_lost(first.recommendation):
            inside = "\n\n".join(self.old[place].source for place in run)
            return at, f"\n\n::: recommendation\n{inside}\n:::"
        return at, self._gap(run[0]) + first.source

    def _after(self, before: int, block: SourceBlock) -> int:
        """The end of the passage before; beyond its recommendation, if what comes back stood outside."""
        stands = self.new[self.places[before]]
        if (
            stands.recommendation is None
            or block.recommendation == self.old[before].recommendation is not None
        ):
            return stands.end
        closing = CLOSES.search(self.now, stands.end)
        return closing.end() if closing else stands.end

    def _gap(self, place: int) -> str:
        """What stood between a passage and the one before it, where that was only white space."""
        gap = self.then[self.old[place - 1].end : self.old[place].start] if place else ""
        return gap if gap.strip() == "" and "\n" in gap else "\n\n"
