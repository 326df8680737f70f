"""Runs in the sandbox: reads a foreign table, CSV, Excel or JSON, into words.

Usage: table.py FILE KIND [filled]. Writes table.json: columns, rows (each with as many words as there are columns) and
the names of sheets that were left out. Refuses (exit 3, a code on standard output) what is too large or unreadable.
A filled sheet may have lines above the names of its columns, which are the fullest of its first lines; its cells stay
what they are, HTML too.
"""

import csv
import io
import json
import re
import sys
import zipfile
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NoReturn

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS, MOST_IN_ALL = 5000, 60, 20_000, 8_000_000
MOST_LINES, MOST_ABOVE = 20_000, 15
MOST_ENTRIES, MOST_BYTES = 1000, 100 * 1024 * 1024
TAGS = re.compile(r"<(?:/|br\b|a\s|p\b|div\b|span\b|ul\b|ol\b|li\b|b\b|i\b|em\b|strong\b)", re.IGNORECASE)
Lines = tuple[list[list[Any]], list[str]]
BREAKS = {"br", "p", "div", "ul", "ol", "li", "tr"}
DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def refuse(code: str) -> NoReturn:
    sys.stdout.write(code)
    sys.exit(3)


class Plain(HTMLParser):
    """Words of a cell that holds HTML; the address of a link stands behind its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.link, self.since = "", 0

    def handle_starttag(self, tag, attrs):
        if tag in BREAKS:
            self.out.append("\n")
        if tag == "a":
            self.link, self.since = (dict(attrs).get("href") or "").strip(), len(self.out)

    def handle_endtag(self, tag):
        said = "".join(self.out[self.since :]).strip()
        if tag == "a" and self.link and self.link != said:
            self.out.append(f" ({self.link})")
        if tag == "a":
            self.link = ""
        elif tag in BREAKS:
            self.out.append("\n")

    def handle_data(self, data):
        self.out.append(data)


def words(value: object, *, filled: bool = False) -> str:
    """A cell as words: days as 2026-03-31, HTML as plain text, white space tidied."""
    said = value.isoformat()[:10] if isinstance(value, date | datetime) else _said(value)
    if TAGS.search(said) and not filled:
        plain = Plain()
        plain.feed(said)
        plain.close()
        said = "".join(plain.out)
    said = said.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    lines = [line.strip() for line in said.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def from_csv(data: bytes) -> Lines:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        refuse("not-utf8")
    if "\0" in text:
        refuse("not-text")
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(MOST_IN_ALL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)), []
    except csv.Error:
        refuse("damaged")


def from_xlsx(data: bytes) -> Lines:
    _look_inside(data)
    from openpyxl import load_workbook  # noqa: PLC0415 - only for a file that was looked at first

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        filled = [(sheet.title, _lines(sheet)) for sheet in book.worksheets]
    except Exception:  # noqa: BLE001 - whatever a foreign workbook makes a reader stumble over
        refuse("damaged")
    filled = [(title, lines) for title, lines in filled if lines]
    if not filled:
        refuse("empty")
    return filled[0][1], [title for title, _lines in filled[1:]]


def _lines(sheet):
    """Every line with its empty ones, so that numbers of rows are those of the file; none for an empty sheet."""
    lines = []
    for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
        lines.append(list(row))
        if len(lines) > MOST_LINES:
            refuse("large")
    return lines if any(value not in (None, "") for line in lines for value in line) else []


def _look_inside(data: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            refuse("encrypted")
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
            refuse("bomb")
        if "xl/workbook.xml" not in {entry.filename for entry in entries}:
            refuse("type")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    if DECLARES.search(part.read()):
                        refuse("dtd")
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        refuse("damaged")


def from_json(data: bytes) -> Lines:
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        refuse("not-utf8")
    except (ValueError, RecursionError):
        refuse("damaged")
    if isinstance(given, dict):
        lists = [value for value in given.values() if isinstance(value, list)]
        given = lists[0] if len(lists) == 1 else None
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        refuse("not-rows")
    columns = list(dict.fromkeys(name for entry in given[: MOST_ROWS + 1] for name in entry))
    return [columns, *([entry.get(name) for name in columns] for entry in given)], []


def table(lines, *, filled=False):
    """The first line that is not empty names the columns; a column without a name is called by its place."""
    numbered = [(place, line) for place, line in enumerate(lines, start=1) if any(map(words, line))]
    if filled:
        numbered = numbered[_fullest([line for _place, line in numbered[:MOST_ABOVE]]) :]
    if len(numbered) < 2:
        refuse("empty")
    header = [words(name) for name in numbered[0][1]]
    width = max(
        place for _place, line in numbered for place, value in enumerate(line, start=1) if words(value)
    )
    if width > MOST_COLUMNS or len(numbered) - 1 > MOST_ROWS:
        refuse("large")
    columns = []
    for place in range(width):
        name = (header[place] if place < len(header) else "")[:120] or f"#{place + 1}"
        columns.append(name if name not in columns else f"{name} #{place + 1}")
    rows = [
        [place, *(words(value, filled=filled) for value in (*line, *[""] * width)[:width])]
        for place, line in numbered[1:]
    ]
    letters = [len(str(word)) for row in rows for word in row[1:]]
    if max(letters, default=0) > MOST_LETTERS or sum(letters) > MOST_IN_ALL:
        refuse("large")
    return columns, rows


def _fullest(lines):
    """Which of the first lines has most cells: that of the names, below what stands above a table."""
    cells = [sum(1 for value in line if words(value)) for line in lines]
    return cells.index(max(cells)) if cells else 0


READERS = {"csv": from_csv, "xlsx": from_xlsx, "json": from_json}

if __name__ == "__main__":
    found, left_out = READERS[sys.argv[2]](Path(sys.argv[1]).read_bytes())
    named, rows = table(found, filled="filled" in sys.argv[3:])
    result = {"columns": named, "rows": rows, "left_out": left_out}
    Path("table.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
