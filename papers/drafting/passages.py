"""Stored blocks as passages that can be compared: their words and form, without what is only a printed number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from papers.drafting.diff import DiffBlock
from papers.shared.markdown import labels

_FOOTNOTE_SIGNS = re.compile(r'<sup><a class="fn".*?</a></sup>|<a class="back".*?</a>')


def passages(block_map: Iterable[Mapping[str, Any]]) -> list[DiffBlock]:
    """The passages of a block map; paragraphs and footnotes that were only renumbered are equal."""
    return [_passage(entry) for entry in block_map]


def _passage(entry: Mapping[str, Any]) -> DiffBlock:
    text, html, label = entry["text"], _FOOTNOTE_SIGNS.sub("", entry["html"]), entry["label"]
    if label and entry.get("label_in_text"):
        text = labels.without(text, label)
        html = html.removeprefix(escape(label, quote=False)).lstrip(" .)\u00a0")
    return DiffBlock(entry["id"], entry["kind"], label, text, html)
