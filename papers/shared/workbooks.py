"""Tables as Excel workbooks: words stay words, whatever they begin with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import get_language_bidi
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

MOST_LETTERS = 32_767  # that a cell of a workbook takes
WIDTHS = (10, 60)  # letters; the narrowest and the widest column


def xlsx_file(
    header: Sequence[Any], rows: Iterable[Sequence[Any]], *, about: Sequence[Sequence[Any]] = ()
) -> bytes:
    """An Excel workbook of one sheet, right to left where the reader's language is; words are words, never formulas."""
    lines = [list(row) for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.sheet_view.rightToLeft = get_language_bidi()
    for place, width in enumerate(_widths([list(header), *lines]), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    above = [*about, []] if about else []
    sheet.freeze_panes = f"A{len(above) + 2}"
    for line in above:
        sheet.append(list(_words(sheet, line)))
    sheet.append(list(_words(sheet, header, font=Font(bold=True))))
    for line in lines:
        sheet.append(list(_words(sheet, line)))
    last = get_column_letter(max(len(header), 1))
    sheet.auto_filter.ref = f"A{len(above) + 1}:{last}{len(above) + 1 + len(lines)}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _words(sheet: Any, line: Sequence[Any], **style: Any) -> Iterator[Any]:
    """Cells that hold numbers as numbers and everything else as words, whatever the words begin with."""
    for value in line:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        words = "" if value is None else str(value)
        cell = WriteOnlyCell(
            sheet, value if is_number else ILLEGAL_CHARACTERS_RE.sub("", words)[:MOST_LETTERS]
        )
        if not is_number:
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        for name, chosen in style.items():
            setattr(cell, name, chosen)
        yield cell


def _widths(lines: Sequence[Sequence[Any]]) -> Iterator[int]:
    """As wide as the longest line of words in each column, within bounds."""
    narrow, wide = WIDTHS
    for column in zip(*lines, strict=False):
        longest = max((len(word) for value in column for word in str(value).splitlines() or [""]), default=0)
        yield min(max(longest + 2, narrow), wide)
