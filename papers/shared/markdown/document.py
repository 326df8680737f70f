"""What a parsed text is: blocks in reading order, and what was found on the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.shared.markdown import labels

KINDS = frozenset(
    {
        "heading",
        "paragraph",
        "item",
        "table",
        "quote",
        "code",
        "figure",
        "rule",
        "footnote",
        "frontmatter",
        "definitions",
    }
)

STORED = ("kind", "label", "label_in_text", "level", "start", "end", "tag", "before", "html", "after", "text",
          "recommendation")  # fmt: skip


# What there may be too much of; signs are the characters that mean something in Markdown.
TOO_MANY = {
    "characters": gettext_lazy("characters"),
    "lines": gettext_lazy("lines"),
    "signs": gettext_lazy("signs"),
}


class TextTooLarge(ValueError):
    """The text is larger than any paper and was not read: it has too many characters, lines or signs."""

    def __init__(self, what: str, count: int, limit: int) -> None:
        super().__init__(
            _("The text has %(count)s %(what)s; a paper may have %(limit)s. Nothing of it was read.")
            % {"count": f"{count:,}", "what": TOO_MANY[what], "limit": f"{limit:,}"}
        )
        self.what, self.count, self.limit = what, count, limit


@dataclass(frozen=True, slots=True)
class Stray:
    """A square bracket the parser left as literal text: which one, and where in the source."""

    sign: str
    at: int
    run: int  # brackets pair only inside one run of words: a paragraph, a heading, a table cell


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """One passage: what comments, amendments and recommendations hang on."""

    kind: str
    level: int
    label: str
    start: int
    end: int
    text: str
    tag: str
    before: str
    html: str
    after: str
    source: str = ""
    lines: tuple[int, int] = (0, 0)  # known only while the text is at hand
    quoted: bool = False  # inside a quote, an item or a note: no part of the outline
    label_in_text: bool = False
    recommendation: int | None = None
    brackets: tuple[Stray, ...] = ()

    @property
    def body(self) -> str:
        """The words without the printed number, which is only a label."""
        return labels.without(self.text, self.label) if self.label_in_text else self.text


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline."""

    block: int
    level: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its printed number and the blocks that hold it."""

    number: int
    label: str
    blocks: range
    references: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text as blocks in reading order; joined, they are the page."""

    blocks: tuple[SourceBlock, ...] = ()
    headings: tuple[Heading, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    recommendations: tuple[range, ...] = ()
    title: str | None = None
    word_count: int = 0
    source: str = field(default="", repr=False)

    def __iter__(self) -> Iterator[SourceBlock]:
        return iter(self.blocks)


def to_json(block: SourceBlock) -> dict[str, Any]:
    """The block as it is kept in a revision's block map (drafting adds the permanent id)."""
    return {name: getattr(block, name) for name in STORED}


def from_json(data: Mapping[str, Any], source: str = "") -> SourceBlock:
    """The block back from a block map; its words in Markdown too, if the revision's text is given."""
    known = {name: data[name] for name in STORED if name in data}
    return SourceBlock(**known, source=source[known["start"] : known["end"]])
