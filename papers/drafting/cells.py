"""Two tables, cell by cell: rows and columns that came and went, and words inside the cells that both have."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from papers.drafting.likeness import Reader
from papers.drafting.marking import Marked, count, mark_words, marked, shown
from papers.drafting.matching import IN_PLACE, best_in_order
from papers.drafting.sequences import Change, changes

_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<br\s*/?>|<[^>]*>")
TABLE = '<table class="cells"><tbody>{}</tbody></table>'
Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Cells:
    """What changed in a table, in numbers."""

    rows_added: int = 0
    rows_removed: int = 0
    columns_added: int = 0
    columns_removed: int = 0
    changed: int = 0


class Table(NamedTuple):
    """Both sides and the two in one table, as HTML, and what changed in numbers."""

    marked: Marked
    found: Cells


class Cell(NamedTuple):
    """One cell as it is read."""

    tag: str
    words: str


NONE = Cell("td", "")


def read(html: str) -> list[list[Cell]]:
    """The cells of a table as our own renderer wrote it; links and emphasis are their words."""
    return [[Cell(tag, _words(inside)) for tag, inside in _CELL.findall(row)] for row in _ROW.findall(html)]


def _words(html: str) -> str:
    return unescape(_TAG.sub(lambda found: "\n" if found[0].startswith("<br") else "", html)).strip()


def compare(old_html: str, new_html: str, *, seconds: float) -> Table:
    """Rows and columns are paired first, then the words of the cells that are in both."""
    old, new = read(old_html), read(new_html)
    columns = pair_columns(old, new)
    rows = pair_rows(old, new, [pair for pair in columns if None not in pair])
    each = max(len(rows) * len(columns), 1)
    lines = [[_cell(old, new, row, column, seconds / each) for column in columns] for row in rows]
    return Table(_written(lines, rows, columns), _counted(lines, rows, columns))


def pair_columns(old: Sequence[Sequence[Cell]], new: Sequence[Sequence[Cell]]) -> list[Pair]:
    """Which column is which: by the words at their heads, then, where as many are left on either side, by place."""
    heads = [_head(old), _head(new)]
    return list(_in_order(changes(heads[0], heads[1]), _by_place))


def pair_rows(
    old: Sequence[Sequence[Cell]], new: Sequence[Sequence[Cell]], columns: Sequence[Pair]
) -> list[Pair]:
    """Which row is which: the same words in the columns that both tables have, then alike ones between them."""
    reader = Reader()
    keys = [
        ["\n".join(_at(row, pair[side] or 0).words for pair in columns) for row in table]
        for side, table in enumerate((old, new))
    ]
    read_old, read_new = ([reader.read(key) for key in some] for some in keys)

    def alike(olds: Sequence[int], news: Sequence[int]) -> dict[int, int]:
        scores = {(one, other): read_old[one].likeness(read_new[other]) for one in olds for other in news}
        enough = {pair: score for pair, score in scores.items() if score >= IN_PLACE}
        return dict(best_in_order(olds, news, enough))

    return list(_in_order(changes(keys[0], keys[1]), alike))


def _head(table: Sequence[Sequence[Cell]]) -> list[str]:
    widest = max((len(row) for row in table), default=0)
    first = [cell.words for cell in table[0]] if table else []
    return first + [""] * (widest - len(first))


def _by_place(olds: Sequence[int], news: Sequence[int]) -> dict[int, int]:
    return dict(zip(olds, news, strict=True)) if len(olds) == len(news) else {}


def _in_order(
    found: Sequence[Change], partners: Callable[[Sequence[int], Sequence[int]], dict[int, int]]
) -> Iterator[Pair]:
    """All of both sides in order, what went before what came; `partners` pairs what stands between the same."""
    for change in found:
        olds, news = (list(range(side.start, side.stop)) for side in (change.old, change.new))
        if change.same:
            yield from zip(olds, news, strict=True)
            continue
        pairs = partners(olds, news)
        for old in olds:
            if old in pairs:
                while news[0] != pairs[old]:
                    yield None, news.pop(0)
                yield old, news.pop(0)
            else:
                yield old, None
        yield from ((None, new) for new in news)


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else NONE


def _cell(
    old: Sequence[Sequence[Cell]], new: Sequence[Sequence[Cell]], row: Pair, column: Pair, seconds: float
) -> tuple[str, Marked]:
    """The element of a cell, and its words on either side."""
    was = _at(old[row[0]], column[0]) if row[0] is not None and column[0] is not None else None
    now = _at(new[row[1]], column[1]) if row[1] is not None and column[1] is not None else None
    tag = (now or was or NONE).tag
    if was is None or now is None:
        went, came = marked("del", was.words if was else ""), marked("ins", now.words if now else "")
        return tag, Marked(
            went, came, went + came, count(now.words) if now else 0, count(was.words) if was else 0
        )
    if was.words == now.words:
        html = shown(now.words)
        return tag, Marked(html, html, html, 0, 0)
    return tag, mark_words(was.words, now.words, seconds=seconds)


def _written(
    lines: Sequence[Sequence[tuple[str, Marked]]], rows: Sequence[Pair], columns: Sequence[Pair]
) -> Marked:
    every = [True] * len(rows), [True] * len(columns)
    sides = [
        _table(
            lines, side, [row[side] is not None for row in rows], [one[side] is not None for one in columns]
        )
        for side in (0, 1)
    ]
    flat = [words for line in lines for _tag, words in line]
    added, removed = sum(one.added for one in flat), sum(one.removed for one in flat)
    return Marked(sides[0], sides[1], _table(lines, 2, *every), added, removed)


def _table(
    lines: Sequence[Sequence[tuple[str, Marked]]], side: int, rows: Sequence[bool], columns: Sequence[bool]
) -> str:
    """One side of the comparison, or both in one, with only the rows and columns that it has."""
    out = []
    for line, has_row in zip(lines, rows, strict=True):
        if has_row:
            shown_cells = (cell for cell, has in zip(line, columns, strict=True) if has)
            written = "".join(f'<{tag} dir="auto">{words[side]}</{tag}>' for tag, words in shown_cells)
            out.append(f"<tr>{written}</tr>")
    return TABLE.format("".join(out))


def _counted(
    lines: Sequence[Sequence[tuple[str, Marked]]], rows: Sequence[Pair], columns: Sequence[Pair]
) -> Cells:
    in_both = [
        words
        for line, row in zip(lines, rows, strict=True)
        for (_tag, words), column in zip(line, columns, strict=True)
        if None not in row and None not in column
    ]
    return Cells(
        rows_added=sum(row[0] is None for row in rows),
        rows_removed=sum(row[1] is None for row in rows),
        columns_added=sum(column[0] is None for column in columns),
        columns_removed=sum(column[1] is None for column in columns),
        changed=sum(words.old != words.new or bool(words.added or words.removed) for words in in_both),
    )
