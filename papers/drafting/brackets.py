"""Open text: square brackets that the parser left as words, and the delegations that asked for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
import re

from papers.shared.markdown import Document, SourceBlock, parse
from papers.shared.markdown.pairs import delegations, pairs

_CODE = re.compile(r'<b data-code="([A-Z0-9]+)">\1</b>')
_ALTERNATIVE = re.compile(r"(bis|ter|quater|quinquies|sexies|septies|octies)\Z")


@dataclass(frozen=True, slots=True)
class Bracket:
    """One pair of brackets in a text: where it stands, how deep, and who is named in it."""

    start: int
    end: int
    text: str
    depth: int
    block: int
    delegations: tuple[str, ...] = ()
    whole_block: bool = False
    alternative: str = ""


def find(text: str | Document) -> tuple[Bracket, ...]:
    """The open brackets of a text in reading order; not links, footnotes, task boxes, code or escapes."""
    document = parse(text) if isinstance(text, str) else text
    return tuple(
        bracket for index, block in enumerate(document.blocks) if block.brackets for bracket in _in_block(index, block)
    )


def is_clean(text: str | Document) -> bool:
    """Whether no bracket is open, not even half of one."""
    document = parse(text) if isinstance(text, str) else text
    return not any(block.brackets for block in document.blocks)


def _in_block(index: int, block: SourceBlock) -> list[Bracket]:
    found = []
    for _, run in groupby(block.brackets, key=lambda stray: stray.run):
        for pair in pairs(list(run)):
            start, end = pair.opening.at, pair.closing.at + 1
            words = block.source[start - block.start : end - block.start]
            _, codes = delegations(words[1:-1])
            whole = pair.depth == 1 and words.strip() == _bare(block)
            named = _ALTERNATIVE.search(block.label) if whole else None
            found.append(Bracket(start, end, words, pair.depth, index, codes, whole, named[1] if named else ""))
    return found


def _bare(block: SourceBlock) -> str:
    return block.source
