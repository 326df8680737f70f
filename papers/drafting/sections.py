"""The sections of a text that is still being written: its headings, which have no permanent id yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from papers.drafting.likeness import Reader
from papers.shared.markdown import Document

LONGEST = 200
ALIKE = 0.5  # of its words, below which a changed heading is another one


class Section(NamedTuple):
    """A heading: its words, which of the headings with these words it is, and its level."""

    heading: str
    place: int
    level: int


def sections(document: Document) -> list[Section]:
    """The headings of a text, in order; one without words names no section."""
    seen: Counter[str] = Counter()
    found = []
    for block in document.blocks:
        words = " ".join(block.text.split())[:LONGEST]
        if block.kind == "heading" and words:
            found.append(Section(words, seen[words], block.level))
            seen[words] += 1
    return found


def find(among: Sequence[Section], heading: str, place: int) -> Section | None:
    """The section that was named so; if its heading was changed since, the one most alike."""
    same = [section for section in among if section.heading == heading]
    if same:
        return same[min(place, len(same) - 1)]
    reader = Reader()
    wanted = reader.read(heading)
    alike = [(wanted.likeness(reader.read(section.heading)), section) for section in among]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None
