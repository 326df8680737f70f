"""Files for spreadsheets: what goes in comes out, and nothing is run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.shared.sheets import csv_file

WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf"]) | st.sampled_from("\n,;\"'=+-@"), max_size=20
)


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_cells_read_back_as_they_were_but_for_an_apostrophe_before_formulas(rows):
    found = read(csv_file(["One", "Two"], rows))

    assert found[0] == ["One", "Two"]
    assert [[cell.removeprefix("'") for cell in row] for row in found[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x", "\u200b=1", "\ufeff=1",
     "\u202e=1", "\x00=1", "=cmd|'/c calc'!A1"],
)  # fmt: skip
def test_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(words):
    [_header, [cell]] = read(csv_file(["Words"], [[words]]))

    assert cell == "'" + words.replace("\0", "")


def test_file_begins_with_the_byte_order_mark_and_ends_lines_as_the_standard_says():
    assert csv_file(["A", "B"], [["x", 'say "no"\nhere']]) == b'\xef\xbb\xbfA,B\r\nx,"say ""no""\nhere"\r\n'


def test_what_stands_above_the_table_is_as_wide_as_the_table():
    data = csv_file(["A", "B", "C"], [[1, None, 3]], about=[["As of", "today"], ["Shown", "=all"]])

    assert read(data) == [
        ["As of", "today", ""],
        ["Shown", "'=all", ""],
        ["", "", ""],
        ["A", "B", "C"],
        ["1", "", "3"],
    ]
