"""Square brackets in pairs, and the delegations named at the end of one."""

import re
from collections.abc import Sequence
from html import escape
from typing import Generic, NamedTuple, Protocol, TypeVar

from papers.shared.markdown.inline import Words

_CODE = r"[A-Z][A-Z0-9]{1,7}"
_NAMED = re.compile(rf"(?:(?<=\s)|\A)[\u2013\u2014-]\s*({_CODE}(?:\s*,\s*{_CODE})*)\s*\Z")
_LONGEST = 300  # characters of a suffix


class Signed(Protocol):
    """Anything that is an opening or a closing bracket."""

    @property
    def sign(self) -> str:
        """ "[" or "]"."""


Sign = TypeVar("Sign", bound=Signed)


class Pair(NamedTuple, Generic[Sign]):
    """An opening and a closing bracket that belong together, and how deep they stand."""

    opening: Sign
    closing: Sign
    depth: int


def pairs(signs: Sequence[Sign]) -> list[Pair[Sign]]:
    """The brackets of one run of words in pairs, in order of their opening; the unmatched stay out."""
    waiting: list[Sign] = []
    found: list[tuple[Sign, Sign]] = []
    for sign in signs:
        if sign.sign == "[":
            waiting.append(sign)
        elif waiting:
            found.append((waiting.pop(), sign))
    return with_depth(found, signs)


def with_depth(found: Sequence[tuple[Sign, Sign]], signs: Sequence[Sign]) -> list[Pair[Sign]]:
    """The same pairs in reading order, each with the number of pairs around it, itself included."""
    opens, closes = dict(found), {closing for _, closing in found}
    depth, ordered = 0, []
    for sign in signs:
        if sign in opens:
            depth += 1
            ordered.append(Pair(sign, opens[sign], depth))
        elif sign in closes:
            depth -= 1
    return ordered


def delegations(words: str) -> tuple[str, tuple[str, ...]]:
    """The words without the suffix that names delegations, and their codes."""
    begin = max(0, len(words) - _LONGEST)
    match = _NAMED.search(words, begin)
    if match is None:
        return words, ()
    return words[: match.start()].rstrip(), tuple(code.strip() for code in match[1].split(","))


def mark(words: Words) -> None:
    """Write each pair of brackets into the HTML as one element, with its delegations."""
    for pair in pairs(words.marks):
        if pair.opening.element == pair.closing.element:
            _wrap(words, pair.opening.piece, pair.closing.piece)


def _wrap(words: Words, first: int, last: int) -> None:
    kept, codes = delegations(words.html[last - 1]) if last - 1 > first else ("", ())
    if codes:
        names = ", ".join(f'<b data-code="{escape(code)}">{escape(code)}</b>' for code in codes)
        words.html[last - 1] = f'{kept}<span class="by">{names}</span>'
    words.html[first] = '<span class="br"><i>[</i>'
    words.html[last] = "<i>]</i></span>"
