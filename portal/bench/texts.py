"""The figures of ids, comparison and merging on real papers, for docs/benchmarks.md: `manage.py bench_text FOLDER`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import process_time

from papers.drafting.blocks import align
from papers.drafting.diff import compare
from papers.drafting.merge import merge3
from papers.drafting.passages import passages
from papers.drafting.preparing import known, prepare
from papers.shared.markdown import parse
from portal.bench import alignment, comments, labels

ROUNDS = 7
PAGES, PARAGRAPHS_A_PAGE, WORDS_A_PARAGRAPH = 100, 8, 64
Line = tuple[object, ...]

IDS = ("history", "steps", "blocks", "unchanged kept", "judged the same", "agreed", "moved", "ms a step")
LABELS = ("labelled by hand as", "passages", "right")
COMMENTS = (
    "history", "comments", "words still there", "found on them", "on the same words elsewhere", "not found",
    "words gone and said so",
)  # fmt: skip
SPEED = ("computing, 100 pages", "median ms of processor", "budget")


def texts_of(folder: Path) -> list[str]:
    """The revisions of one history, the oldest first."""
    return [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("[0-9]*.md"))]


def ids(folders: Sequence[Path]) -> Iterator[Line]:
    """How many ids survive, against the judge that lays the whole texts beside each other."""
    total = alignment.Tally()
    for folder in folders:
        tally, _odd = alignment.measure(texts_of(folder))
        total += tally
        yield _ids(folder.name, tally)
    yield _ids("**all**", total)


def _ids(name: str, tally: alignment.Tally) -> Line:
    return (
        name, tally.steps, tally.blocks, percent(tally.unchanged_kept, tally.unchanged), tally.judged,
        percent(tally.agreed, tally.judged), tally.moved, round(1000 * tally.seconds / tally.steps, 1),
    )  # fmt: skip


def by_hand(papers: Path) -> Iterator[Line]:
    """How many passages go where a person puts them, and precision and recall over all pairs."""
    verdicts = labels.judged(papers, labels.labelled())
    for name, (right, total) in labels.by_label(verdicts).items():
        yield name, total, f"{right} ({percent(right, total)})"
    for name, (right, total) in (
        ("**precision**", labels.precision(verdicts)),
        ("**recall**", labels.recall(verdicts)),
    ):
        yield name, total, f"{right} ({percent(right, total)})"


def remarks(folders: Sequence[Path]) -> Iterator[Line]:
    """How many comments placed at random are on the right words at the last revision."""
    total = comments.Fates()
    for folder in folders:
        fates = comments.measure(texts_of(folder))
        total += fates
        yield _remarks(folder.name, fates)
    yield _remarks("**all**", total)


def _remarks(name: str, fates: comments.Fates) -> Line:
    found = f"{fates.right} ({percent(fates.right, fates.standing)})"
    return name, fates.placed, fates.standing, found, fates.other_place, fates.missed, fates.honest


def speed() -> Iterator[Line]:
    """What comparing, aligning and merging a paper of a hundred pages costs."""
    old, mine, stored = hundred_pages()
    before = prepare(old).block_map
    after = prepare(mine, before).block_map
    rows, blocks = (passages(before), passages(after)), (known(before), parse(mine).blocks)
    yield "diff of two revisions", _median(lambda: compare(*rows)), "≤ 100"
    yield "alignment of a revision", _median(lambda: align(*blocks, lambda: "new")), ""
    yield "three-way merge", _median(lambda: merge3(old, mine, stored)), ""


def hundred_pages(seed: int = 1) -> tuple[str, str, str]:
    """A long paper, and two people's work on it: a tenth of the paragraphs edited, some added, cut and moved."""
    chance = random.Random(seed)  # noqa: S311 - the same paper each time is what is wanted
    vocabulary = [f"word{number}" for number in range(3_000)]
    text = [
        " ".join(chance.choices(vocabulary, k=WORDS_A_PARAGRAPH)) for _ in range(PAGES * PARAGRAPHS_A_PAGE)
    ]
    return "\n\n".join(text), _worked_on(text, chance, "mine"), _worked_on(text, chance, "stored")


def _worked_on(paragraphs: Sequence[str], chance: random.Random, sign: str) -> str:
    text = list(paragraphs)
    for place in chance.sample(range(len(text)), k=len(text) // 10):
        words = text[place].split()
        words[chance.randrange(len(words))] = sign
        text[place] = " ".join(words)
    for _ in range(10):
        del text[chance.randrange(len(text))]
        text.insert(chance.randrange(len(text)), f"{sign} {chance.random()}")
        text.insert(chance.randrange(len(text)), text.pop(chance.randrange(len(text))))
    return "\n\n".join(text)


def _median(work: Callable[[], object]) -> float:
    def once() -> float:
        begun = process_time()
        work()
        return 1000 * (process_time() - begun)

    return round(median(once() for _ in range(ROUNDS)), 1)


def percent(part: int, whole: int) -> str:
    """A share with two decimals."""
    return f"{100 * part / max(1, whole):.2f} %"
