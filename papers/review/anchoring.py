"""Where a comment stands in another revision: on its words, on its passage without them, or nowhere any more.

Words are compared with white space evened out, as a reader sees them. Nothing is guessed: words that are not there
are said to be gone. They are followed to another passage only if that one was put together with theirs or cut from
it, or if a long quotation stands exactly once anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from papers.shared.text import squash

CONTEXT = 40  # characters kept on each side of a quotation
FOLLOWED = 24  # characters a quotation needs to be followed into another passage


class Fate(StrEnum):
    """What became of the words: whole (the passage itself was meant), here, elsewhere, reworded, gone.

    Joined: the passage was put into another one, in which its words cannot be told from the rest.
    """

    WHOLE = "whole"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    REWORDED = "reworded"
    JOINED = "joined"
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
    """The words of one revision by passage, read once and asked for many anchors.

    `kin` is asked once, and only if some words are not where they were: by passage, those it was put into and those
    cut from it, of all revisions.
    """

    def __init__(
        self, block_map: Iterable[Mapping[str, Any]], kin: Callable[[], Mapping[str, Sequence[str]]] = dict
    ) -> None:
        self._words = {entry["id"]: entry["text"] for entry in block_map}
        self._ask_kin = kin

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
        return self._among_kin(anchor) or self._elsewhere(quote) or self._without_words(anchor.block)

    def _among_kin(self, anchor: Anchor) -> Place | None:
        """Quoted words that stand once in what was put together with their passage or cut from it."""
        quote = squash(anchor.quote)
        found = self._once(quote, [block for block in self._kin_of(anchor.block) if block in self])
        return found if quote else None

    def _elsewhere(self, quote: str) -> Place | None:
        return self._once(quote, self._words) if len(quote) >= FOLLOWED else None

    def _once(self, quote: str, blocks: Iterable[str]) -> Place | None:
        found = [(block, at) for block in blocks for at in occurrences(self._squashed[block], quote)]
        if len(found) != 1:
            return None
        [(block, at)] = found
        return Place(Fate.ELSEWHERE, block, at, at + len(quote))

    def _without_words(self, block: str) -> Place:
        if block in self:
            return Place(Fate.REWORDED, block)
        heir = next((kin for kin in self._kin_of(block) if kin in self), None)
        return Place(Fate.JOINED, heir) if heir else Place(Fate.GONE)

    def _kin_of(self, block: str) -> list[str]:
        """All that came of a passage, the nearest first."""
        found, asked = [], [block]
        for one in asked:
            fresh = [kin for kin in self._kin.get(one, ()) if kin not in asked]
            asked += fresh
            found += fresh
        return found

    @cached_property
    def _kin(self) -> Mapping[str, Sequence[str]]:
        return self._ask_kin()

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
