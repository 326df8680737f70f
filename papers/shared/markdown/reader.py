"""From Markdown to a Document: walk the parser's tokens once and cut the text into blocks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it.token import Token

from papers.shared.markdown import dialect, notes
from papers.shared.markdown.document import Document, Heading, SourceBlock, TextTooLarge
from papers.shared.markdown.leaves import Leaf, Leaves
from papers.shared.markdown.leftovers import LEAVES, Leftovers
from papers.shared.markdown.lines import NESTING, Lines
from papers.shared.markdown.structure import Container, Structure

MAX_LENGTH = 2_000_000  # characters; a paper of 100 pages has less than 500,000
MAX_LINES = 25_000
MAX_SIGNS = 100_000  # places where markup could begin: what reading a text really costs

_PARSER = dialect.build()
_UNREAD = frozenset({"frontmatter", "definitions", "code"})


def parse(text: str, *, brackets: bool = False) -> Document:
    """The text as blocks of safe HTML; with `brackets`, open brackets are marked for the eye."""
    check_size(text)
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(text, env)
    return _Reader(text, brackets=brackets).read(tokens, env)


def check_size(text: str) -> None:
    """Refuse a text that would take longer to read than a person waits."""
    if len(text) > MAX_LENGTH:
        raise TextTooLarge("characters", len(text), MAX_LENGTH)
    lines = text.count("\n") + text.count("\r")
    if lines > MAX_LINES:
        raise TextTooLarge("lines", lines, MAX_LINES)
    signs = sum(map(text.count, dialect.SIGNS_IN_LINE))
    signs += sum(len(nested) - nested.count(" ") for nested in NESTING.findall(text))
    if signs > MAX_SIGNS:
        raise TextTooLarge("signs", signs, MAX_SIGNS)


class _Reader:
    """Reads one text; kept for one call of `parse`."""

    def __init__(self, text: str, *, brackets: bool) -> None:
        self.lines = Lines(text)
        self.leaves = Leaves(self.lines, brackets=brackets)
        self.structure = Structure(self.lines)

    def read(self, tokens: Sequence[Token], env: Mapping[str, Any]) -> Document:
        """The whole document: the text, with what no rule claimed in its place, then the notes."""
        body, definitions = notes.set_aside(tokens)
        self._body(body, Leftovers(self.lines, tokens, env))
        found = self._notes(notes.in_order(definitions, notes.references(env)))
        blocks = tuple(self.structure.finished(draft) for draft in self.structure.drafts)
        headings = tuple(_outline(blocks))
        return Document(
            blocks=blocks,
            headings=headings,
            footnotes=tuple(found),
            recommendations=tuple(self.structure.recommendations),
            title=next((heading.text for heading in headings if heading.level == 1), None),
            source=self.lines.text,
            word_count=sum(len(block.text.split()) for block in blocks if block.kind not in _UNREAD),
        )

    def _body(self, tokens: Sequence[Token], leftovers: Leftovers) -> None:
        begin = 0
        for index, token in enumerate(tokens):
            if token.level == 0 and token.map and leftovers.stand_before(token.map[0]):
                self._walk(tokens[begin:index])
                begin = index
                self._add_all(leftovers.before(token.map[0]))
        self._walk(tokens[begin:])
        self._add_all(leftovers.before(len(self.lines)))

    def _add_all(self, leaves: Iterable[Leaf]) -> None:
        for leaf in leaves:
            self.structure.add(leaf)

    def _walk(self, tokens: Sequence[Token]) -> None:
        structure, index = self.structure, 0
        while index < len(tokens):
            token = tokens[index]
            if token.type in LEAVES:
                leaf, index = self.leaves.read(tokens, index)
                structure.add(leaf)
                continue
            if token.nesting > 0:
                structure.open(_container(token))
            elif token.nesting < 0:
                structure.close()
            index += 1

    def _notes(self, ordered: Sequence[notes.Note]) -> Iterator[notes.Footnote]:
        structure = self.structure
        if ordered:
            structure.open(Container("notes", notes.OPENING, notes.CLOSING, (0, 0)))
        found = []
        for note in ordered:
            first = len(structure.drafts)
            structure.open(Container("footnote", note.opening, "</li>", note.lines, label=str(note.number)))
            self._walk(note.tokens)
            structure.close(note.back_links)
            found.append(note.footnote(range(first, len(structure.drafts))))
        if ordered:
            structure.close()
        return iter(found)


class _Shape(NamedTuple):
    kind: str
    opening: str
    closing: str


_SHAPES = {
    "bullet_list_open": _Shape("list", "<ul{dir}>", "</ul>"),
    "ordered_list_open": _Shape("list", "<ol{dir}>", "</ol>"),
    "list_item_open": _Shape("item", "<li>", "</li>"),
    "blockquote_open": _Shape("quote", "<blockquote{dir}>", "</blockquote>"),
    "recommendation_open": _Shape("recommendation", '<section class="recommendation">', "</section>"),
}


def _container(token: Token) -> Container:
    shape = _SHAPES[token.type]
    first, after = token.map or (0, 0)
    container = Container(*shape, lines=(first, after))
    if token.type == "ordered_list_open":
        start = token.attrGet("start")
        number = 1 if start is None else int(start)
        container.next_number = number
        if number != 1:
            container.opening = f'<ol start="{number}"{{dir}}>'
    if token.meta and "checked" in token.meta:
        container.task = "\u2611 " if token.meta["checked"] else "\u2610 "
    return container


def _outline(blocks: Sequence[SourceBlock]) -> Iterator[Heading]:
    for index, block in enumerate(blocks):
        if block.kind == "heading" and not block.quoted:
            yield Heading(index, block.level, block.label, block.text)
