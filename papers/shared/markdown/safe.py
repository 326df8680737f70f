"""The last gate before a page: one sanitiser, one rule for links, one for pictures."""

import re
from html import escape
from urllib.parse import unquote

import nh3

from papers.shared.text import in_written_order

MAX_ADDRESS = 2_000
MAX_TITLE = 1_000
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_AFTER_FIRST_PART = re.compile(r"[/?#\\]")
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

_CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "em", "strong", "s", "code", "pre", "a", "img", "sup", "span", "b", "i", "bdi"),
        *("table", "thead", "tbody", "tr", "th", "td", "figcaption", "summary", "input"),
    },
    attributes={
        "*": {"dir", "id"},
        "a": {"href", "title", "rel"},
        "img": {"src", "alt", "title", "loading"},
        "b": {"data-code"},
        "code": {"data-language"},
    },
    tag_attribute_values={
        "th": {"scope": {"col"}},
        "a": {"role": {"doc-noteref", "doc-backlink"}},
        "input": {"type": {"checkbox"}, "disabled": {""}, "checked": {""}},
    },
    allowed_classes={
        "a": {"external", "fn", "back", "image"},
        "th": {"num", "mid"},
        "td": {"num", "mid"},
        "span": {"br", "by", "image"},
    },
    url_schemes=set(SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """The HTML with everything removed that is not on the list; words alone need no second look."""
    return in_written_order(_CLEANER.clean(html) if "<" in html else html)


def clean_table(inner: str) -> str:
    """The inside of a table; the sanitiser would drop rows that stand outside one."""
    return clean(f"<table>{inner}</table>").removeprefix("<table>").removesuffix("</table>")


def is_allowed(url: str) -> bool:
    """Whether an address may stand in a link: not too long, and with no scheme but the few known ones."""
    return len(url) <= MAX_ADDRESS and _scheme(url) in (None, *SCHEMES)


def is_external(url: str) -> bool:
    """Whether an address leaves this house, read as browsers read it ("/\\host" is "//host")."""
    return _bare(url).replace("\\", "/").startswith("//") or _scheme(url) is not None


def _scheme(url: str) -> str | None:
    """What stands before a colon in the first part of an address; only a scheme may."""
    before, colon, _ = _AFTER_FIRST_PART.split(_bare(url), maxsplit=1)[0].partition(":")
    return before.lower() if colon else None


def _bare(url: str) -> str:
    return _IGNORED_BY_BROWSERS.sub("", unquote(url))


def is_local_picture(url: str) -> bool:
    """Whether a picture comes from this house: an absolute path and nothing else."""
    return url.startswith("/") and not is_external(url)


def link_attributes(href: str, title: str) -> str:
    """The attributes of a link; one that leaves the house says so and gives nothing away."""
    attributes = f' href="{escape(href)}"'
    if 0 < len(title) <= MAX_TITLE:
        attributes += f' title="{escape(title)}"'
    if is_external(href):
        attributes += ' class="external" rel="noopener noreferrer nofollow"'
    return attributes


def outer(tag: str, html: str, *, id: str = "") -> str:
    """A block's own element around its HTML; the direction follows its first strong letter."""
    name = f' id="{escape(id)}"' if id else ""
    return f"<{tag}{name}>" if tag == "hr" else f'<{tag}{name} dir="auto">{html}</{tag}>'
