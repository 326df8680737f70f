"""Words, line ends and the chain of hashes: what every slice needs to know about plain text."""

import hashlib
import re

_LINE_END = re.compile(r"\r\n?|\n")
# Letters, digits, and the marks that Hebrew and Arabic set on them.
LETTER = r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]"
_WORD = re.compile(rf"{LETTER}+(?:[’'.\-/]{LETTER}+)*")


def normalise_line_ends(text: str) -> str:
    """The text with every line ending written as a single newline."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


def words(text: str) -> list[str]:
    """The words of a text in order; letters, digits and marks inside a word keep it whole."""
    return _WORD.findall(text)


def squash(text: str) -> str:
    """The text with every run of white space as one blank, none at the ends."""
    return " ".join(text.split())


def in_written_order(text: str) -> str:
    """The text without the two signs that turn letters round against their script: they only serve to deceive."""
    if "\u202d" in text or "\u202e" in text:
        return text.replace("\u202d", "").replace("\u202e", "")
    return text


def first_strong_direction(text: str) -> str:
    """ "ltr", "rtl" or "" by the first letter that has a direction of its own."""
    for character in text:
        if character.isalpha():
            return "rtl" if _is_rtl(character) else "ltr"
    return ""


def _is_rtl(character: str) -> bool:
    return (
        "\u0590" <= character <= "\u08ff"
        or "\ufb1d" <= character <= "\ufefc"
        or ("\U00010800" <= character <= "\U00010fff")
        or ("\U0001e800" <= character <= "\U0001efff")
    )


def sha256(text: str) -> str:
    """The fingerprint of a text, over its UTF-8 bytes exactly as stored."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def chained_sha256(previous: str, *parts: str) -> str:
    """A link of a chain: the hash over the link before and these parts, each framed by its length."""
    digest = hashlib.sha256(previous.encode("ascii"))
    for part in parts:
        data = part.encode("utf-8")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def cut(words: str, most: int) -> str:
    """The first characters of a text, and a sign where there are more; quick enough for lists of thousands."""
    return words if len(words) <= most else f"{words[: most - 1]}…"
