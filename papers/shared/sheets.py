"""Tables as files that a spreadsheet opens: nothing in a cell is ever run."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@")
CONTROL = ("\t", "\r", "\n")
# Categories of characters that a spreadsheet may skip before it reads a formula.
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
CSV, XLSX = "csv", "xlsx"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sheet_file(
    kind: str, header: Sequence[Any], rows: Iterable[Sequence[Any]], *, about: Sequence[Sequence[Any]] = ()
) -> bytes:
    """The table as a file of that kind: “csv” or “xlsx”."""
    if kind == CSV:
        return csv_file(header, rows, about=about)
    from papers.shared import workbooks  # noqa: PLC0415 - 18 MiB that a process needs only when somebody asks

    return workbooks.xlsx_file(header, rows, about=about)


def csv_file(
    header: Sequence[Any], rows: Iterable[Sequence[Any]], *, about: Sequence[Sequence[Any]] = ()
) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark; `about` stands above the table, each line as wide as the table."""
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    lines = [*about, [""], header] if about else [header]
    for line in lines:
        writer.writerow(_padded(line, len(header)))
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8")


def _padded(line: Sequence[Any], width: int) -> list[str]:
    cells = [_cell(value) for value in line]
    return cells + [""] * (width - len(cells))


def _cell(value: Any) -> str:
    """A cell's words; what a spreadsheet would take for a formula gets an apostrophe in front (OWASP)."""
    words = "" if value is None else str(value).replace("\0", "")
    return f"'{words}" if _runs(words) else words


def bare(words: str) -> str:
    """The words of a cell that came back, without the apostrophe that kept a spreadsheet from running them."""
    return words[1:] if words.startswith("'") and _runs(words[1:]) else words


def _runs(words: str) -> bool:
    first = next((sign for sign in words if unicodedata.category(sign) not in UNSEEN), "")
    return unicodedata.normalize("NFKC", first).startswith(FORMULA) or words.startswith(CONTROL)
