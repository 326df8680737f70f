"""Permanent ids for passages: each revision's blocks are aligned with the ones before."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from papers.drafting.likeness import Reader, Words
from papers.drafting.sequences import changes, heaviest_increasing
from papers.shared.markdown import SourceBlock, labels
from papers.shared.text import squash

IN_PLACE = 0.4  # between two unchanged neighbours, this much likeness is the same passage
ELSEWHERE = 0.75  # anywhere else it takes more
PART_OF = 0.8  # so much of a new passage stands in an old one: it was split from it
LONG_ENOUGH = 5  # words below which likeness elsewhere means nothing
WIDEST = 20_000  # pairs compared between two neighbours; in a wider gap, rare words find the partners first
RARE = 6  # passages in which two words may follow each other and still tell them from others
NEAREST = 4  # partners looked at for one passage

PROSE = frozenset({"paragraph", "item", "quote", "footnote", "heading"})


class Passage(Protocol):
    """Anything with a kind and words."""

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Known:
    """A passage that already has its id."""

    id: str
    kind: str
    text: str
    label: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which passage is which: one id for each new block, and what became of the old ones.

    `kept` stayed as it was where it was, `edited` has other words, `moved` another place (and perhaps other
    words), `origin` names for a newborn the passage that it was split from.
    """

    ids: tuple[str, ...]
    kept: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    died: tuple[str, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)


def align(old: Sequence[Known], new: Sequence[SourceBlock], new_id: Callable[[], str]) -> Alignment:
    """Carry the ids of the old passages over to the new ones; what is new gets a new id."""
    found = match(old, new)
    pairs = found.pairs
    ids = [old[pairs[place]].id if place in pairs else new_id() for place in range(len(new))]
    still = unmoved(pairs, [len(words) for words in found.new])
    same = {place for place in pairs if found.old[pairs[place]].text == found.new[place].text}
    survivors = set(pairs.values())
    return Alignment(
        ids=tuple(ids),
        kept=tuple(ids[place] for place in sorted(still & same)),
        edited=tuple(ids[place] for place in sorted(pairs.keys() - same)),
        moved=tuple(ids[place] for place in sorted(pairs.keys() - still)),
        born=tuple(ids[place] for place in range(len(new)) if place not in pairs),
        died=tuple(known.id for place, known in enumerate(old) if place not in survivors),
        origin={ids[place]: old[source].id for place, source in found.origins()},
    )


def unmoved(pairs: Mapping[int, int], weights: Sequence[int]) -> set[int]:
    """The new places whose passages kept their order; of two that crossed, the shorter one moved."""
    places = sorted(pairs)
    in_order = heaviest_increasing([pairs[p] for p in places], [1 + weights[p] for p in places])
    return {places[rank] for rank in in_order}


def match(old: Sequence[Passage], new: Sequence[Passage]) -> "Matching":
    """Pair new passages with old ones: the same words first, then alike in the same place, then moved."""
    reader = Reader()
    matching = Matching(
        [reader.read(own_words(one)) for one in old], [reader.read(own_words(one)) for one in new]
    )
    keys = [(group(one.kind), words.text) for one, words in zip(old, matching.old, strict=True)]
    new_keys = [(group(one.kind), words.text) for one, words in zip(new, matching.new, strict=True)]
    matching.same_in_order(keys, new_keys)
    matching.same_elsewhere(keys, new_keys)
    kinds, new_kinds = [kind for kind, _ in keys], [kind for kind, _ in new_keys]
    matching.alike_in_place(kinds, new_kinds, ELSEWHERE)
    matching.alike_elsewhere(kinds, new_kinds)
    matching.alike_in_place(kinds, new_kinds, IN_PLACE)
    return matching


def own_words(passage: Passage) -> str:
    """What makes a passage itself: its words without the printed number, white space evened out."""
    if passage.kind not in PROSE:
        return squash(passage.text)
    number = labels.printed(passage.text, "heading" if passage.kind == "heading" else "paragraph")
    return squash(labels.without(passage.text, number) if number else passage.text)


def group(kind: str) -> str:
    """The kinds between which a passage may change and stay itself."""
    return "words" if kind in PROSE else kind


