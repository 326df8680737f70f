"""Making a revision out of a text: parsed, aligned with the one before, hashed. No database; done before any lock."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from papers.drafting import blocks
from papers.shared import markdown
from papers.shared.text import chained_sha256, normalise_line_ends


@dataclass(frozen=True)
class Prepared:
    """All that a revision row and its block rows need; `origin` names the block that a new one was split from."""

    text: str
    block_map: list[dict[str, Any]]
    words: int
    born: tuple[str, ...]
    died: dict[str, str]
    origin: dict[str, str]
    kept: int
    edited: int
    moved: int


@dataclass(frozen=True)
class Before:
    """What the next revision must know of the last one."""

    text: str = ""
    block_map: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, text: str, block_map: Iterable[dict[str, Any]]) -> Before:
        return cls(text, tuple(block_map))


def prepare(text: str, before: Before | None = None, *, brackets: bool = True) -> Prepared:
    """Parse a text and carry over the ids of the blocks it shares with the one before.

    Raises markdown.TextTooLarge for a text beyond the limit.
    """
    text = normalise_line_ends(text)
    document = markdown.parse(text, brackets=brackets)
    before = before or Before()
    alignment = blocks.align(known(before), document.blocks, lambda: str(uuid.uuid4()))
    block_map = [
        {"id": block_id, **markdown.to_json(block)}
        for block_id, block in zip(alignment.ids, document.blocks, strict=True)
    ]
    last_words = {entry["id"]: entry["text"] for entry in before.block_map}
    return Prepared(
        text=text,
        block_map=block_map,
        words=document.word_count,
        born=tuple(alignment.born),
        died={block_id: last_words[block_id] for block_id in alignment.died},
        origin=dict(alignment.origin),
        kept=len(alignment.kept),
        edited=len(alignment.edited),
        moved=len(alignment.moved),
    )


def known(before: Before) -> list[blocks.Known]:
    """The blocks of an issued revision as the aligner wants them."""
    return [
        blocks.Known(entry["id"], entry["kind"], entry["text"], before.text[entry["start"] : entry["end"]])
        for entry in before.block_map
    ]


def seal(prev_sha256: str, number: int, text: str) -> str:
    """The hash of a revision, chained to the one before: over that hash, the number and the text."""
    return chained_sha256(prev_sha256, str(number), text)
