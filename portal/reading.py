"""An issued text as a page: its blocks put into the reader's frame, its outline, the codes it names.

The pieces are HTML that the one sanitiser let through when the revision was issued (papers/shared/markdown); what is
added here is escaped. Written as plain string joins, because a paper of a hundred pages has two thousand blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from papers.shared import markdown
from papers.shared.text import squash
from portal import outline
from portal.outline import without_label

CODE = re.compile(r'<b data-code="([A-Z0-9]+)">[A-Z0-9]+</b>')
TAG = re.compile(r"<(/?)(ul|ol|blockquote)\b")
DEEPEST = 4  # steps of indentation that a narrow page can bear
LONG = 300  # blocks; beyond it the browser lays out only what is near the window

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the paper page shows of a text."""

    body: SafeString
    outline: SafeString
    codes: tuple[str, ...]
    paragraphs: int
    brackets: int
    is_long: bool


def codes_in(block_map: Sequence[Block]) -> tuple[str, ...]:
    """The delegation codes that brackets of this text name, in order."""
    return tuple(sorted({code for block in block_map for code in CODE.findall(block["html"])}))


def brackets_in(block_map: Sequence[Block]) -> int:
    """How many brackets are open in a text."""
    return sum(block["html"].count('<span class="br">') for block in block_map)


def is_long(block_map: Sequence[Block]) -> bool:
    """Whether a text is laid out, and what stands beside it fetched, only as far as it is looked at."""
    return len(block_map) > LONG


def compose(
    block_map: Sequence[Block],
    *,
    title: str = "",
    delegations: Mapping[str, Any] | None = None,
    margins: Mapping[str, Sequence[SafeString]] | None = None,
    comment_on: str = "",
    suggest_on: str = "",
) -> Reading:
    """The text in the reader's frame.

    `margins` holds, by block id, what stands beside a block; `comment_on` and `suggest_on` are the addresses at which
    a comment on a block is written and a block typed over, to which the block's id is added.
    """
    delegations, margins = delegations or {}, margins or {}
    frame = Frame(block_map, title, delegations, margins, says(comment_on, suggest_on))
    return Reading(
        body=mark_safe("".join(frame.pieces())),
        outline=mark_safe(outline.items(block_map)),
        codes=tuple(code for code in codes_in(block_map) if code in delegations),
        paragraphs=sum(1 for block in block_map if block["kind"] not in ("heading", "footnote", "rule")),
        brackets=brackets_in(block_map),
        is_long=is_long(block_map),
    )


def asides(block_map: Sequence[Block], margins: Mapping[str, Sequence[SafeString]]) -> SafeString:
    """What stands beside each block, for a page that has the text already: static/js/beside.js puts it there."""
    return mark_safe("".join(Frame(block_map, "", {}, margins, "").asides()))


