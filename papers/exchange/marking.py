"""Comments and tracked changes written onto the words of a passage's HTML, as pandoc reads them. No database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from papers.review.anchoring import Anchor, nearest
from papers.shared.text import squash

# A call of a footnote has no words of the passage; code is one thing, in which no mark can stand.
TOKEN = re.compile(
    r'<sup><a class="fn".*?</sup>|(?P<code><code\b.*?</code>)|<(?:[^>"]|"[^"]*")*>|(?P<sign>&#?\w+;|.)',
    re.DOTALL,
)
TAG = re.compile(r"<[^>]*>")
CLOSES, COMES, ENDS, BEGINS, OPENS = range(5)  # in which order marks stand at one place
BEGIN = (
    '<span class="comment-start" id="{}" data-author="{}" data-initials="{}" data-date="{}"'
    ' data-words="{}"></span>'
)  # fmt: skip
END = '<span class="comment-end" id="{}"></span>'
CHANGE = '<span class="{}" data-author="{}" data-date="{}">'

Span = tuple[int, int]


@dataclass(frozen=True)
class Remark:
    """What stands beside the words: whose it is, their code, when it was recorded, what it says."""

    author: str
    initials: str
    at: datetime
    words: str

    def begins(self, key: int) -> SafeString:
        return format_html(BEGIN, key, self.author, self.initials, _moment(self.at), self.words)

    def change(self, kind: str, words: str = "") -> SafeString:
        """The beginning of what this author would have inserted or deleted; an insertion with its words is whole."""
        opened = format_html(CHANGE, kind, self.author, _moment(self.at))
        return format_html("{}{}</span>", opened, words) if words else opened


@dataclass
class Marked:
    """The HTML of one passage, its words with where they stand in it, and the marks that come into it."""

    html: str
    words: str = ""
    spans: list[Span] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    gone: list[tuple[Span, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept: list[str] = []
        for sign, span in _signs(self.html):
            if not sign.isspace():
                kept.append(sign)
                self.spans.append(span)
            elif kept and kept[-1] != " ":
                kept.append(" ")
                self.spans.append(span)
            elif kept:
                self.spans[-1] = (self.spans[-1][0], span[1])
        self.words = "".join(kept).rstrip()

    def find(self, anchor: Anchor) -> Span | None:
        """From where to where the words stand that something hangs on; without words the whole passage."""
        quote = squash(anchor.quote)
        at = nearest(self.words, anchor) if quote else 0
        if at is None or not self.words:
            return None
        return at, at + len(quote or self.words)

    def can_change(self, span: Span) -> bool:
        """Whether nothing that is one thing would be cut."""
        return not any(0 < at < len(self.spans) and self.spans[at - 1] == self.spans[at] for at in span)

    def comment(self, span: Span, key: int, remark: Remark) -> None:
        """Put a comment on these words."""
        self.marks.append((self.spans[span[0]][0], BEGINS, remark.begins(key)))
        self.marks.append((self.spans[span[1] - 1][1], ENDS, format_html(END, key)))

    def change(self, start: int, stretches: Iterable[tuple[str, str]], remark: Remark) -> None:
        """Track a change from here on: stretches of words that stay, go or come."""
        for kind, words in stretches:
            if kind == "ins":
                place = self.spans[start - 1][1] if start else self.spans[0][0]
                self.marks.append((place, COMES, remark.change("insertion", words)))
                continue
            if kind == "del":
                self.gone.append(((start, start + len(words)), remark.change("deletion")))
            start += len(words)

    def __str__(self) -> str:
        marks = [*self.marks, *self._deletions()]
        pieces, last = [], 0
        for at, _order, mark in sorted(marks, key=lambda one: one[:2]):
            pieces += [self.html[last:at], mark]
            last = at
        return "".join([*pieces, self.html[last:]])

    def _deletions(self) -> Iterable[tuple[int, int, str]]:
        """What goes, apart where a tag or another mark stands between."""
        places = {at for at, _order, _mark in self.marks}
        for (start, end), mark in self.gone:
            begun: Span | None = None
            for span in self.spans[start:end]:
                if begun is not None and ((span[0] == begun[1] and span[0] not in places) or span == begun):
                    begun = (begun[0], span[1])
                    continue
                yield from _around(begun, mark)
                begun = span
            yield from _around(begun, mark)


def new_passage(words: str, remark: Remark, key: int) -> str:
    """A passage that comes, with what is said of it."""
    come = remark.change("insertion", words)
    return f"<p>{remark.begins(key)}{come}{format_html(END, key)}</p>"


def titled(title: str, remarks: Iterable[tuple[int, Remark]]) -> SafeString:
    """The title with what is said of the paper as a whole."""
    remarks = list(remarks)
    begun = format_html_join("", "{}", ((one.begins(key),) for key, one in remarks))
    ended = format_html_join("", END, ((key,) for key, _one in remarks))
    return format_html("{}{}{}", begun, title, ended)


def _around(span: Span | None, mark: str) -> Iterable[tuple[int, int, str]]:
    if span is not None:
        yield span[0], OPENS, mark
        yield span[1], CLOSES, "</span>"


def _signs(html: str) -> Iterable[tuple[str, Span]]:
    for token in TOKEN.finditer(html):
        if token["sign"]:
            yield unescape(token["sign"]), token.span()
        elif token["code"]:
            for sign in unescape(TAG.sub("", token["code"])):
                yield sign, token.span()


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
