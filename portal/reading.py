"""An issued text as a page: its blocks put into the reader's frame, its outline, the codes it names.

The pieces are HTML that the one sanitiser let through when the revision was issued (papers/shared/markdown); what is
added here is escaped. Written as plain string joins, because a paper of a hundred pages has two thousand blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from papers.shared import markdown
from papers.shared.text import squash

CODE = re.compile(r'<b data-code="([A-Z0-9]+)">[A-Z0-9]+</b>')
TAG = re.compile(r"<(/?)(ul|ol|blockquote)\b")
ANY_TAG = re.compile(r"<[^>]*>")
DEEPEST = 4  # steps of indentation that a narrow page can bear
OUTLINE_LEVELS = 3
LONG = 300  # blocks; beyond it the browser lays out only what is near the window


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline: a heading, how deep it stands, and the first paragraph number under it."""

    id: str
    depth: int
    label: str
    text: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the paper page shows of a text."""

    body: SafeString
    outline: SafeString
    codes: tuple[str, ...]
    paragraphs: int
    brackets: int
    is_long: bool


@dataclass(slots=True)
class Place:
    """The lists and quotations around the block that is being written."""

    lists: list[str] = field(default_factory=list)
    quotes: int = 0

    def pass_through(self, html: str) -> None:
        for closing, name in TAG.findall(html) if html else ():
            if name == "blockquote":
                self.quotes += -1 if closing else 1
            elif closing:
                self.lists.pop()
            else:
                self.lists.append(name)

    @property
    def indent(self) -> int:
        """Steps to the side; numbered paragraphs have their number in the gutter and take none."""
        steps = len(self.lists) - (1 if self.lists[:1] == ["ol"] else 0)
        return min(steps + max(self.quotes - 1, 0), DEEPEST)


def codes_in(block_map: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The delegation codes that brackets of this text name, in order."""
    return tuple(sorted({code for block in block_map for code in CODE.findall(block["html"])}))


def compose(
    block_map: Sequence[Mapping[str, Any]],
    *,
    title: str = "",
    delegations: Mapping[str, Any] | None = None,
    margins: Mapping[str, Sequence[str]] | None = None,
) -> Reading:
    """The text in the reader's frame; `margins` holds, by block id, what stands beside the block (trusted HTML)."""
    delegations, margins = delegations or {}, margins or {}
    pieces = _pieces(block_map, _repeated(block_map, title, margins), delegations, margins)
    lines = [line for line in outline(block_map) if line.depth <= OUTLINE_LEVELS]
    return Reading(
        body=mark_safe("".join(pieces)),
        outline=mark_safe("".join(_outline_items(lines))),
        codes=tuple(code for code in codes_in(block_map) if code in delegations),
        paragraphs=sum(1 for block in block_map if block["kind"] not in ("heading", "footnote", "rule")),
        brackets=sum(block["html"].count('<span class="br">') for block in block_map),
        is_long=len(block_map) > LONG,
    )


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


def _repeated(block_map: Sequence[Mapping[str, Any]], title: str, margins: Mapping[str, Any]) -> str | None:
    """The id of a first heading that only says the paper's title again, right under it."""
    first = next((block for block in block_map if block["kind"] != "frontmatter"), None)
    if first is None or first["kind"] != "heading" or first["id"] in margins:
        return None
    return first["id"] if squash(first["text"]).casefold() == squash(title).casefold() else None


def _pieces(
    block_map: Sequence[Mapping[str, Any]],
    repeated: str | None,
    delegations: Mapping[str, Any],
    margins: Mapping[str, Any],
) -> Iterator[str]:
    place, names = Place(), Names()
    codes = {code: _named(code, delegation) for code, delegation in delegations.items()}
    for block in block_map:
        place.pass_through(block["before"])
        yield block["before"]
        yield from _block(
            block, place, names, codes, margins.get(block["id"], ()), hidden=block["id"] == repeated
        )
        yield block["after"]
        place.pass_through(block["after"])


