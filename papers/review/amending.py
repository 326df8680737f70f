"""What an amendment changes: found from the passage as somebody would have it, and put into a text. No database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from papers.drafting.live.replica import Edit, edited
from papers.drafting.preparing import prepare
from papers.review.anchoring import Anchor, nearest, occurrences, surroundings
from papers.review.lifecycle import Op
from papers.shared.text import squash

TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
_MARKER = re.compile(r"[ \t]*(?:\d+[.)]|[-*+])[ \t]+")


@dataclass(frozen=True)
class Change:
    """The words of a passage that go, those that come in their place, and what stands around them."""

    op: Op
    quote: str
    words: str
    before: str = ""
    after: str = ""


def difference(present: str, wanted: str) -> Change | None:
    """The smallest stretch of whole words that makes the one passage of the other; None where nothing differs.

    It takes in the word beside it where words only come or go, or where blanks would be lost: there is always something
    for an amendment to hang on, and `amended` always gives the wanted passage back.
    """
    present, wanted = squash(present), squash(wanted)
    if present == wanted:
        return None
    if not wanted:
        return Change(Op.DELETE, present, "")
    old, new = TOKEN.findall(present), TOKEN.findall(wanted)
    start, end = _alike(old, new)
    while start and not _begins(old[start : len(old) - end], new[start : len(new) - end]):
        start -= 1
    if old[start : len(old) - end][-1:] == new[start : len(new) - end][-1:] == [" "]:
        end += 1
    while end and not _begins(old[start : len(old) - end][::-1], new[start : len(new) - end][::-1]):
        end -= 1
    quote, words = "".join(old[start : len(old) - end]), "".join(new[start : len(new) - end])
    at = len("".join(old[:start]))
    return Change(_op(quote, words), quote, words, *surroundings(present, at, at + len(quote)))


def amended(present: str, anchor: Anchor, words: str) -> str | None:
    """The passage with the amendment in it; None where the words it names do not stand there."""
    present = squash(present)
    at = nearest(present, anchor)
    if at is None:
        return None
    return squash(f"{present[:at]}{words}{present[at + len(anchor.quote) :]}")


def edit_of(
    text: str, block_map: Sequence[dict[str, Any]], op: Op, anchor: Anchor, words: str, *, brackets: bool
) -> Edit | None:
    """The edit that puts an amendment into a Markdown text whose blocks these are, or None where a person must look.

    The result is read back: unless the passage then says exactly what was proposed, nothing is offered.
    """
    entry = next((one for one in block_map if one["id"] == anchor.block), None)
    if entry is None:
        return None
    edit = _addition(text, entry, words) if op == Op.ADD else _replacement(text, entry, anchor, words)
    if edit is None:
        return None
    changed = edited(text, [edit])
    says = [squash(one["text"]) for one in prepare(changed, block_map, brackets=brackets).block_map]
    return edit if says == _expected(block_map, entry, op, anchor, words) else None


def by_hand(text: str, block_map: Sequence[dict[str, Any]], anchor: Anchor, passage: str) -> Edit | None:
    """The edit that makes a passage of a text read, in Markdown, as a person wrote it; None where it reads so already.

    Where the passage is gone, the words come after the last of the text.
    """
    entry = next((one for one in block_map if one["id"] == anchor.block), None)
    if entry is None:
        end = len(text.rstrip())
        return Edit(end, 0, f"\n\n{passage}") if passage else None
    if text[entry["start"] : entry["end"]] == passage:
        return None
    return Edit(entry["start"], entry["end"] - entry["start"], passage)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches of a passage share a word, so that only one of the two can be had."""
    return one[0] < other[1] and other[0] < one[1]


def _alike(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many tokens two passages share at the beginning, and how many at the end."""
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    end = next((n for n in range(most - start) if old[-1 - n] != new[-1 - n]), most - start)
    return start, end


def _begins(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether both sides begin with a word or sign, so that nothing hangs on a blank."""
    return bool(old and new and old[0].strip() and new[0].strip())


def _op(quote: str, words: str) -> Op:
    if not words:
        return Op.DELETE
    old, new = quote.split(), words.split()
    start, end = _alike(old, new)
    if start + end >= len(old):
        return Op.INSERT
    return Op.DELETE if start + end >= len(new) else Op.REPLACE


def _replacement(text: str, entry: Mapping[str, Any], anchor: Anchor, words: str) -> Edit | None:
    source, present = text[entry["start"] : entry["end"]], squash(entry["text"])
    if anchor.quote == present and not words:
        rest = text[entry["end"] :]
        return Edit(entry["start"], len(source) + len(rest) - len(rest.lstrip("\n")), "")
    at = nearest(present, anchor)
    if at is None:
        return None
    places = list(occurrences(present, anchor.quote))
    pattern = r"\s+".join(re.escape(word) for word in anchor.quote.split())
    found = list(re.finditer(pattern, source))
    if len(found) != len(places):
        return None
    start, end = found[places.index(at)].span()
    return Edit(entry["start"] + start, end - start, words)


def _addition(text: str, entry: Mapping[str, Any], words: str) -> Edit:
    """A passage of its own after another: an item of the same list after an item, else a paragraph."""
    marker = _MARKER.match(text[entry["start"] : entry["end"]]) if entry["kind"] == "item" else None
    joined = f"\n{marker[0]}{words}" if marker else f"\n\n{words}"
    return Edit(entry["end"], 0, joined)


def _expected(
    block_map: Sequence[dict[str, Any]], entry: Mapping[str, Any], op: Op, anchor: Anchor, words: str
) -> list[str]:
    """What the passages must say once the amendment is in the text."""
    says = []
    for one in block_map:
        present = squash(one["text"])
        if one is not entry or op == Op.ADD:
            says.append(present)
        elif left := amended(present, anchor, words):
            says.append(left)
        if one is entry and op == Op.ADD:
            says.append(squash(words))
    return says
