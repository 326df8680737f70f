"""From the words of one block to HTML, plain text and the brackets left open in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it.token import Token

from papers.shared.markdown import safe


@dataclass(frozen=True, slots=True)
class Mark:
    """A literal bracket among the words: its sign, its place in them, its piece of HTML and the element it is in."""

    sign: str
    at: int
    piece: int
    element: int


@dataclass(slots=True)
class Words:
    """What one run of words became."""

    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    elements: list[int] = field(default_factory=lambda: [0])
    count: int = 0
    links: int = 0

    def say(self, words: str) -> None:
        """Words that are shown as they are."""
        self.html.append(escape(words, quote=False))
        self.text.append(words)

    def enter(self, html: str) -> None:
        """An element begins; each has its own number."""
        self.count += 1
        self.elements.append(self.count)
        self.html.append(html)

    def leave(self, html: str) -> None:
        """The element ends."""
        self.elements.pop()
        self.html.append(html)


def render(tokens: Sequence[Token]) -> Words:
    """The words of one inline token."""
    out = Words()
    for token in tokens:
        RULES.get(token.type, _literal)(token, out)
    return out


def plain(tokens: Sequence[Token]) -> str:
    """The words of some tokens, without any markup."""
    return "".join(render(tokens).text)


def picture(token: Token, alt: str, *, linked: bool = False) -> str:
    """A picture of this house; a remote one is only named, with a link that the reader may choose."""
    src, title = str(token.attrGet("src") or ""), str(token.attrGet("title") or "")
    if safe.is_local_picture(src):
        name = f' title="{escape(title)}"' if title else ""
        return f'<img src="{escape(src)}" alt="{escape(alt)}"{name} loading="lazy">'
    shown = escape(alt or src, quote=False)
    if linked:
        return f'<span class="image">{shown}</span>'
    return f"<a{safe.link_attributes(src, title)}>{shown}</a>"


def _literal(token: Token, out: Words) -> None:
    out.say(token.content)


def _bracket(token: Token, out: Words) -> None:
    if not out.links:
        out.marks.append(Mark(token.content, token.meta["at"], len(out.html), out.elements[-1]))
    out.say(token.content)


def _code(token: Token, out: Words) -> None:
    out.html.append(f"<code>{escape(token.content, quote=False)}</code>")
    out.text.append(token.content)


def _softbreak(_token: Token, out: Words) -> None:
    out.html.append("\n")
    out.text.append(" ")


def _hardbreak(_token: Token, out: Words) -> None:
    out.html.append("<br>\n")
    out.text.append(" ")


def _opens(html: str) -> Callable[[Token, Words], None]:
    return lambda _token, out: out.enter(html)


def _closes(html: str) -> Callable[[Token, Words], None]:
    return lambda _token, out: out.leave(html)


def _link_open(token: Token, out: Words) -> None:
    out.links += 1
    href, title = str(token.attrGet("href") or ""), str(token.attrGet("title") or "")
    out.enter(f"<a{safe.link_attributes(href, title)}>")


def _link_close(_token: Token, out: Words) -> None:
    out.links -= 1
    out.leave("</a>")


def _image(token: Token, out: Words) -> None:
    alt = plain(token.children or [])
    out.html.append(picture(token, alt, linked=out.links > 0))
    out.text.append(alt)


def _note(token: Token, out: Words) -> None:
    number, again = token.meta["id"] + 1, token.meta["subId"] + 1
    anchor = f"fnref-{number}-{again}"
    if out.links:  # a link inside a link is no HTML; the number alone stays
        out.html.append(f'<sup id="{anchor}">{number}</sup>')
    else:
        link = f'<a class="fn" role="doc-noteref" id="{anchor}" href="#fn-{number}">{number}</a>'
        out.html.append(f"<sup>{link}</sup>")


RULES: dict[str, Callable[[Token, Words], None]] = {
    "bracket": _bracket,
    "code_inline": _code,
    "softbreak": _softbreak,
    "hardbreak": _hardbreak,
    "strong_open": _opens("<strong>"),
    "strong_close": _closes("</strong>"),
    "em_open": _opens("<em>"),
    "em_close": _closes("</em>"),
    "s_open": _opens("<s>"),
    "s_close": _closes("</s>"),
    "link_open": _link_open,
    "link_close": _link_close,
    "image": _image,
    "footnote_ref": _note,
}
