"""Tables as in GitHub's dialect, except that no cell is hidden and their number has an end."""

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as github_table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.token import Token

MAX_CELLS = 30_000  # in a whole text, with those made up to fill short rows; a further table is plain text

_CELLS = "cells"


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table; a row longer than its heading keeps its cells."""
    spent = state.env.get(_CELLS, 0)
    if spent > MAX_CELLS or not github_table(state, start, end, True):
        return False
    if silent:
        return True
    state.env[_CELLS] = spent + _cells_needed(state, start, end)
    if state.env[_CELLS] > MAX_CELLS:
        return False
    first = len(state.tokens)
    github_table(state, start, end, False)
    _keep_further_cells(state, first)
    return True


def _cells_needed(state: StateBlock, start: int, end: int) -> int:
    needed = columns = len(_cells(state, start))
    for number in range(start + 2, end):
        if state.isEmpty(number) or needed > MAX_CELLS:
            break
        needed += max(columns, len(_cells(state, number)))
    return needed


def _cells(state: StateBlock, number: int) -> list[str]:
    cells = escapedSplit(mdTrim(getLine(state, number)))
    if cells and cells[0] == "":
        cells.pop(0)
    if cells and cells[-1] == "":
        cells.pop()
    return cells


def _keep_further_cells(state: StateBlock, first: int) -> None:
    columns, tokens = 0, []
    line = 0
    for token in state.tokens[first:]:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            columns = columns or len(_cells(state, line))
        if token.type == "tr_close":
            for cell in _cells(state, line)[columns:]:
                tokens += _cell(mdTrim(cell), line)
        tokens.append(token)
    state.tokens[first:] = tokens


def _cell(content: str, line: int) -> list[Token]:
    words = Token("inline", "", 0, map=[line, line + 1], content=content, children=[])
    return [Token("td_open", "td", 1), words, Token("td_close", "td", -1)]
