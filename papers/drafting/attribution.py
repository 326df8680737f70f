"""Who wrote what stands in a text: each passage as old as the last change of its words."""

from __future__ import annotations

from collections.abc import Sequence


def standing_since(passages: Sequence[str], texts: Sequence[str]) -> list[int]:
    """For each passage of the last text, the first of the texts, oldest first, from which on it stands as it is."""
    return [_since(passage, texts) for passage in passages]


def _since(passage: str, texts: Sequence[str]) -> int:
    place = len(texts) - 1
    while place > 0 and passage in texts[place - 1]:
        place -= 1
    return place
