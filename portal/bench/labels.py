"""Two hundred steps of passages in real histories, labelled by hand, and how often the aligner says the same.

`labelled_steps.json` names each passage by history, revision, place and the first digits of its words' SHA-256, and
the passage that it is in the neighbouring revision (several where a text was cut so that each would do, null for
none), with a reason. portal/bench/sampling.py drew them; no word of the texts is kept here.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

from papers.drafting.blocks import Known, align
from papers.shared.markdown import SourceBlock, parse

FILE = Path(__file__).with_name("labelled_steps.json")
DIGITS = 16
# What a person tells from the whole page and nobody can from the words: counted, and not held against the aligner.
BEYOND_WORDS = frozenset({"translated"})


@dataclass(frozen=True)
class Label:
    """What a person said about one passage: the places that would be right in the other revision, None for none."""

    history: str
    step: int
    side: str
    place: int
    sha: str
    label: str
    partners: tuple[tuple[int, str] | None, ...]
    why: str


@dataclass(frozen=True)
class Verdict:
    """A label and where the aligner put the passage instead, or rightly."""

    label: Label
    ours: int | None

    @property
    def is_right(self) -> bool:
        return self.ours in {one and one[0] for one in self.label.partners}

    @property
    def is_pair(self) -> bool:
        """Whether a person sees the passage in both revisions."""
        return None not in self.label.partners


class Moved(Exception):
    """The texts are not those that were labelled, or are cut into passages otherwise."""


def labelled() -> list[Label]:
    """The labels as they are kept."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["steps"]
    return [
        Label(
            row["history"], row["from"], row["side"], row["place"], row["sha"], row["label"],
            tuple(one and (one[0], one[1]) for one in row["partners"]), row["why"],
        )
        for row in rows
    ]  # fmt: skip


def fingerprint(block: SourceBlock) -> str:
    """What a label knows of a passage's words."""
    return sha256(block.text.encode("utf-8")).hexdigest()[:DIGITS]


def judged(papers: Path, labels: Sequence[Label]) -> list[Verdict]:
    """What the aligner says of every labelled passage."""

    @cache
    def blocks(history: str, number: int) -> tuple[SourceBlock, ...]:
        return parse((papers / history / f"{number:03}.md").read_bytes().decode("utf-8")).blocks

    @cache
    def pairs(history: str, step: int) -> Mapping[int, int]:
        old, new = blocks(history, step), blocks(history, step + 1)
        known = [Known(str(place), block.kind, block.text, block.label) for place, block in enumerate(old)]
        fresh = count(len(old))
        ids = align(known, new, lambda: str(next(fresh))).ids
        return {int(name): place for place, name in enumerate(ids) if int(name) < len(old)}

    def verdict(label: Label) -> Verdict:
        old, new = blocks(label.history, label.step), blocks(label.history, label.step + 1)
        _check(label, old, new)
        found = pairs(label.history, label.step)
        if label.side == "new":
            found = {new_place: old_place for old_place, new_place in found.items()}
        return Verdict(label, found.get(label.place))

    return [verdict(label) for label in labels]


def _check(label: Label, old: Sequence[SourceBlock], new: Sequence[SourceBlock]) -> None:
    mine, other = (old, new) if label.side == "old" else (new, old)
    named = [(mine, label.place, label.sha), *((other, *one) for one in label.partners if one)]
    if any(place >= len(side) or fingerprint(side[place]) != sha for side, place, sha in named):
        raise Moved(f"{label.history} {label.step} {label.side} {label.place}")


def by_label(verdicts: Sequence[Verdict]) -> dict[str, tuple[int, int]]:
    """For each kind of label: how many the aligner got right, and how many there are."""
    total = Counter(one.label.label for one in verdicts)
    right = Counter(one.label.label for one in verdicts if one.is_right)
    return {name: (right[name], total[name]) for name in total}


def precision(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Of the pairs that the aligner made: how many are right."""
    made = [one for one in verdicts if one.ours is not None and one.label.label not in BEYOND_WORDS]
    return sum(one.is_right for one in made), len(made)


def recall(verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Of the pairs that a person sees: how many the aligner made."""
    seen = [one for one in verdicts if one.is_pair and one.label.label not in BEYOND_WORDS]
    return sum(one.is_right for one in seen), len(seen)
