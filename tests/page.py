"""A page as a browser would read it: is it whole, and what is in it?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from papers.shared.markdown import SourceBlock, outer

EVERY_TAG = {
    *("a", "b", "bdi", "blockquote", "br", "code", "del", "details", "em", "figcaption", "figure", "hr", "i"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "span",
        "strong",
    ),
    *("summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
EVERY_ATTRIBUTE = {
    *("alt", "class", "data-code", "data-d", "data-language", "dir", "href", "id", "loading", "rel", "role"),
    *("scope", "src", "start", "title"),
}
_READ = nh3.Cleaner(
    tags=EVERY_TAG, attributes=dict.fromkeys(EVERY_TAG, EVERY_ATTRIBUTE), link_rel=None, strip_comments=False
)


def joined(blocks: Sequence[SourceBlock]) -> str:
    """The page of a text, as templates put it together."""
    return "".join(
        block.before + outer(block.tag, block.html, id=f"b{place}") + block.after
        for place, block in enumerate(blocks)
    ).replace("\u00a0", "&nbsp;")


def as_a_browser_reads(html: str) -> str:
    """The HTML after an HTML5 parser has mended it; equal to the HTML if there was nothing to mend."""
    return _READ.clean(html)


@dataclass
class Seen(HTMLParser):
    """The elements and words of a page."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        shown = dict(attrs).get("alt") or dict(attrs).get("data-language")
        if shown:
            self.words.append(f"{shown} ")

    def handle_data(self, data):
        self.words.append(data)


def seen(html: str) -> Seen:
    """What a reader of this HTML meets."""
    page = Seen()
    page.feed(html)
    page.close()
    return page


def words(html: str) -> str:
    """Only the words, white space evened out."""
    return " ".join("".join(seen(html).words).split())
