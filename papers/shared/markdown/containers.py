"""Recommendations: what stands between `::: recommendation` and `:::`."""

import re

from markdown_it.rules_block import StateBlock

INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]

_OPENS = re.compile(r":{3,}[ \t]*recommendation[ \t]*\Z")
_CLOSES = re.compile(r":{3,}[ \t]*\Z")
_INSIDE = "recommendation"


def recommendation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence of colons. It ends at the closing fence, before the next one, or with the text around it."""
    if state.is_code_block(start) or not _OPENS.match(_line(state, start)) or _is_inside(state):
        return False
    if silent:
        return True
    last, closed = _end(state, start, end)
    token = state.push("recommendation_open", "section", 1)
    token.map = [start, last]
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last  # no paragraph inside runs past the fence
    state.env[_INSIDE] = True
    state.md.block.tokenize(state, start + 1, last)
    state.env[_INSIDE] = False
    state.parentType, state.lineMax = parent, line_max
    state.push("recommendation_close", "section", -1)
    state.line = last + (1 if closed else 0)
    return True


def _end(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    for number in range(start + 1, end):
        if state.isEmpty(number):
            continue
        if state.sCount[number] < state.blkIndent:
            return number, False  # the list or note around it has ended
        if state.is_code_block(number):
            continue
        line = _line(state, number)
        if _CLOSES.match(line):
            return number, True
        if _OPENS.match(line):
            return number, False
    return end, False


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _is_inside(state: StateBlock) -> bool:
    return bool(state.env.get(_INSIDE))
