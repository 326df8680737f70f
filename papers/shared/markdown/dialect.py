"""The dialect: CommonMark, tables, strikethrough, footnotes, task lists, recommendations; never HTML."""

import re
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from papers.shared.markdown import safe

MAX_NESTING = 60  # no paper nests deeper; what lies below is shown as plain text

_RECOMMENDATION = re.compile(r"[ \t]*recommendation[ \t]*")


def literal_bracket(state: StateInline, silent: bool, *, signs: str = "[]") -> bool:
    """Keep a square bracket that nothing else claimed as a token of its own, with its place in the words."""
    sign = state.src[state.pos]
    if sign not in signs:
        return False
    if not silent:
        token = state.push("bracket", "", 0)
        token.content = sign
        token.meta = {"at": state.pos}
    state.pos += 1
    return True


def _is_recommendation(params: str, _markup: str) -> bool:
    return _RECOMMENDATION.fullmatch(params) is not None


def build() -> MarkdownIt:
    """The parser, configured once; it keeps no state between two texts."""
    md = MarkdownIt("commonmark", {"html": False, "tasklists": True, "maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"])
    md.disable(["html_block", "html_inline", "text_join"])
    front_matter_plugin(md)
    footnote_plugin(md, inline=False, move_to_end=False)
    container_plugin(md, "recommendation", validate=_is_recommendation)
    md.inline.ruler.push("bracket", partial(literal_bracket))
    md.inline.terminator_re = re.compile(r"[\n!&*<\[\\\]_`~]")
    md.validateLink = lambda url: safe.is_allowed(url)  # type: ignore[method-assign]
    return md
