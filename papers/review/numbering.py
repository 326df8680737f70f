"""The order in which comments are numbered at the close: by where they stand in the text, never by who came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from papers.review.anchoring import Anchor, nearest
from papers.shared.text import squash


class Entry(NamedTuple):
    """What the order of one comment depends on."""

    key: Any
    anchor: Anchor | None
    rank: int
    code: str
    made_at: datetime


def order(entries: Iterable[Entry], block_map: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The keys in order: the whole paper first, then passage by passage, words by words, delegation by rank and code.

    When a comment was written counts only among those of one delegation on the same words.
    """
    places = {block["id"]: (index, squash(block["text"])) for index, block in enumerate(block_map)}
    return [
        entry.key for entry in sorted(entries, key=lambda entry: (*_place(entry.anchor, places), *entry[2:]))
    ]


def _place(anchor: Anchor | None, places: Mapping[str, tuple[int, str]]) -> tuple[int, int]:
    if anchor is None:
        return -1, 0
    index, words = places.get(anchor.block, (len(places), ""))
    return index, (nearest(words, anchor) or 0) if anchor.quote else 0
