"""What differs between two passages, word by word, as HTML that was escaped before it was marked."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from papers.drafting.sequences import changes
from papers.shared.text import LETTER, in_written_order

REWRITTEN = 0.5  # with less in common, the old words stand whole before the new ones
ISLAND = 4  # letters between two changes that are not worth reading on their own
SECONDS_FOR_ONE = 0.3

_TOKEN = re.compile(rf"{LETTER}+|[^\w\s]|\s+")
_WORD = re.compile(rf"{LETTER}+")


class Stretch(NamedTuple):
    """Some words of both sides: the same, or what they were and what they are."""

    same: bool
    old: str
    new: str


class Marked(NamedTuple):
    """Both sides and the two in one line, as HTML, and the words that came and went."""

    old: str
    new: str
    inline: str
    added: int
    removed: int


def mark_words(old: str, new: str, *, seconds: float = SECONDS_FOR_ONE) -> Marked:
    """What differs between two passages, word by word; two that have little in common stand whole."""
    if seconds <= 0:
        return _replaced(old, new)
    stretches = _readable(_stretches(old, new, seconds))
    common = sum(len(one.old) for one in stretches if one.same)
    if common * 2 < REWRITTEN * (len(old) + len(new)):
        return _replaced(old, new)
    left, right, both = [], [], []
    for one in stretches:
        left.append(shown(one.old) if one.same else marked("del", one.old))
        right.append(shown(one.new) if one.same else marked("ins", one.new))
        both.append(shown(one.new) if one.same else _both(one.old, one.new))
    changed = [one for one in stretches if not one.same]
    added, removed = sum(count(one.new) for one in changed), sum(count(one.old) for one in changed)
    return Marked("".join(left), "".join(right), "".join(both), added, removed)


def shown(words: str) -> str:
    """Words as HTML: escaped, with their lines kept."""
    return escape(in_written_order(words)).replace("\n", "<br>")


def _stretches(old: str, new: str, seconds: float) -> Iterator[Stretch]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    for one in changes(before, after, seconds=seconds):
        yield Stretch(one.same, "".join(before[one.old]), "".join(after[one.new]))


def _readable(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Two changes with nothing but a blank or a short word between them are read as one."""
    out: list[Stretch] = []
    for one in stretches:
        if len(out) > 1 and not one.same and _is_island(out[-2], out[-1], one):
            island, before = out.pop(), out.pop()
            out.append(Stretch(False, before.old + island.old + one.old, before.new + island.new + one.new))
        else:
            out.append(one)
    return out


def _is_island(before: Stretch, between: Stretch, after: Stretch) -> bool:
    if "\n" in between.new:
        return False
    if not _WORD.search(between.new):
        return len(between.new) <= ISLAND and _is_replacement(before) and _is_replacement(after)
    letters = min(len(before.old + before.new), len(after.old + after.new))
    return len(between.new.strip()) <= ISLAND and letters >= 8 * ISLAND


def _is_replacement(stretch: Stretch) -> bool:
    return bool(stretch.old.strip() and stretch.new.strip())


def _replaced(old: str, new: str) -> Marked:
    return Marked(marked("del", old), marked("ins", new), _both(old, new), count(new), count(old))


def _both(old: str, new: str) -> str:
    between = " " if old[-1:].isalnum() and new[:1].isalnum() else ""  # lest two words be read as one
    return marked("del", old) + between + marked("ins", new)


def marked(tag: str, words: str) -> str:
    """Words that came or went, as HTML."""
    return f"<{tag}>{shown(words)}</{tag}>" if words else ""


def count(words: str) -> int:
    """How many words there are."""
    return len(_WORD.findall(words))
