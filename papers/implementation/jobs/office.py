"""Runs in the sandbox: looks at a Word or Excel file handed in as evidence, without opening it for anybody.

Usage: office.py FILE. Prints what it is (docx, xlsx).
Refuses (exit 3, a code on standard output) what it does not know, what is damaged, protected or a bomb.
"""

import io
import sys
import zipfile
from pathlib import Path
from typing import NoReturn

MOST_ENTRIES, MOST_BYTES = 3000, 150 * 1024 * 1024
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
ACTIVE = ("vbaproject", "activex", "/embeddings/", "oleobject")


def refuse(code: str) -> NoReturn:
    sys.stdout.write(code)
    sys.exit(3)


def office(data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        refuse("damaged")
    names = {entry.filename.lower() for entry in entries}
    kind = next((kind for name, kind in OFFICE.items() if name in names), None)
    if kind is None or "[content_types].xml" not in names:
        refuse("type")
    if any(entry.flag_bits & 1 for entry in entries):
        refuse("protected")
    if any(word in name for word in ACTIVE for name in names):
        refuse("active")
    # What the directory says of sizes is not believed by anybody who opens it; it is enough to turn away the crude.
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        refuse("bomb")
    return kind


if __name__ == "__main__":
    sys.stdout.write(office(Path(sys.argv[1]).read_bytes()))