class Names:
    """What the links in the gutter are called, translated once for a page."""

    def __init__(self) -> None:
        self.of_kind = {"heading": _("Section %s"), "footnote": _("Footnote %s")}
        self.paragraph, self.passage = _("Paragraph %s"), escape(_("Link to this passage"))
        self.table = escape(_("Table"))

    def link(self, block: Mapping[str, Any], label: str) -> str:
        """The link in the gutter: the printed number, or a sign that shows when the pointer is near."""
        where = f'href="#b-{block["id"]}"'
        if not label:
            return f'<a class="no no--sign" {where} aria-label="{self.passage}" tabindex="-1">¶</a>'
        name = escape(self.of_kind.get(block["kind"], self.paragraph) % label)
        return f'<a class="no" {where} aria-label="{name}">{escape(label)}</a>'


def _block(
    block: Mapping[str, Any],
    place: Place,
    names: Names,
    codes: Mapping[str, str],
    margin: Iterable[str],
    *,
    hidden: bool,
) -> Iterator[str]:
    html, label = _without_label(block)
    if "data-code" in html:
        html = CODE.sub(lambda found: codes.get(found[1], found[0]), html)
    beside = "".join(margin)
    in_gutter = label if len(place.lists) < 2 or block["kind"] != "item" else ""
    yield f'<div class="{_classes(block, beside, hidden)}" id="b-{block["id"]}" data-block="{block["id"]}">'
    yield names.link(block, in_gutter)
    yield f"<div{_words_attributes(block, place, names)}>"
    if label and not in_gutter:
        yield f'<span class="marker">{escape(label)}.</span>'
    yield markdown.outer(block["tag"], html)
    yield f'</div><aside class="margin">{beside}</aside></div>' if beside else "</div></div>"


def _classes(block: Mapping[str, Any], beside: str, hidden: bool) -> str:
    classes = ["pblock", f"pblock--{block['kind']}"]
    if block["kind"] == "heading":
        classes.append(f"pblock--h{min(block['level'], 4)}")
    if block["recommendation"] is not None:
        classes.append("pblock--rec")
    if beside:
        classes.append("pblock--noted")
    if hidden:
        classes.append("vh")
    return " ".join(classes)


def _words_attributes(block: Mapping[str, Any], place: Place, names: Names) -> str:
    attributes = ' class="words"'
    if place.indent:
        attributes += f' data-in="{place.indent}"'
    if block["kind"] == "item" and not block["label"]:
        attributes += " data-bullet"
    if place.quotes:
        attributes += " data-quote"
    if block["tag"] == "table":
        attributes += f' tabindex="0" role="region" aria-label="{names.table}"'
    return attributes


def _without_label(block: Mapping[str, Any]) -> tuple[str, str]:
    """The block's HTML and the label for the gutter; a number that is marked up stays where it stands."""
    html, label = block["html"], block["label"]
    if not label or not block.get("label_in_text"):
        return html, label
    printed = escape(label, quote=False)
    if not html.startswith(printed):
        return html, ""
    return html[len(printed) :].lstrip(" .)\u00a0\t\n"), label


def _words(block: Mapping[str, Any]) -> str:
    html, _label = _without_label(block)
    return squash(unescape(ANY_TAG.sub("", html)))


def _first_number(block_map: Sequence[Mapping[str, Any]], at: int) -> str:
    """The number of the first paragraph after a heading, if it comes before the next heading."""
    for block in block_map[at + 1 :]:
        if block["kind"] == "heading":
            return ""
        if block["label"] and block["kind"] in ("paragraph", "item"):
            return str(block["label"])
    return ""


def _outline_items(lines: Sequence[Line]) -> Iterator[str]:
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


def _named(code: str, delegation: Any) -> str:
    """A code in a bracket: in its colour, with the name for those who do not see it."""
    return f'<b data-d="{delegation.colour}">{escape(code)}<span class="vh"> {escape(delegation.name)}</span></b>'
