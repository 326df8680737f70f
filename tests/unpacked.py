"""What files to be read on paper say: the words inside a Word file, and those that a PDF sets glyph by glyph."""

import io
import re
import zipfile
import zlib

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SET = re.compile(rb"\[(.*?)\]\s*TJ", re.DOTALL)
STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
MEANT = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def letters_of(content):
    """The letters of a file in their order, without what stands between them: a word that is broken is found too."""
    said = _in_pdf(content) if content.startswith(b"%PDF-") else _in_word(content)
    return "".join(letter for letter in said.casefold() if letter.isalpha())


def _in_word(content):
    """All parts without their markup: Word may cut a word into several runs."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()]
    return " ".join(re.sub(r"<[^>]*>", "", part) + part for part in parts)


def _in_pdf(content):
    """Every string that is set, read as each of the fonts would have it, and all that is not set."""
    streams = [_inflated(one) for one in STREAM.findall(content)]
    fonts = [dict(MEANT.findall(one)) for one in streams if b"begincmap" in one]
    lines = [line for stream in streams for line in SET.findall(stream)]
    strings = [ESCAPED.sub(_sign, string) for line in lines for string in STRING.findall(line)]
    read = ["".join(_letters(string, font) for string in strings) for font in fonts]
    return " ".join([*read, content.decode("latin-1"), *(one.decode("latin-1") for one in streams)])


def _letters(glyphs, font):
    """Glyphs are numbered in two bytes each."""
    codes = [glyphs[at : at + 2].hex().upper().encode() for at in range(0, len(glyphs), 2)]
    return "".join(bytes.fromhex(font.get(code, b"0020").decode()).decode("utf-16-be") for code in codes)


def _sign(escaped):
    sign = escaped[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else SIGNS.get(sign, sign)


def _inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
