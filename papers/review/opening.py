"""The open brackets of a text as a review speaks of them, and the edits that settle one. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from papers.drafting import brackets
from papers.drafting.live.replica import Edit, edited
from papers.review.lifecycle import Settled
from papers.shared import markdown
from papers.shared.markdown.pairs import delegations
from papers.shared.text import squash

KEY = 32  # hexadecimal digits by which the words of a bracket are known


@dataclass(frozen=True)
class Open:
    """A bracket: its passage, its words, who asked for it, and where it stands in the source.

    `rivals` are the places, in the list of all, of the alternatives to it: whole passages numbered bis, ter.
    """

    block: str
    label: str
    words: str
    codes: tuple[str, ...]
    start: int
    end: int
    whole: bool
    rivals: tuple[int, ...] = ()

    @property
    def inner(self) -> str:
        """The words without the two signs and the delegations named at their end."""
        return delegations(self.words[1:-1])[0]

    @property
    def key(self) -> str:
        return key_of(self.words)


def key_of(words: str) -> str:
    """By what a bracket is known from one revision to the next: its words, with white space evened out."""
    return sha256(squash(words).encode()).hexdigest()[:KEY]


def open_text(text: str, block_map: Sequence[Mapping[str, Any]]) -> list[Open]:
    """The open brackets of a text whose blocks these are, in reading order."""
    document = markdown.parse(text, brackets=True)
    found = brackets.find(document)
    rivals = _rivals(found)
    return [
        Open(
            block_map[one.block]["id"], document.blocks[one.block].label, one.text, one.delegations, one.start, one.end,
            one.whole_block, rivals.get(place, ()),
        )
        for place, one in enumerate(found)
    ]  # fmt: skip


def of_revision(revision: Any) -> list[Open]:
    """The open brackets of an issued revision in the passages that its reader has."""
    withheld = revision.withheld or ()
    if not revision.is_partial:
        return open_text(revision.text, revision.block_map)
    found = open_text(*revision.stored_texts())
    return [replace(one, rivals=()) for one in found if one.block not in withheld]


def settling(text: str, found: Sequence[Open], one: Open, how: Settled) -> list[Edit] | None:
    """The edits that settle a bracket, or None where they would leave the signs of others in disorder.

    Words that stay lose their two signs and the names at their end, and their alternatives go with their passages;
    words that go take a blank beside them along, or the whole passage.
    """
    if how == Settled.DROPPED:
        edits = [_without(text, one)]
    else:
        kept = one.start + 1 + len(one.inner)
        edits = [Edit(one.start, 1, ""), Edit(kept, one.end - kept, "")]
        edits += [_without(text, found[place]) for place in one.rivals]
    after = brackets.examine(edited(text, edits))
    inside = [other for other in found if one.start < other.start and other.end < one.end]
    gone = 1 + (len(inside) if how == Settled.DROPPED else len(one.rivals))
    before = brackets.examine(text)
    is_tidy = len(after.strays) == len(before.strays) and len(after.brackets) <= len(before.brackets) - gone
    return edits if is_tidy else None


def _rivals(found: Sequence[brackets.Bracket]) -> dict[int, tuple[int, ...]]:
    """By place, the places of the alternatives: whole passages one after the other, all but the first bis, ter…"""
    groups: list[list[int]] = []
    for place, one in enumerate(found):
        if not one.whole_block:
            continue
        before = found[groups[-1][-1]] if groups else None
        if one.alternative and before is not None and before.last_block + 1 == one.block:
            groups[-1].append(place)
        else:
            groups.append([place])
    return {place: tuple(other for other in group if other != place) for group in groups for place in group}


def _without(text: str, one: Open) -> Edit:
    if not one.whole:
        blank = (
            one.start > 0
            and text[one.start - 1] == " "
            and (one.end == len(text) or not text[one.end].isalnum())
        )
        return Edit(one.start - blank, one.end - one.start + blank, "")
    begin = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    end = len(text) if end == -1 else end
    while end < len(text) and text[end] == "\n":
        end += 1
    return Edit(begin, end - begin, "")
