"""The dialect: CommonMark, tables, strikethrough, footnotes, task lists, recommendations; never HTML."""

import re

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from papers.shared.markdown import containers, safe, tables

MAX_NESTING = 24  # a list takes two, a quote one; what lies deeper is shown as plain text
FEW_BRACKETS = 32  # so many in one run of words never cost much
BRACKET_BUDGET = 4_000_000  # for all longer runs together: finding links takes the square of their brackets
ADDRESS_BUDGET = 4_000_000  # characters of addresses in a text: a long one may be called many times

# Where words may end and something else begin; the parser stops only here.
SIGNS_IN_LINE = "!&*<[\\]_`~"
SIGNS = re.compile("[\n" + re.escape(SIGNS_IN_LINE) + "]")


def build() -> MarkdownIt:
    """The parser, configured once; it keeps no state between two texts."""
    md = MarkdownIt("commonmark", {"html": False, "tasklists": True, "maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"])
    # Without text_join, escapes stay apart from words: "\\[" is no bracket.
    md.disable(["html_block", "html_inline", "text_join"])
    md.validateLink = safe.is_allowed  # type: ignore[method-assign]  # as its documentation says
    front_matter_plugin(md)
    footnote_plugin(md, inline=False, move_to_end=False)
    md.block.ruler.before(
        "fence", "recommendation", containers.recommendation, {"alt": containers.INTERRUPTS}
    )
    md.block.ruler.at("table", tables.table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.push("bracket", literal_bracket)
    md.inline.terminator_re = SIGNS
    md.core.ruler.at("inline", within_budget(md.inline))
    return md


def literal_bracket(state: StateInline, silent: bool) -> bool:
    """Keep a square bracket that nothing else claimed as a token of its own, with its place in the words."""
    sign = state.src[state.pos]
    if sign not in "[]":
        return False
    if not silent:
        token = state.push("bracket", "", 0)
        token.content = sign
        token.meta = {"at": state.pos}
    state.pos += 1
    return True


class within_budget:  # noqa: N801 - used as a rule, which is a function
    """The parser's own walk over the words, except that a flood of brackets is taken for what it is: words."""

    def __init__(self, rich: ParserInline) -> None:
        self.rich, self.plain = rich, _without_links(rich)

    def __call__(self, state: StateCore) -> None:
        brackets = addresses = 0
        for token in state.tokens:
            if token.type != "inline":
                continue
            here = token.content.count("[")
            if here > FEW_BRACKETS:
                brackets += here * here
            dear = here > FEW_BRACKETS and brackets > BRACKET_BUDGET
            parser = self.plain if dear or addresses > ADDRESS_BUDGET else self.rich
            token.children = parser.parse(token.content, state.md, state.env, [])
            if here:
                addresses += sum(len(str(child.attrs.get("href", ""))) for child in token.children)


def _without_links(rich: ParserInline) -> ParserInline:
    plain = ParserInline()
    plain.ruler.disable(["link", "image", "html_inline", "linkify"])
    plain.ruler.push("bracket", literal_bracket)
    plain.ruler2 = rich.ruler2
    plain.terminator_re = SIGNS
    return plain
