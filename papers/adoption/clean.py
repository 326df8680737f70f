"""Clean text: which square brackets are still open, and which visible ones do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from papers.drafting import brackets
from papers.shared import markdown

_VISIBLE = re.compile(r"\[[^\[\]]{1,300}\]")


class Found(NamedTuple):
    """A bracket in a text: the paragraph it stands in, and its words."""

    paragraph: str
    words: str


def open_brackets(text: str, *, counted: bool) -> list[Found]:
    """Brackets that keep a text from being clean; none where the paper does not use them."""
    if not counted:
        return []
    document = markdown.parse(text, brackets=True)
    found = [Found(document.blocks[one.block].label, one.text) for one in brackets.find(document)]
    if not found and not brackets.is_clean(document):
        found = [Found(block.label, "[ … ") for block in document.blocks if block.brackets]
    return found


def ignored(block_map: Iterable[Mapping[str, Any]]) -> list[Found]:
    """Brackets a reader sees in a text that has no open one: quoted, escaped, in code, or not used as a sign."""
    return [
        Found(str(entry["label"]), words)
        for entry in block_map
        for words in _VISIBLE.findall(str(entry["text"]))
    ]
