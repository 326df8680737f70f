"""The passages of a revision as a review names them: by printed number, or by their first words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from papers.shared.text import cut, squash

UNNAMED = frozenset({"rule", "frontmatter", "definitions"})


class Passage(NamedTuple):
    """One passage: its permanent id, what it is, its printed number, its words."""

    id: str
    kind: str
    label: str
    words: str

    @property
    def name(self) -> str:
        """How it is cited: by its number; without one by its first words."""
        return self.label or _("“%(words)s”") % {"words": cut(self.words, 40)}

    @property
    def short(self) -> str:
        """Its number and its very first words, for a narrow list."""
        words = cut(self.words, 32)
        return f"{self.label} · {words}" if self.label else words

    @property
    def line(self) -> str:
        """Its number and first words, for a list to choose from."""
        words = cut(self.words, 80)
        return f"{self.label} · {words}" if self.label else words


def named(block_map: Iterable[Mapping[str, Any]]) -> dict[str, Passage]:
    """What can be commented on, by id, in reading order."""
    return {
        entry["id"]: Passage(entry["id"], entry["kind"], entry["label"], squash(entry["text"]))
        for entry in block_map
        if entry["kind"] not in UNNAMED and entry["text"].strip()
    }


def quoted(words: str, start: int, end: int) -> list[tuple[bool, str]]:
    """A passage cut at a quotation: stretches of words, and whether they are quoted."""
    pieces = [(False, words[:start]), (True, words[start:end]), (False, words[end:])]
    return [(is_quoted, piece) for is_quoted, piece in pieces if piece]
