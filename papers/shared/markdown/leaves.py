"""The passages themselves: from the tokens of one leaf to its element, its HTML and its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it.token import Token

from papers.shared.markdown import inline, pairs, safe
from papers.shared.markdown.document import Stray
from papers.shared.markdown.lines import Lines

ALIGNED = {"text-align:right": ' class="num"', "text-align:center": ' class="mid"'}


@dataclass(slots=True)
class Leaf:
    """One passage before it has a place in the document."""

    kind: str
    tag: str
    html: str
    text: str
    lines: tuple[int, int]
    level: int = 0
    brackets: list[Stray] = field(default_factory=list)


class Leaves:
    """Makes leaves of tokens; `brackets` says whether open brackets are marked in the HTML."""

    def __init__(self, lines: Lines, *, brackets: bool) -> None:
        self.lines, self.mark, self.runs = lines, brackets, 0

    def read(self, tokens: Sequence[Token], index: int) -> tuple[Leaf, int]:
        """The leaf that begins at this token, and the index of the token after it."""
        token = tokens[index]
        first, after = token.map or (0, 0)
        lines = (first, after)
        match token.type:
            case "heading_open":
                return self._heading(token, tokens[index + 1], lines), index + 3
            case "paragraph_open":
                return self._paragraph(tokens[index + 1], lines), index + 3
            case "table_open":
                return self._table(tokens, index)
            case "hr":
                return Leaf("rule", "hr", "", "", lines), index + 1
            case "front_matter":
                return folded("frontmatter", token.content, lines), index + 1
            case _:
                return code(token.content, lines), index + 1

    def _words(self, token: Token, begin: int | None = None) -> inline.Words:
        words = inline.render(token.children or [])
        if words.marks and self.mark:
            pairs.mark(words)
        return words

    def _strays(self, words: inline.Words, token: Token, begin: int | None = None) -> list[Stray]:
        if not words.marks:
            return []
        self.runs += 1
        place = self.lines.locate(token.map[0] if token.map else 0, token.content) if begin is None else begin.__add__
        return [Stray(mark.sign, place(mark.at), self.runs) for mark in words.marks]

    def _heading(self, opening: Token, token: Token, lines: tuple[int, int]) -> Leaf:
        words, level = self._words(token), int(opening.tag[1])
        html, text = safe.clean("".join(words.html)), "".join(words.text)
        tag = f"h{min(level + 1, 6)}"
        return Leaf("heading", tag, html, text, lines, level, self._strays(words, token))

    def _paragraph(self, token: Token, lines: tuple[int, int]) -> Leaf:
        children = token.children or []
        if len(children) == 1 and children[0].type == "image":
            return figure(children[0], lines)
        words = self._words(token)
        html, text = safe.clean("".join(words.html)), "".join(words.text)
        return Leaf("paragraph", "p", html, text, lines, brackets=self._strays(words, token))

    def _table(self, tokens: Sequence[Token], index: int) -> tuple[Leaf, int]:
        opening, html, rows = tokens[index], [], []
        brackets: list[Stray] = []
        cells: list[tuple[Token, inline.Words]] = []
        index += 1
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type in ("th_open", "td_open"):
                words = self._words(tokens[index + 1])
                cells.append((tokens[index + 1], words))
                html.append(_cell(token, "".join(words.html)))
                index += 2
            elif token.type == "tr_close":
                brackets += self._row_strays(cells)
                rows.append(" | ".join("".join(words.text) for _, words in cells))
                cells = []
                html.append("</tr>")
            else:
                html.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")
            index += 1
        first, after = opening.map or (0, 0)
        inner = safe.clean_table("".join(html))
        return Leaf("table", "table", inner, "\n".join(rows), (first, after), brackets=brackets), index + 1

    def _row_strays(self, cells: list[tuple[Token, inline.Words]]) -> list[Stray]:
        if not any(words.marks for _, words in cells):
            return []
        line = (cells[0][0].map or [0])[0]
        begins = self.lines.locate_cells(line, [token.content for token, _ in cells])
        found = zip(cells, begins, strict=True)
        return [stray for (token, words), begin in found for stray in self._strays(words, token, begin)]


def _cell(token: Token, html: str) -> str:
    name = token.tag
    scope = ' scope="col"' if name == "th" else ""
    return f'<{name}{scope}{ALIGNED.get(str(token.attrGet("style")), "")} dir="auto">{html}</{name}>'


def figure(token: Token, lines: tuple[int, int]) -> Leaf:
    """A picture that stands alone; what is written about it is its caption."""
    alt, title = inline.plain(token.children or []), str(token.attrGet("title") or "")
    caption = f'<figcaption dir="auto">{escape(title or alt, quote=False)}</figcaption>' if title or alt else ""
    return Leaf("figure", "figure", safe.clean(inline.picture(token, alt) + caption), title or alt, lines)


def code(content: str, lines: tuple[int, int]) -> Leaf:
    """Words that are shown letter by letter."""
    return Leaf("code", "pre", f"<code>{escape(content, quote=False)}</code>", content, lines)


def folded(kind: str, content: str, lines: tuple[int, int]) -> Leaf:
    """Words that belong to the text but not to its reading: there, and closed."""
    first = next((line.strip() for line in content.splitlines() if line.strip()), "…")
    summary = escape(first if len(first) <= 60 else first[:59] + "…", quote=False)
    html = f'<summary dir="auto">{summary}</summary><pre dir="auto"><code>{escape(content, quote=False)}</code></pre>'
    return Leaf(kind, "details", html, content, lines)