class Frame:
    """Puts the blocks of one text into the page: number in the gutter, words, margin."""

    def __init__(
        self,
        block_map: Sequence[Block],
        title: str,
        delegations: Mapping[str, Any],
        margins: Mapping[str, Sequence[SafeString]],
        says: str,
    ) -> None:
        self.block_map, self.margins, self.place = block_map, margins, Place()
        self.repeated = _repeated(block_map, title, margins)
        self.codes = {code: _named(code, one) for code, one in delegations.items()}
        self.says = says
        self.of_kind = {"heading": _("Section %s"), "footnote": _("Footnote %s")}
        self.paragraph, self.passage = _("Paragraph %s"), escape(_("Link to this passage"))
        self.table = escape(_("Table"))

    def pieces(self) -> Iterator[str]:
        """The page in order; lists and quotations keep the elements they have in the text."""
        for place, block in enumerate(self.block_map):
            self.place.pass_through(block["before"])
            yield block["before"]
            yield from self._block(block, is_free=self._is_free(place))
            yield block["after"]
            self.place.pass_through(block["after"])

    def _is_free(self, place: int) -> bool:
        """Whether the notes of a block may run on beside those after it: one for each note, without any of its own."""
        count = len(self.margins.get(self.block_map[place]["id"], ()))
        after = self.block_map[place + 1 : place + 1 + count]
        return all(block["id"] not in self.margins for block in after)

    def _block(self, block: Block, *, is_free: bool) -> Iterator[str]:
        html, label = without_label(block)
        if "data-code" in html:
            html = CODE.sub(lambda found: self.codes.get(found[1], found[0]), html)
        beside = "".join(self.margins.get(block["id"], ()))
        in_gutter = label if len(self.place.lists) < 2 or block["kind"] != "item" else ""
        classes = self._classes(block, beside, is_free=is_free)
        yield f'<div class="{classes}" id="b-{block["id"]}" data-block="{block["id"]}">'
        yield self._gutter(block, in_gutter)
        yield f"<div{self._words(block)}>"
        if label and not in_gutter:
            yield f'<span class="marker">{escape(label)}.</span>'
        yield markdown.outer(block["tag"], html)
        yield "</div>"
        if beside:
            yield f'<aside class="{self._margin(is_free=is_free)}">{beside}</aside>'
        yield "</div>"

    def asides(self) -> Iterator[str]:
        """The margins alone, each with the id of the element that it belongs into."""
        for place, block in enumerate(self.block_map):
            if beside := "".join(self.margins.get(block["id"], ())):
                margin = self._margin(is_free=self._is_free(place))
                yield f'<aside class="{margin}" data-of="b-{block["id"]}">{beside}</aside>'

    @staticmethod
    def _margin(*, is_free: bool) -> str:
        return "margin margin--free" if is_free else "margin"

    def _gutter(self, block: Block, label: str) -> str:
        """The link to the block: its printed number, or a sign that shows when the pointer is near."""
        where = f'href="#b-{block["id"]}"'
        say = self.says % {"id": block["id"]} if self.says and block["kind"] != "rule" else ""
        if not label:
            return f'<a class="no no--sign" {where} aria-label="{self.passage}" tabindex="-1">¶</a>{say}'
        name = escape(self.of_kind.get(block["kind"], self.paragraph) % label)
        return f'<a class="no" {where} aria-label="{name}">{escape(label)}</a>{say}'

    def _classes(self, block: Block, beside: str, *, is_free: bool) -> str:
        classes = f"pblock pblock--{block['kind']}"
        if block["kind"] == "heading":
            classes += f" pblock--h{min(block['level'], 4)}"
        if block["recommendation"] is not None:
            classes += " pblock--rec"
        if beside:
            classes += " pblock--noted pblock--free" if is_free else " pblock--noted"
        return f"{classes} vh" if block["id"] == self.repeated else classes

    def _words(self, block: Block) -> str:
        attributes = ' class="words"'
        if self.place.indent:
            attributes += f' data-in="{self.place.indent}"'
        if block["kind"] == "item" and not block["label"]:
            attributes += " data-bullet"
        if self.place.quotes:
            attributes += " data-quote"
        if block["tag"] == "table":
            attributes += f' tabindex="0" role="region" aria-label="{self.table}"'
        return attributes


def says(comment_on: str, suggest_on: str) -> str:
    """What may be said of a block, beside its number: a pattern that takes the block's id; empty for nothing."""
    offers = [(comment_on, "data-comment-on", _("Comment")), (suggest_on, "data-suggest-on", _("Suggest"))]
    links = "".join(
        f'<a href="{_plain(to)}%(id)s" {sign} tabindex="-1">{_plain(word)}</a>'
        for to, sign, word in offers
        if to
    )
    return f'<span class="say">{links}</span>' if links else ""


def _plain(words: str) -> str:
    return escape(words).replace("%", "%%")


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


def _repeated(block_map: Sequence[Block], title: str, margins: Mapping[str, Any]) -> str | None:
    """The id of a first heading that only says the paper's title again, right under it."""
    first = next((block for block in block_map if block["kind"] != "frontmatter"), None)
    if first is None or first["kind"] != "heading" or first["id"] in margins:
        return None
    return first["id"] if squash(first["text"]).casefold() == squash(title).casefold() else None


def _named(code: str, delegation: Any) -> str:
    """A code in a bracket: in its colour, with the name for those who do not see it."""
    return f'<b data-d="{delegation.colour}">{escape(code)}<span class="vh"> {escape(delegation.name)}</span></b>'
