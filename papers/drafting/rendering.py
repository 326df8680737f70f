"""Blocks as one piece of HTML. What is declared safe here went through the one sanitiser (papers/shared/markdown)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from papers.shared import markdown
from papers.shared.markdown import Document, SourceBlock


def of_document(document: Document) -> SafeString:
    """A text that was parsed just now."""
    return mark_safe(
        "".join(f"{one.before}{markdown.outer(one.tag, one.html)}{one.after}" for one in document)
    )


def of_block_map(block_map: Iterable[Mapping[str, Any]]) -> SafeString:
    """An issued text, each block under its permanent id."""
    return mark_safe(
        "".join(
            f"{one['before']}{markdown.outer(one['tag'], one['html'], id='b-' + one['id'])}{one['after']}"
            for one in block_map
        )
    )


def of_passage(block: SourceBlock) -> SafeString:
    """One passage by itself, without what stands around it."""
    return mark_safe(markdown.outer(block.tag, block.html))


def of_row(html: str) -> SafeString:
    """One side of a row of a comparison, which papers/drafting/diff.py escaped."""
    return mark_safe(html)
