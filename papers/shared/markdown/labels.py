"""The number printed before a passage: a label that comes and goes, never its identity."""

import re

_LOWER = r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_UPPER = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
TIMES = "bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies"  # a further alternative to a paragraph
_TIMES = rf"[ \u00a0](?:{TIMES})"
_NUMBER = r"(?:[A-Z]\.)?\d{1,4}(?:\.\d{1,4})*"
_DOTTED = r"(?:[A-Z]\.\d{1,4}|\d{1,4}\.\d{1,4})(?:\.\d{1,4})*"
_ROUND = rf"\((?:\d{{1,3}}|[a-z]{{1,2}}|{_LOWER})\)"

_PARAGRAPH = re.compile(
    rf"\[*(?P<label>(?:{_DOTTED}|{_NUMBER})(?:{_TIMES})|{_ROUND}(?:{_TIMES})?|{_DOTTED}(?=[.)]?\s)|"
    rf"(?:\d{{1,3}}|[a-z]|{_LOWER})(?=\)\s))(?=[.)]?(?:\s|\Z))"
)
_HEADING = re.compile(
    rf"\[*(?P<label>(?:{_NUMBER})(?:{_TIMES})?(?=[.)]?\s)|{_ROUND}|(?:[A-Z]|{_UPPER})(?=[.)]\s))(?=[.)]?(?:\s|\Z))"
)


def printed(text: str, kind: str = "paragraph") -> str:
    """The number a passage begins with, as printed ("4.2", "(a)", "B.2 bis"); "" if none."""
    if kind not in ("heading", "paragraph"):
        return ""
    match = (_HEADING if kind == "heading" else _PARAGRAPH).match(text)
    return match["label"] if match else ""


def without(text: str, label: str) -> str:
    """The words after their printed number."""
    head, _, tail = text.partition(label)
    return head + tail.lstrip(" .)\u00a0\t")
