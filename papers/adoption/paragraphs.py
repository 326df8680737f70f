"""The paragraphs of a frozen revision as people name them: printed number, or first words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

UNNAMED = frozenset({"rule", "footnote"})


class Paragraph(NamedTuple):
    """One block of the text: its permanent id, printed number, first words, and whether it is a heading."""

    id: str
    label: str
    words: str
    is_heading: bool

    @property
    def name(self) -> str:
        """How it is cited: by its number; without one by its first words."""
        return self.label or _("“%(words)s”") % {"words": Truncator(self.words).chars(40)}


def of(block_map: Iterable[Mapping[str, Any]]) -> list[Paragraph]:
    """What can be named in an objection, in reading order."""
    return [
        Paragraph(str(entry["id"]), str(entry["label"]), str(entry["text"]), entry["kind"] == "heading")
        for entry in block_map
        if entry["kind"] not in UNNAMED and str(entry["text"]).strip()
    ]


def named(ids: Collection[str], block_map: Iterable[Mapping[str, Any]]) -> list[Paragraph]:
    """The paragraphs with these ids, in reading order; an unknown id is left out."""
    wanted = set(ids)
    return [paragraph for paragraph in of(block_map) if paragraph.id in wanted]
