"""The outline of an issued text: its headings, nested, each with the first paragraph number under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from papers.shared.text import squash

ANY_TAG = re.compile(r"<[^>]*>")
LEVELS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline: a heading, how deep it stands, and the first paragraph number under it."""

    id: str
    depth: int
    label: str
    text: str
    first: str = ""


def items(block_map: Sequence[Mapping[str, Any]]) -> str:
    """The outline as the items of a list, deeper headings in lists of their own; the words are escaped."""
    return "".join(_items([line for line in outline(block_map) if line.depth <= LEVELS]))


def outline(block_map: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The headings as lines, counted from the highest one in use; a title that stands alone above them is left out."""
    headings = [(at, block) for at, block in enumerate(block_map) if block["kind"] == "heading"]
    headings = headings[1:] if _has_title(block_map) else headings
    top = min((block["level"] for _at, block in headings), default=1)
    return [
        Line(
            block["id"], block["level"] - top + 1, block["label"], _words(block), _first_number(block_map, at)
        )
        for at, block in headings
        if block["text"]
    ]


def _has_title(block_map: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the text begins with a heading of the first level and has no other."""
    levels = [block["level"] for block in block_map if block["kind"] == "heading"]
    return levels[:1] == [1] and levels.count(1) == 1 and len(levels) > 1


def _words(block: Mapping[str, Any]) -> str:
    html, _label = without_label(block)
    return squash(unescape(ANY_TAG.sub("", html)))


def _first_number(block_map: Sequence[Mapping[str, Any]], at: int) -> str:
    """The number of the first paragraph after a heading, if it comes before the next heading."""
    for block in block_map[at + 1 :]:
        if block["kind"] == "heading":
            return ""
        if block["label"] and block["kind"] in ("paragraph", "item"):
            return str(block["label"])
    return ""


def _items(lines: Sequence[Line]) -> Iterator[str]:
    """The lines as list items, deeper ones in lists of their own."""
    depths: list[int] = []
    for line in lines:
        while len(depths) > 1 and depths[-1] > line.depth:
            depths.pop()
            yield "</li></ol>"
        if not depths or depths[-1] < line.depth:
            yield "<ol>" if depths else ""
            depths.append(line.depth)
        else:
            depths[-1] = line.depth
            yield "</li>"
        yield (
            f'<li><a href="#b-{line.id}"><span>{escape(line.label)}</span>'
            f'<span dir="auto">{escape(line.text)}</span><span class="n">{escape(line.first)}</span></a>'
        )
    yield "</li></ol>" * (len(depths) - 1) + ("</li>" if depths else "")


def without_label(block: Mapping[str, Any]) -> tuple[str, str]:
    """The block's HTML and the label for the gutter; a number that is marked up stays where it stands."""
    html, label = block["html"], block["label"]
    if not label or not block.get("label_in_text"):
        return html, label
    printed = escape(label, quote=False)
    if not html.startswith(printed):
        return html, ""
    return html[len(printed) :].lstrip(" .)\u00a0\t\n"), label
