"""Making a revision out of a text: parsed, aligned with the one before, hashed. No database; done before any lock."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from papers.drafting import blocks, diff
from papers.drafting.diff import Row
from papers.drafting.passages import passages
from papers.shared import markdown
from papers.shared.text import chained_sha256, normalise_line_ends

LABEL = 40  # letters of a printed number that are kept


class PassageStep(NamedTuple):
    """What happened to one block, by the words of a comparison, with its number and words from then on."""

    block: str
    kind: str
    label: str
    words: str


@dataclass(frozen=True)
class Prepared:
    """All that a revision row and its block rows need.

    `origin` names for a new block the one it was cut from, `heir` for one that went the one its words went into;
    `steps` say of every block that is not as it was what happened to it.
    """

    text: str
    block_map: list[dict[str, Any]]
    words: int
    born: tuple[str, ...]
    died: dict[str, str]
    origin: dict[str, str]
    kept: int
    edited: int
    moved: int
    words_added: int = 0
    words_removed: int = 0
    heir: dict[str, str] = field(default_factory=dict)
    steps: tuple[PassageStep, ...] = ()

    @property
    def survived(self) -> int:
        """How many blocks carry on an id of the revision before."""
        return len(self.block_map) - len(self.born)


def prepare(text: str, before: Sequence[dict[str, Any]] = (), *, brackets: bool = True) -> Prepared:
    """Parse a text and carry over the ids of the blocks it shares with the block map before it.

    Raises markdown.TextTooLarge for a text beyond the limit.
    """
    text = normalise_line_ends(text)
    document = markdown.parse(text, brackets=brackets)
    alignment = blocks.align(known(before), document.blocks, lambda: str(uuid.uuid4()))
    block_map = [
        {"id": block_id, **markdown.to_json(block)}
        for block_id, block in zip(alignment.ids, document.blocks, strict=True)
    ]
    rows = diff.compare(passages(before), passages(block_map))
    change = diff.summary(rows)
    last_words = {entry["id"]: entry["text"] for entry in before}
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
        words_added=change.words_added,
        words_removed=change.words_removed,
        heir=dict(alignment.heir),
        steps=steps_of(rows) if before else (),
    )


def steps_of(rows: Iterable[Row]) -> tuple[PassageStep, ...]:
    """The rows of a comparison with a revision before, as they are kept with the later one."""
    changed = ((row.kind, row.new or row.old) for row in rows if row.kind != "same")
    return tuple(PassageStep(one.id, kind, one.label[:LABEL], one.text) for kind, one in changed if one)


def known(before: Sequence[dict[str, Any]]) -> list[blocks.Known]:
    """The blocks of an issued revision as the aligner wants them."""
    return [blocks.Known(entry["id"], entry["kind"], entry["text"], entry["label"]) for entry in before]


def seal(prev_sha256: str, number: int, text: str) -> str:
    """The hash of a revision, chained to the one before: over that hash, the number and the text."""
    return chained_sha256(prev_sha256, str(number), text)