@dataclass(slots=True)
class Matching:
    """Two texts, and the pairs found so far: new place to old place, each used once."""

    old: list[Words]
    new: list[Words]
    pairs: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def pair(self, new: int, old: int) -> None:
        """These two are one passage."""
        self.pairs[new] = old
        self.used.add(old)

    def same_in_order(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """The longest run of unchanged passages in unchanged order."""
        for change in changes(old, new):
            if change.same:
                for offset in range(change.new.stop - change.new.start):
                    self.pair(change.new.start + offset, change.old.start + offset)

    def same_elsewhere(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Unchanged words in another place, if they are many enough and stand only once on each side."""
        free_old, free_new = self.free_old(), self.free_new()
        once_old = {key for key, n in Counter(old[p] for p in free_old).items() if n == 1}
        once_new = {key for key, n in Counter(new[p] for p in free_new).items() if n == 1}
        where = {old[place]: place for place in free_old}
        for place in free_new:
            key = new[place]
            if key in once_old and key in once_new and len(self.new[place]) >= LONG_ENOUGH:
                self.pair(place, where[key])

    def alike_in_place(self, old: Sequence[str], new: Sequence[str], enough: float) -> None:
        """Between two pairs that kept their order, what is alike and in order is the same passage."""
        for old_gap, new_gap in list(self._gaps()):
            if len(old_gap) * len(new_gap) <= WIDEST:
                likeness = {
                    (one, other): self.likeness(one, other)
                    for one in old_gap
                    for other in new_gap
                    if old[one] == new[other]
                }
                for one, other in best_in_order(old_gap, new_gap, likeness, enough):
                    self.pair(other, one)

    def alike_elsewhere(self, old: Sequence[str], new: Sequence[str]) -> None:
        """What is very much alike in another place has moved; the most alike first, of equals the nearest."""
        free_new = [place for place in self.free_new() if len(self.new[place]) >= LONG_ENOUGH]
        index = self._rare_pairs_of_words()
        scored = []
        for place in free_new:
            votes = Counter(one for pair in pairwise(self.new[place].signs) for one in index.get(pair, ()))
            for other, _ in votes.most_common(NEAREST):
                score = self.likeness(other, place) if old[other] == new[place] else 0.0
                if score >= ELSEWHERE:
                    scored.append((-score, abs(place * len(self.old) - other * len(self.new)), place, other))
        for _, _, place, other in sorted(scored):
            if place not in self.pairs and other not in self.used:
                self.pair(place, other)

    def _rare_pairs_of_words(self) -> dict[tuple[str, str], list[int]]:
        """In which free old passages two words follow each other, where that tells something."""
        index: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place in self.free_old():
            for pair in set(pairwise(self.old[place].signs)):
                index[pair].append(place)
        return {pair: places for pair, places in index.items() if len(places) <= RARE}

    def origins(self) -> Iterator[tuple[int, int]]:
        """New passages that were cut off from an old one: the new place and the old place."""
        for place in self.free_new():
            near = {self.pairs[other] for other in (place - 1, place + 1) if other in self.pairs}
            held = [(self.old[one].holds(self.new[place]), one) for one in near]
            if held and max(held)[0] >= PART_OF and len(self.new[place]) >= LONG_ENOUGH:
                yield place, max(held)[1]

    def likeness(self, old: int, new: int) -> float:
        """How much of the two passages is the same, from 0 to 1."""
        return self.old[old].likeness(self.new[new])

    def free_old(self) -> list[int]:
        """The old places without a partner."""
        return [place for place in range(len(self.old)) if place not in self.used]

    def free_new(self) -> list[int]:
        """The new places without a partner."""
        return [place for place in range(len(self.new)) if place not in self.pairs]

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        anchors = sorted(unmoved(self.pairs, [len(words) for words in self.new]))
        last_old = last_new = -1
        for new, old in [*((place, self.pairs[place]) for place in anchors), (len(self.new), len(self.old))]:
            olds = [place for place in range(last_old + 1, old) if place not in self.used]
            news = [place for place in range(last_new + 1, new) if place not in self.pairs]
            if olds and news:
                yield olds, news
            last_old, last_new = old, new


def best_in_order(
    old: Sequence[int], new: Sequence[int], likeness: Mapping[tuple[int, int], float], enough: float
) -> Iterator[tuple[int, int]]:
    """The pairs, none crossing another, whose likeness adds up to the most."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score = likeness.get((old[i], new[j]), 0.0)
            together = best[i + 1][j + 1] + score if score >= enough else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield old[i], new[j]
            i, j = i + 1, j + 1
