"""Which passages are labelled by hand: a seeded draw from real histories that knows nothing of the aligner.

    python -m portal.bench.sampling FOLDER [SEED]

prints a sheet: each drawn passage between its neighbours, and what in the other revision has words in common with
it. The strata are found by plain equality and by counting words; moved, cut and joined passages are rare and drawn
on purpose. `labelled_steps.json` holds the answers to the sheet of seed 20261126.
"""

import random
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from papers.shared.markdown import SourceBlock, parse
from papers.shared.text import squash, words

SEED = 20261126
WANTED = {"same": 20, "moved": 20, "split": 18, "merge": 18, "changed": 66, "fresh": 38, "repeated": 20}
PER_STEP = 3  # of one stratum from one step of one history
ENOUGH_WORDS, INSIDE = 5, 0.6  # of a part, for it to count as cut from a whole
SHOWN = 3
FRENCH_BEGINS = {"ca-open-first-whitepaper-oss-fr": 43}  # before that the history is the English one


class Drawn(NamedTuple):
    """A passage of one side of one step."""

    stratum: str
    history: str
    step: int
    side: str
    place: int


class Step(NamedTuple):
    """Two neighbouring revisions of a history; `number` is that of the older one."""

    number: int
    old: Sequence[SourceBlock]
    new: Sequence[SourceBlock]


def histories(papers: Path) -> dict[str, list[Step]]:
    """The steps of every history in which something was changed."""
    found = {}
    for folder in sorted(path.parent for path in papers.glob("*/meta.json")):
        texts = [path.read_bytes().decode("utf-8") for path in sorted(folder.glob("[0-9]*.md"))]
        parsed = [parse(text).blocks for text in texts]
        first = FRENCH_BEGINS.get(folder.name, 1)
        found[folder.name] = [
            Step(number, parsed[number - 1], parsed[number])
            for number in range(first, len(texts))
            if texts[number - 1] != texts[number]
        ]
    return found


def draw(steps: dict[str, list[Step]], seed: int = SEED) -> list[Drawn]:
    """So many passages of each stratum, from every history in turn."""
    chance = random.Random(seed)  # noqa: S311 - the same draw each time is what is wanted
    strata: dict[str, dict[str, list[Drawn]]] = defaultdict(lambda: defaultdict(list))
    for history, its_steps in steps.items():
        for step in its_steps:
            for one in _strata(history, step):
                strata[one.stratum][history].append(one)
    return [one for name, wanted in WANTED.items() for one in _in_turn(strata[name], wanted, chance)]


def _in_turn(per_history: dict[str, list[Drawn]], wanted: int, chance: random.Random) -> Iterator[Drawn]:
    pools = {name: list(drawn) for name, drawn in per_history.items()}
    for pool in pools.values():
        chance.shuffle(pool)
    used: Counter[tuple[str, int]] = Counter()
    while wanted and any(pools.values()):
        for name in sorted(pools):
            pool = pools[name]
            while pool and used[name, pool[-1].step] >= PER_STEP:
                pool.pop()
            if pool and wanted:
                one = pool.pop()
                used[name, one.step] += 1
                wanted -= 1
                yield one


def _strata(history: str, step: Step) -> Iterator[Drawn]:
    was, now = Counter(one.body for one in step.old), Counter(one.body for one in step.new)
    where = {one.body: place for place, one in enumerate(step.new)}
    once = [
        (place, where[one.body])
        for place, one in enumerate(step.old)
        if one.body and was[one.body] == now[one.body] == 1
    ]
    in_order = _longest_rise([new for _old, new in once])
    for rank, (place, _new) in enumerate(once):
        yield Drawn("same" if rank in in_order else "moved", history, step.number, "old", place)
    gone = {place: _words(one) for place, one in enumerate(step.old) if one.body not in now}
    come = {place: _words(one) for place, one in enumerate(step.new) if one.body not in was}
    for place, mine in gone.items():
        cut = sum(_is_inside(part, mine) for part in come.values()) > 1
        yield Drawn("split" if cut else "changed", history, step.number, "old", place)
    for place, mine in come.items():
        joined = sum(_is_inside(part, mine) for part in gone.values()) > 1
        yield Drawn("merge" if joined else "fresh", history, step.number, "new", place)
    for place, one in enumerate(step.old):
        if one.body in now and max(was[one.body], now[one.body]) > 1:
            yield Drawn("repeated", history, step.number, "old", place)


def _words(block: SourceBlock) -> Counter[str]:
    return Counter(word.lower() for word in words(block.body))


def _is_inside(part: Counter[str], whole: Counter[str]) -> bool:
    return part.total() >= ENOUGH_WORDS and (part & whole).total() >= INSIDE * part.total()


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The ranks of a longest increasing subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(places)
    for rank, place in enumerate(places):
        at = bisect_left(tails, place)
        tails[at : at + 1], ends[at : at + 1] = [place], [rank]
        before[rank] = ends[at - 1] if at else -1
    kept, rank = set(), ends[-1] if ends else -1
    while rank >= 0:
        kept.add(rank)
        rank = before[rank]
    return kept


def sheet(steps: dict[str, list[Step]], drawn: Sequence[Drawn]) -> Iterator[str]:
    """What the person who labels reads."""
    of_number = {(history, step.number): step for history, found in steps.items() for step in found}
    for number, one in enumerate(drawn):
        step = of_number[one.history, one.step]
        mine, other = (step.old, step.new) if one.side == "old" else (step.new, step.old)
        yield f"#{number} {one.stratum} {one.history} {one.step} {one.side} {_shown(mine, one.place)}"
        for place in _alike(mine[one.place], other):
            yield f"    {_shown(other, place)}"


def _alike(block: SourceBlock, others: Sequence[SourceBlock]) -> list[int]:
    mine = _words(block)
    shared = {place: (mine & _words(one)).total() for place, one in enumerate(others)}
    same = [place for place, one in enumerate(others) if one.body == block.body]
    return (
        same or sorted((place for place in shared if shared[place]), key=lambda place: -shared[place])[:SHOWN]
    )


def _shown(blocks: Sequence[SourceBlock], place: int) -> str:
    around = [squash(one.text)[:60] for one in (blocks[place - 1 : place] or [blocks[place]])]
    after = [squash(one.text)[:60] for one in blocks[place + 1 : place + 2]]
    return (
        f"{place} {blocks[place].kind} <{' '.join(around)} | {' '.join(after)}> {squash(blocks[place].text)}"
    )


if __name__ == "__main__":
    papers = Path(sys.argv[1])
    found = histories(papers)
    for line in sheet(found, draw(found, int(sys.argv[2]) if len(sys.argv) > 2 else SEED)):
        sys.stdout.write(line + "\n")
