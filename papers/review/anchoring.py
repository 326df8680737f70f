"""Where a comment stands in another revision: on its words, on its passage without them, or nowhere any more.

Words are compared with white space evened out, as a reader sees them. Nothing is guessed: words that are not there
are said to be gone, and only a long quotation that stands exactly once elsewhere is followed to another passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from papers.shared.text import squash

CONTEXT = 40  # characters kept on each side of a quotation
FOLLOWED = 24  # characters a quotation needs to be followed into another passage


class Fate(StrEnum):
    """What became of the words: whole (the passage itself was meant), here, elsewhere, reworded, gone."""

    WHOLE = "whole"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    REWORDED = "reworded"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a comment hangs on: a passage, and if need be words of it with what stood around them."""

    block: str
    quote: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor is found: the passage if there is one, and from where to where its words stand in it."""

    fate: Fate
    block: str | None = None
    start: int = 0
    end: int = 0


class Passages:
    """The words of one revision by passage, read once and asked for many anchors."""

    def __init__(self, block_map: Iterable[Mapping[str, Any]]) -> None:
        self._words = {entry["id"]: entry["text"] for entry in block_map}

    def __contains__(self, block: str) -> bool:
        return block in self._words

    def words(self, block: str) -> str:
        """The words of a passage with white space evened out; none for one that is not there."""
        return squash(self._words.get(block, ""))

    def find(self, anchor: Anchor) -> Place:
        """Where the anchor stands in this revision."""
        quote = squash(anchor.quote)
        if anchor.block in self and not quote:
            return Place(Fate.WHOLE, anchor.block, 0, len(self.words(anchor.block)))
        at = nearest(self.words(anchor.block), anchor) if quote else None
        if at is not None:
            return Place(Fate.HERE, anchor.block, at, at + len(quote))
        return self._elsewhere(quote) or self._without_words(anchor.block)

    def _elsewhere(self, quote: str) -> Place | None:
        if len(quote) < FOLLOWED:
            return None
        found = [(block, at) for block, words in self._squashed.items() for at in occurrences(words, quote)]
        if len(found) != 1:
            return None
        [(block, at)] = found
        return Place(Fate.ELSEWHERE, block, at, at + len(quote))

    def _without_words(self, block: str) -> Place:
        return Place(Fate.REWORDED, block) if block in self else Place(Fate.GONE)

    @cached_property
    def _squashed(self) -> dict[str, str]:
        return {block: squash(words) for block, words in self._words.items()}


def nearest(words: str, anchor: Anchor) -> int | None:
    """Where in a passage the quoted words begin; of several places the one with most of the same surroundings."""
    quote, before, after = squash(anchor.quote), squash(anchor.before), squash(anchor.after)
    best, most = None, -1
    for at in occurrences(words, quote):
        alike = _common(words[:at].rstrip()[::-1], before[::-1]) + _common(
            words[at + len(quote) :].lstrip(), after
        )
        if alike > most:
            best, most = at, alike
    return best


def surroundings(words: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a stretch of words, as an anchor keeps it."""
    return words[max(0, start - CONTEXT) : start], words[end : end + CONTEXT]


def occurrences(words: str, quote: str) -> Iterator[int]:
    """Every place at which the quotation begins, overlapping ones too."""
    at = words.find(quote) if quote else -1
    while at != -1:
        yield at
        at = words.find(quote, at + 1)


def _common(one: str, other: str) -> int:
    """How many first characters two strings share."""
    pairs = zip(one, other, strict=False)
    return next((count for count, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
