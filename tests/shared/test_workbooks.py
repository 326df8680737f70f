"""Workbooks: what goes in comes out, and nothing is run."""

import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from papers.shared.workbooks import MOST_LETTERS, xlsx_file


def opened(data):
    """The sheet of a workbook."""
    return load_workbook(io.BytesIO(data)).active


def test_workbook_holds_words_as_words_whatever_they_begin_with():
    sheet = opened(xlsx_file(["Words"], [["=1+1"], ["=cmd|'/c calc'!A1"], ["+1"], ["@x"]]))

    assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)] == [
        ("=1+1", "s"), ("=cmd|'/c calc'!A1", "s"), ("+1", "s"), ("@x", "s"),
    ]  # fmt: skip


def test_workbook_holds_numbers_as_numbers_and_nothing_as_nothing():
    sheet = opened(xlsx_file(["A", "B", "C"], [[1, None, 2.5]]))

    assert [cell.value for cell in sheet[2]] == [1, None, 2.5]


def test_workbook_says_above_the_table_what_it_shows_and_keeps_the_head_in_sight():
    sheet = opened(xlsx_file(["A", "B"], [["x", "y"]], about=[["As of", "today"]]))

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["As of", "today"], [None, None], ["A", "B"], ["x", "y"],
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", "A3:B4")


def test_workbook_takes_signs_and_lengths_that_its_format_does_not():
    sheet = opened(xlsx_file(["Words"], [["a\x00b\x0bc"], ["x" * (MOST_LETTERS + 5)]]))

    assert sheet["A2"].value == "abc"
    assert len(sheet["A3"].value) == MOST_LETTERS


@pytest.mark.parametrize(("language", "turned"), [("ar", True), ("en", False)])
def test_workbook_runs_as_the_readers_language_does(language, turned):
    with translation.override(language):
        sheet = opened(xlsx_file(["A"], [["x"]]))

    assert bool(sheet.sheet_view.rightToLeft) is turned
