"""Open text: square brackets that the parser left as words, and the delegations that asked for them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from papers.shared.markdown import Document, SourceBlock, Stray, parse
from papers.shared.markdown.labels import TIMES
from papers.shared.markdown.pairs import delegations, pairs, with_depth

# What may stand around the words of a block without being one of them: signs of structure and emphasis and
# the printed number before; a full stop and the calls of footnotes behind.
_BEFORE = re.compile(rf"(?:[>#*_~|\s(\d.)]|[-+](?=\s)|[a-z]{{1,4}}\)|[A-Z]\.|{TIMES})*+")
_BEHIND = re.compile(r"(?:[*_~#.;,|\s]|\[\^[^\]\s]+\])*+")
_ALTERNATIVE = re.compile(rf"[ \u00a0]({TIMES})\Z")


@dataclass(frozen=True, slots=True)
class Bracket:
    """One pair of brackets in a text: where it stands, how deep, and who is named in it."""

    start: int
    end: int
    text: str
    depth: int
    block: int
    last_block: int
    delegations: tuple[str, ...] = ()
    whole_block: bool = False
    alternative: str = ""


class Findings(NamedTuple):
    """The open brackets of a text, and the halves without a partner."""

    brackets: tuple[Bracket, ...]
    strays: tuple[Stray, ...]


class Place(NamedTuple):
    """A bracket sign and the block in which it stands."""

    stray: Stray
    block: int

    @property
    def sign(self) -> str:
        """Which of the two signs it is."""
        return self.stray.sign


def find(text: str | Document) -> tuple[Bracket, ...]:
    """The open brackets of a text in reading order; not links, footnotes, task boxes, code or escapes."""
    return examine(text).brackets


def is_clean(text: str | Document) -> bool:
    """Whether no bracket is open, not even half of one."""
    document = parse(text) if isinstance(text, str) else text
    return not any(block.brackets for block in document.blocks)


def examine(text: str | Document) -> Findings:
    """Pair the signs: first within a run of words, then from the first word of a block to the last of another."""
    document = parse(text) if isinstance(text, str) else text
    places = [Place(stray, index) for index, block in enumerate(document.blocks) for stray in block.brackets]
    found = [(one.opening, one.closing) for run in _runs(places) for one in pairs(run)]
    taken = {place for pair in found for place in pair}
    found += _across(document.blocks, [place for place in places if place not in taken])
    taken = {place for pair in found for place in pair}
    ordered = with_depth(found, places)
    return Findings(
        brackets=tuple(_bracket(document, *pair) for pair in ordered),
        strays=tuple(place.stray for place in places if place not in taken),
    )


def _runs(places: Sequence[Place]) -> Iterator[list[Place]]:
    for _, run in groupby(places, key=lambda place: (place.block, place.stray.run)):
        yield list(run)


def _across(blocks: Sequence[SourceBlock], single: Sequence[Place]) -> list[tuple[Place, Place]]:
    """Brackets around several blocks: opened before the first word of one, closed behind the last of another."""
    waiting: list[Place] = []
    found = []
    for place in single:
        block = blocks[place.block]
        if place.sign == "[" and _begins(block, place.stray.at):
            waiting.append(place)
        elif place.sign == "]" and waiting and _ends(block, place.stray.at + 1):
            found.append((waiting.pop(), place))
    return found


def _bracket(document: Document, opening: Place, closing: Place, depth: int) -> Bracket:
    start, end = opening.stray.at, closing.stray.at + 1
    first, last = document.blocks[opening.block], document.blocks[closing.block]
    words = document.source[start:end]
    whole = depth == 1 and first.kind != "table" and _begins(first, start) and _ends(last, end)
    times = _ALTERNATIVE.search(first.label) if whole else None
    return Bracket(
        start=start,
        end=end,
        text=words,
        depth=depth,
        block=opening.block,
        last_block=closing.block,
        delegations=delegations(words[1:-1])[1],
        whole_block=whole,
        alternative=times[1] if times else "",
    )


def _begins(block: SourceBlock, at: int) -> bool:
    return _BEFORE.fullmatch(block.source[: at - block.start]) is not None


def _ends(block: SourceBlock, at: int) -> bool:
    return _BEHIND.fullmatch(block.source[at - block.start :]) is not None
