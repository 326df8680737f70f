"""A text without the passages that are not released to its reader: each is replaced in place, and nothing else changes.

Pure: which passages are withheld is found by papers/drafting/models/markings.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

# Elements that may hold the words that stand in for a passage; a table or a picture becomes a paragraph.
KEPT_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "li"})
NOTE_CITED = re.compile(r'<a class="fn"[^>]* href="#(fn-\d+)"')
NOTE_BEGUN = re.compile(r'<li id="(fn-\d+)"')
KEPT_KINDS = frozenset({"heading", "paragraph", "item", "quote", "footnote"})


class Withheld(PermissionDenied):
    """A page that does not know how to leave out a passage shows nothing of the text."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A passage of this text is not released to everybody, and this page cannot leave it out. "
                "Read the paper on its own page, where the rest is shown."
            )
        )


class Shown(NamedTuple):
    """What a reader gets of a text: its Markdown and its blocks, which fit each other."""

    text: str
    block_map: list[dict[str, Any]]


def placeholder() -> str:
    """The words that stand in the place of a passage, in the reader's language."""
    return _("[passage not released to you]")


def project(text: str, block_map: Iterable[Mapping[str, Any]], withheld: Collection[str]) -> Shown:
    """The text and its blocks with the withheld ones replaced; the places of all others follow."""
    return Shown(project_text(text, block_map, withheld), project_blocks(block_map, withheld))


def project_blocks(block_map: Iterable[Mapping[str, Any]], withheld: Collection[str]) -> list[dict[str, Any]]:
    """The blocks as the reader gets them, in their order; notes stand last, wherever the source has them."""
    block_map = list(block_map)
    cuts, stands_in = _cuts(block_map, withheld), len(_in_markdown())

    def moved(at: int) -> int:
        return at + sum(stands_in - (end - start) for start, end in cuts if end <= at)

    shown = []
    for entry in block_map:
        start = moved(entry["start"])
        if entry["id"] in withheld:
            shown.append(_blank(entry) | {"start": start, "end": start + stands_in})
        else:
            shown.append({**entry, "start": start, "end": moved(entry["end"])})
    return shown


def project_text(text: str, block_map: Iterable[Mapping[str, Any]], withheld: Collection[str]) -> str:
    """The Markdown as the reader gets it; what stands between the passages stays."""
    return "".join(_pieces(text, _cuts(block_map, withheld)))


def notes_of(block_map: Iterable[Mapping[str, Any]], chosen: Collection[str]) -> set[str]:
    """The footnotes, block by block, that these passages refer to."""
    block_map, found, inside = list(block_map), set(), ""
    cited = {note for one in block_map if one["id"] in chosen for note in NOTE_CITED.findall(one["html"])}
    for one in block_map:
        begun = NOTE_BEGUN.search(one["before"])
        inside = begun[1] if begun else inside
        if one["kind"] == "footnote" and inside in cited:
            found.add(one["id"])
    return found


def _cuts(block_map: Iterable[Mapping[str, Any]], withheld: Collection[str]) -> list[tuple[int, int]]:
    """Where the source of the withheld passages stands, in its order."""
    return sorted((entry["start"], entry["end"]) for entry in block_map if entry["id"] in withheld)


def _pieces(text: str, cuts: Iterable[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in cuts:
        yield text[at:start]
        yield _in_markdown()
        at = end
    yield text[at:]


def _in_markdown() -> str:
    """Escaped, so that the stand-in is not taken for open text in square brackets."""
    return placeholder().replace("[", "\\[").replace("]", "\\]")


def _blank(entry: Mapping[str, Any]) -> dict[str, Any]:
    words = placeholder()
    return {
        **entry,
        "kind": entry["kind"] if entry["kind"] in KEPT_KINDS else "paragraph",
        "tag": entry["tag"] if entry["tag"] in KEPT_TAGS else "p",
        "label": "",
        "label_in_text": False,
        "html": f'<em class="withheld">{escape(words)}</em>',
        "text": words,
        "withheld": True,
    }
