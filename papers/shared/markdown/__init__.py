"""The one Markdown dialect of the house: text in, blocks of safe HTML out.

`parse` is the only way from Markdown to HTML. What it understands, and what it refuses, is in
docs/developers/text.md; why this parser was chosen is ADR 0001.
"""

from papers.shared.markdown.document import (
    Document,
    Footnote,
    Heading,
    SourceBlock,
    Stray,
    TextTooLarge,
    from_json,
    to_json,
)
from papers.shared.markdown.reader import MAX_LENGTH, parse
from papers.shared.markdown.safe import outer

__all__ = [
    "MAX_LENGTH",
    "Document",
    "Footnote",
    "Heading",
    "SourceBlock",
    "Stray",
    "TextTooLarge",
    "from_json",
    "outer",
    "parse",
    "to_json",
]
