"""Footnotes: set aside while the text is read, printed at its end in the order they are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from papers.shared.markdown.document import Footnote

OPENING = '<section role="doc-endnotes"><ol class="footnotes">'
CLOSING = "</ol></section>"


@dataclass(frozen=True, slots=True)
class Reference:
    """What the text says of a note: its printed number and how often it is called."""

    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Definition:
    """What a note says, as the parser left it."""

    label: str
    lines: tuple[int, int]
    tokens: list[Token]


@dataclass(frozen=True, slots=True)
class Note:
    """A note in its place among the others."""

    number: int
    count: int
    label: str
    lines: tuple[int, int]
    tokens: list[Token]

    @property
    def opening(self) -> str:
        return f'<li id="fn-{self.number}">'

    @property
    def back_links(self) -> str:
        """The way back to each place that calls the note."""
        links = (
            f'<a class="back" role="doc-backlink" href="#fnref-{self.number}-{call}">\u21a9\ufe0e</a>'
            for call in range(1, self.count + 1)
        )
        return " ".join(links)

    def footnote(self, blocks: range) -> Footnote:
        """The note as the document lists it."""
        return Footnote(self.number, self.label, blocks, self.count)


def references(env: Mapping[str, Any]) -> dict[str, Reference]:
    """The notes that the text calls, by their label, numbered in the order of the first call."""
    called = env.get("footnotes", {}).get("list", {})
    return {data["label"]: Reference(index + 1, data["count"]) for index, data in called.items()}


def set_aside(tokens: Sequence[Token]) -> tuple[list[Token], list[Definition]]:
    """The text without its notes, and the notes in the order in which they are written."""
    body: list[Token] = []
    definitions: list[Definition] = []
    place = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            first, after = token.map or (0, 0)
            definitions.append(Definition(token.meta["label"], (first, after), []))
            place.append(definitions[-1].tokens)
        elif token.type == "footnote_reference_close":
            place.pop()
        else:
            place[-1].append(token)
    return body, definitions


def in_order(definitions: Sequence[Definition], called: dict[str, Reference]) -> list[Note]:
    """The notes by number; one that nobody calls, or that is written twice, follows and is not lost."""
    number = len(called)
    ordered: dict[int, Note] = {}
    for definition in definitions:
        reference = called.get(definition.label)
        if reference is None or reference.number in ordered:
            number += 1
            reference = Reference(number, 0)
        ordered[reference.number] = Note(
            reference.number, reference.count, definition.label, definition.lines, definition.tokens
        )
    return [ordered[key] for key in sorted(ordered)]
