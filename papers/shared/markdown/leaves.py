"""The passages themselves: from the tokens of one leaf to its element, its HTML and its words."""

from collections.abc import Callable, Sequence
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
                return code(token.content, lines, token.info.strip()), index + 1

    def _words(self, token: Token) -> inline.Words:
        words = inline.render(token.children or [])
        if words.marks and self.mark:
            pairs.mark(words)
        return words

    def _strays(self, words: inline.Words, place: Callable[[int], int]) -> list[Stray]:
        self.runs += 1
        return [Stray(mark.sign, place(mark.at), self.runs) for mark in words.marks]

    def _strays_in(self, words: inline.Words, token: Token) -> list[Stray]:
        if not words.marks or not token.map:
            return []
        return self._strays(words, self.lines.locate(token.map[0], token.content))

    def _heading(self, opening: Token, token: Token, lines: tuple[int, int]) -> Leaf:
        words, level = self._words(token), int(opening.tag[1])
        html, text = safe.clean("".join(words.html)), "".join(words.text)
        tag = f"h{min(level + 1, 6)}"
        return Leaf("heading", tag, html, text, lines, level, self._strays_in(words, token))

    def _paragraph(self, token: Token, lines: tuple[int, int]) -> Leaf:
        children = token.children or []
        if len(children) == 1 and children[0].type == "image":
            return figure(children[0], lines)
        words = self._words(token)
        html, text = safe.clean("".join(words.html)), "".join(words.text)
        return Leaf("paragraph", "p", html, text, lines, brackets=self._strays_in(words, token))

    def _table(self, tokens: Sequence[Token], index: int) -> tuple[Leaf, int]:
        lines = (tokens[index].map or [0, 0])[0], (tokens[index].map or [0, 0])[1]
        table = Leaf("table", "table", "", "", lines)
        html, rows = [], []
        cells: list[tuple[Token, inline.Words]] = []
        while (token := tokens[index := index + 1]).type != "table_close":
            match token.type:
                case "th_open" | "td_open":
                    cells.append((tokens[index + 1], self._words(tokens[index + 1])))
                    html.append(_cell(token, "".join(cells[-1][1].html)))
                    index += 2
                case "tr_close":
                    table.brackets += self._strays_in_row(cells)
                    rows.append(" | ".join("".join(words.text) for _, words in cells))
                    cells = []
                    html.append("</tr>")
                case _:
                    html.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")
        table.html, table.text = safe.clean_table("".join(html)), "\n".join(rows)
        return table, index + 1

    def _strays_in_row(self, cells: list[tuple[Token, inline.Words]]) -> list[Stray]:
        if not any(words.marks for _, words in cells):
            return []
        line = (cells[0][0].map or [0])[0]
        begins = self.lines.locate_cells(line, [token.content for token, _ in cells])
        found: list[Stray] = []
        for (token, words), begin in zip(cells, begins, strict=True):
            found += self._strays(words, _in_cell(begin, token.content))
        return found


def _in_cell(begin: int, content: str) -> Callable[[int], int]:
    """Places in a cell: a "|" in its words is written with a backslash before it."""
    return lambda at: begin + at + content.count("|", 0, at)


def _cell(token: Token, html: str) -> str:
    name = token.tag
    scope = ' scope="col"' if name == "th" else ""
    return f'<{name}{scope}{ALIGNED.get(str(token.attrGet("style")), "")} dir="auto">{html}</{name}>'


def figure(token: Token, lines: tuple[int, int]) -> Leaf:
    """A picture that stands alone; its title, or else what it shows, is its caption and not said twice."""
    alt, title = inline.plain(token.children or []), str(token.attrGet("title") or "")
    is_ours = safe.is_local_picture(str(token.attrGet("src")))
    caption = title or (alt if is_ours else "")
    html = inline.picture(token, alt if title or not is_ours else "")
    if caption:
        html += f'<figcaption dir="auto">{escape(caption, quote=False)}</figcaption>'
    return Leaf("figure", "figure", safe.clean(html), f"{alt} {title}".strip(), lines)


def code(content: str, lines: tuple[int, int], info: str = "") -> Leaf:
    """Words that are shown letter by letter; what is written beside the fence counts as words of the block."""
    language = f' data-language="{escape(info)}"' if info else ""
    html = safe.clean(f"<code{language}>{escape(content, quote=False)}</code>")
    return Leaf("code", "pre", html, f"{info}\n{content}" if info else content, lines)


def folded(kind: str, content: str, lines: tuple[int, int]) -> Leaf:
    """Words that belong to the text but not to its reading: there, and closed."""
    first = next((line.strip() for line in content.splitlines() if line.strip()), "…")
    summary = escape(first if len(first) <= 60 else first[:59] + "…", quote=False)
    html = f'<summary dir="auto">{summary}</summary><pre dir="auto"><code>{escape(content, quote=False)}</code></pre>'
    return Leaf(kind, "details", safe.clean(html), content, lines)
