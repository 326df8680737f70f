"""Tables compared cell by cell: rows and columns that came and went, and words inside cells."""

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from papers.drafting.cells import Cells, compare
from papers.shared.markdown import parse

bounded = settings(max_examples=60, deadline=None)
cell_words = st.lists(
    st.sampled_from(["water", "<b>", "7", "litres", "&amp;", "days"]), min_size=1, max_size=3
).map(" ".join)
tables = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(cell_words, min_size=wide, max_size=wide), min_size=1, max_size=5)
)


def html_of(rows):
    """A table as the renderer writes it."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    (block,) = parse("\n".join("| " + " | ".join(line) + " |" for line in lines)).blocks
    return block.html


def words_in(rows):
    return " ".join(cell for row in rows for cell in row).replace("&amp;", "&")


def compared(old, new):
    return compare(html_of(old), html_of(new), seconds=1)


def words_of(html, without):
    """The words of a table without those in an element."""
    return unescape(re.sub(r"<[^>]*>", " ", re.sub(f"<{without}>.*?</{without}>", " ", html))).split()


SITES = [["Site", "Litres"], ["North", "14"], ["South", "23"]]


def test_changed_cell_shows_its_words():
    table = compared(SITES, [["Site", "Litres"], ["North", "15"], ["South", "23"]])

    assert table.found == Cells(changed=1)
    assert "<del>14</del> <ins>15</ins>" in table.marked.inline
    assert table.marked.inline.count("<ins>") == 1


def test_new_row_is_new_and_its_neighbours_are_the_same():
    table = compared(SITES, [*SITES[:2], ["East", "9"], SITES[2]])

    assert table.found == Cells(rows_added=1)
    assert table.marked.new.count("<ins>") == 2
    assert "<del>" not in table.marked.inline


def test_deleted_row_stands_in_the_old_table_only():
    table = compared(SITES, SITES[:2])

    assert table.found == Cells(rows_removed=1)
    assert "South" in table.marked.old
    assert "South" not in table.marked.new


def test_new_column_leaves_the_other_cells_alone():
    new = [["Site", "People", "Litres"], ["North", "300", "14"], ["South", "80", "23"]]

    table = compared(SITES, new)

    assert table.found == Cells(columns_added=1)
    assert (table.marked.added, table.marked.removed) == (3, 0)


def test_deleted_column_is_counted():
    assert compared(SITES, [[row[0]] for row in SITES]).found == Cells(columns_removed=1)


def test_renamed_column_is_a_changed_cell():
    assert compared(SITES, [["Site", "Litres a day"], *SITES[1:]]).found == Cells(changed=1)


def test_row_with_one_changed_cell_is_the_same_row():
    new = [["Site", "Litres"], ["North shore", "14"], ["South", "23"]]

    assert compared(SITES, new).found == Cells(changed=1)


@bounded
@given(tables, tables)
def test_no_word_of_either_table_is_lost(old, new):
    marked = compared(old, new).marked

    assert sorted(words_of(marked.inline, "ins")) == sorted(words_in(old).replace("&amp;", "&").split())
    assert sorted(words_of(marked.inline, "del")) == sorted(words_in(new).replace("&amp;", "&").split())


@bounded
@given(tables)
def test_table_compared_with_itself_has_no_change(rows):
    table = compared(rows, rows)

    assert table.found == Cells()
    assert "<ins>" not in table.marked.inline
