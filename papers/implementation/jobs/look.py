"""Runs in the sandbox: looks at a file handed in as evidence, without opening it for anybody.

Usage: look.py FILE. Writes what it is (docx, xlsx, png, jpeg); pictures are written again, pixels only, as `picture`.
Refuses (exit 3, a code on standard output) what it does not know, what is damaged, protected or a bomb.
"""

import io
import sys
import zipfile
from pathlib import Path
from typing import NoReturn

from PIL import Image

MOST_ENTRIES, MOST_BYTES = 3000, 150 * 1024 * 1024
MOST_PIXELS = 40_000_000
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


def picture(data: bytes) -> str:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                refuse("bomb")
            kind, transparent = image.format or "", image.mode in {"RGBA", "LA", "PA", "P"}
            pixels = image.convert("RGBA" if transparent and kind == "PNG" else "RGB")
    except Exception:  # noqa: BLE001 - whatever breaks while a picture is decoded, the picture is damaged
        refuse("damaged")
    pixels.save("picture", kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True}))
    return kind.lower()


if __name__ == "__main__":
    content = Path(sys.argv[1]).read_bytes()
    sys.stdout.write(office(content) if content.startswith(b"PK") else picture(content))
