"""How well permanent ids survive in the histories of real papers: `python -m portal.bench.alignment FOLDER`.

FOLDER holds one folder per paper with its revisions as 001.md, 002.md … The judge is independent of the aligner: it
lays the words of the two whole texts beside each other (longest common subsequence) and says that two blocks are the
same passage if most of the words of each lie in the other. It does not see moves, the aligner does.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path
from time import process_time

from papers.drafting.blocks import Known, align
from papers.drafting.sequences import changes
from papers.shared.markdown import SourceBlock, parse
from papers.shared.text import words

MOSTLY = 0.5


@dataclass
class Tally:
    """What was seen over the steps of one history."""

    steps: int = 0
    blocks: int = 0
    unchanged: int = 0
    unchanged_kept: int = 0
    judged: int = 0
    agreed: int = 0
    other: int = 0  # the aligner chose another partner
    lost: int = 0  # the aligner let the passage die
    moved: int = 0
    split: int = 0
    seconds: float = 0.0

    def __add__(self, more: "Tally") -> "Tally":
        return Tally(**{one.name: getattr(self, one.name) + getattr(more, one.name) for one in fields(self)})


@dataclass(frozen=True)
class Disagreement:
    """A passage about which aligner and judge think differently."""

    step: int
    old: str
    judge: str
    aligner: str


def judge(old: Sequence[SourceBlock], new: Sequence[SourceBlock]) -> dict[int, int]:
    """Old places to new places, by the words that the two whole texts have in common."""
    before = [(word, place) for place, block in enumerate(old) for word in words(block.body)]
    after = [(word, place) for place, block in enumerate(new) for word in words(block.body)]
    shared: Counter[tuple[int, int]] = Counter()
    for change in changes([word for word, _ in before], [word for word, _ in after]):
        if change.same:
            pairs = zip(before[change.old], after[change.new], strict=True)
            shared.update((one, other) for (_, one), (_, other) in pairs)
    old_size, new_size = Counter(place for _, place in before), Counter(place for _, place in after)
    return {
        one: other
        for (one, other), number in shared.items()
        if number > MOSTLY * old_size[one] and number > MOSTLY * new_size[other]
    }


def measure(texts: Sequence[str]) -> tuple[Tally, list[Disagreement]]:
    """Carry ids through a history, and compare every step with the judge's view."""
    total = Tally()
    found: list[Disagreement] = []
    number = count(1)
    blocks: tuple[SourceBlock, ...] = ()
    ids: tuple[str, ...] = ()
    for step, text in enumerate(texts, start=1):
        new = parse(text).blocks
        known = [
            Known(name, block.kind, block.text, block.label) for name, block in zip(ids, blocks, strict=True)
        ]
        begun = process_time()
        alignment = align(known, new, lambda: str(next(number)))
        seconds = process_time() - begun
        if step > 1:
            tally, odd = _compare(step, blocks, ids, new, alignment.ids)
            tally.moved, tally.split, tally.seconds = len(alignment.moved), len(alignment.origin), seconds
            total, found = total + tally, found + odd
        blocks, ids = new, alignment.ids
    return total, found


def _compare(
    step: int,
    old: Sequence[SourceBlock],
    old_ids: Sequence[str],
    new: Sequence[SourceBlock],
    new_ids: Sequence[str],
) -> tuple[Tally, list[Disagreement]]:
    tally = Tally(steps=1, blocks=len(old))
    where = {name: place for place, name in enumerate(new_ids)}
    once = Counter(block.body for block in new)
    for name, block in zip(old_ids, old, strict=True):
        if block.body and once[block.body] == 1 and sum(one.body == block.body for one in old) == 1:
            tally.unchanged += 1
            tally.unchanged_kept += name in where and new[where[name]].body == block.body
    odd = []
    for one, other in judge(old, new).items():
        tally.judged += 1
        ours = where.get(old_ids[one])
        if ours == other:
            tally.agreed += 1
            continue
        tally.lost += ours is None
        tally.other += ours is not None
        odd.append(Disagreement(step, old[one].text, new[other].text, "" if ours is None else new[ours].text))
    return tally, odd


def table(folders: Sequence[Path]) -> Iterator[str]:
    """The figures of each history as lines of a table."""
    yield f"{'paper':44} steps blocks  unchanged kept   judged  agreed  other  lost  moved  split  ms/step"
    total = Tally()
    for folder in folders:
        tally, _ = measure([path.read_bytes().decode("utf-8") for path in sorted(folder.glob("[0-9]*.md"))])
        total += tally
        yield _line(folder.name, tally)
    yield _line("all", total)


def _line(name: str, tally: Tally) -> str:
    kept = 100 * tally.unchanged_kept / max(1, tally.unchanged)
    agreed = 100 * tally.agreed / max(1, tally.judged)
    pace = 1000 * tally.seconds / max(1, tally.steps)
    return (
        f"{name:44} {tally.steps:5} {tally.blocks:6} {tally.unchanged:10} {kept:5.1f}% {tally.judged:8} {agreed:6.2f}%"
        f" {tally.other:6} {tally.lost:5} {tally.moved:6} {tally.split:6} {pace:8.1f}"
    )


if __name__ == "__main__":
    root = Path(sys.argv[1])
    for line in table(sorted(path.parent for path in root.glob("*/001.md"))):
        sys.stdout.write(line + "\n")
