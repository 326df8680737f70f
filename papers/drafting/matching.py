"""Which passage of a new text is which of the old one, whatever was moved, edited, cut in two or put together."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Protocol

from papers.drafting.likeness import Reader, Words
from papers.drafting.sequences import changes, heaviest_increasing
from papers.shared.markdown import labels
from papers.shared.text import squash

NEARLY_SAME = 0.85  # in place, this much likeness counts more than the same words in another place
IN_PLACE = 0.4  # between two unchanged neighbours, this much likeness is the same passage
BESIDE = 0.5  # next to a neighbour that moved, it takes a little more
ELSEWHERE = 0.75  # anywhere else it takes much more
PART_OF = 0.8  # so much of one passage stands in another: it was cut from it, or put into it
LONG_ENOUGH = 5  # words below which likeness elsewhere means nothing
WIDEST = 20_000  # pairs compared between two neighbours; in a wider gap, rare words find the partners first
RARE = 6  # passages in which two words may follow each other and still tell them from others
NEAREST = 4  # partners looked at for one passage
AROUND = (1, 2, -1, -2)  # how far off a neighbour may stand that tells where a short passage went

PROSE = frozenset({"paragraph", "item", "quote", "footnote", "heading"})
ONLY = frozenset({"frontmatter"})  # a text has one of these at most: whatever it says, it is the same


class Passage(Protocol):
    """Anything with a kind and words."""

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...


def unmoved(pairs: Mapping[int, int], weights: Sequence[int]) -> set[int]:
    """The new places whose passages kept their order; of two that crossed, the shorter one moved."""
    places = sorted(pairs)
    in_order = heaviest_increasing([pairs[p] for p in places], [1 + weights[p] for p in places])
    return {places[rank] for rank in in_order}


def match(old: Sequence[Passage], new: Sequence[Passage]) -> "Matching":
    """Pair new passages with old ones: the same words first, then alike in the same place, then moved."""
    reader = Reader()
    matching = Matching(
        [reader.read(own_words(one)) for one in old],
        [reader.read(own_words(one)) for one in new],
        [group(one.kind) for one in old],
        [group(one.kind) for one in new],
    )
    matching.same_in_order()
    matching.alike_in_place(NEARLY_SAME)
    matching.same_elsewhere()
    matching.alike_in_place(ELSEWHERE)
    matching.alike_elsewhere()
    matching.beside()
    matching.alike_in_place(IN_PLACE)
    matching.renamed(
        {place for place, one in enumerate(old) if one.kind == "heading"},
        {place for place, one in enumerate(new) if one.kind == "heading"},
    )
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
    old_groups: list[str]
    new_groups: list[str]
    pairs: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    known: dict[tuple[int, int], float] = field(default_factory=dict)

    def pair(self, new: int, old: int) -> None:
        """These two are one passage."""
        self.pairs[new] = old
        self.used.add(old)

    def same_in_order(self) -> None:
        """The longest run of unchanged passages in unchanged order."""
        for change in changes(self.old_keys(), self.new_keys()):
            if change.same:
                for offset in range(change.new.stop - change.new.start):
                    self.pair(change.new.start + offset, change.old.start + offset)

    def same_elsewhere(self) -> None:
        """Unchanged words in another place, if they are many enough and stand only once on each side."""
        old, new = self.old_keys(), self.new_keys()
        free_old, free_new = self.free_old(), self.free_new()
        once_old = {key for key, n in Counter(old[p] for p in free_old).items() if n == 1}
        once_new = {key for key, n in Counter(new[p] for p in free_new).items() if n == 1}
        where = {old[place]: place for place in free_old}
        for place in free_new:
            key = new[place]
            if key in once_old and key in once_new and len(self.new[place]) >= LONG_ENOUGH:
                self.pair(place, where[key])

    def alike_in_place(self, enough: float) -> None:
        """Between two pairs that kept their order, what is alike and in order is the same passage."""
        for old_gap, new_gap in list(self._gaps()):
            if len(old_gap) * len(new_gap) <= WIDEST:
                shared = {
                    (one, other): self.old[one].common(self.new[other]) + self.likeness(one, other)
                    for one in old_gap
                    for other in new_gap
                    if self.likeness(one, other) >= enough
                }
                for one, other in best_in_order(old_gap, new_gap, shared):
                    self.pair(other, one)

    def alike_elsewhere(self) -> None:
        """What is very much alike in another place has moved; the most alike first, of equals the nearest."""
        free_new = [place for place in self.free_new() if len(self.new[place]) >= LONG_ENOUGH]
        index = self._rare_pairs_of_words()
        scored = []
        for place in free_new:
            votes = Counter(one for pair in pairwise(self.new[place].signs) for one in index.get(pair, ()))
            for other, _ in votes.most_common(NEAREST):
                if (score := self.likeness(other, place)) >= ELSEWHERE:
                    scored.append((-score, abs(place * len(self.old) - other * len(self.new)), place, other))
        for _, _, place, other in sorted(scored):
            if place not in self.pairs and other not in self.used:
                self.pair(place, other)

    def beside(self) -> None:
        """What stood beside a passage and stands beside it now went where that one went, however short it is."""
        found = list(self.pairs.items())
        while found:
            new, old = found.pop()
            for one, other in product(AROUND, AROUND):
                if one * other > 0 and self._went_along(old + one, new + other, near=one == other):
                    self.pair(new + other, old + one)
                    found.append((new + other, old + one))

    def _went_along(self, old: int, new: int, *, near: bool) -> bool:
        if not (0 <= old < len(self.old) and 0 <= new < len(self.new)):
            return False
        if new in self.pairs or old in self.used or not self.new[new].text:
            return False
        if near:
            return self.likeness(old, new) >= BESIDE
        return (self.old_groups[old], self.old[old].text) == (self.new_groups[new], self.new[new].text)

    def renamed(self, old_headings: set[int], new_headings: set[int]) -> None:
        """A heading that stands alone between the same two passages heads the same words, whatever it says now."""
        for new in new_headings - self.pairs.keys():
            old = self.pairs.get(new + 1, 0) - 1
            if old in old_headings - self.used and self.pairs.get(new - 1) == old - 1:
                self.pair(new, old)

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
            yield from (
                (place, one) for one in _holder(self.new[place], {one: self.old[one] for one in near})
            )

    def heirs(self) -> Iterator[tuple[int, int]]:
        """Old passages that were put into another: the old place and the new place that holds their words."""
        now = {old: new for new, old in self.pairs.items()}
        for place in self.free_old():
            near = {now[other] for other in (place - 1, place + 1) if other in now}
            yield from (
                (place, one) for one in _holder(self.old[place], {one: self.new[one] for one in near})
            )

    def likeness(self, old: int, new: int) -> float:
        """How much of the two passages is the same, from 0 to 1; nothing for two that cannot be one."""
        if self.old_groups[old] != self.new_groups[new]:
            return 0.0
        if (old, new) not in self.known:
            self.known[old, new] = self.old[old].likeness(self.new[new])
        return self.known[old, new]

    def old_keys(self) -> list[Hashable]:
        """What makes an old passage the same as a new one without a second look."""
        return _keys(self.old_groups, self.old)

    def new_keys(self) -> list[Hashable]:
        """The same for the new ones."""
        return _keys(self.new_groups, self.new)

    def free_old(self) -> list[int]:
        """The old places without a partner."""
        return [place for place in range(len(self.old)) if place not in self.used]

    def free_new(self) -> list[int]:
        """The new places without a partner."""
        return [place for place in range(len(self.new)) if place not in self.pairs]

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        anchors = sorted(unmoved(self.pairs, [len(words.text) for words in self.new]))
        last_old = last_new = -1
        for new, old in [*((place, self.pairs[place]) for place in anchors), (len(self.new), len(self.old))]:
            olds = [place for place in range(last_old + 1, old) if place not in self.used]
            news = [place for place in range(last_new + 1, new) if place not in self.pairs]
            if olds and news:
                yield olds, news
            last_old, last_new = old, new


def _keys(groups: Sequence[str], passages: Sequence[Words]) -> list[Hashable]:
    return [(one, "" if one in ONLY else words.text) for one, words in zip(groups, passages, strict=True)]


def _holder(part: Words, wholes: Mapping[int, Words]) -> Iterator[int]:
    """The place of the passage in which most of this one stands, if it is long enough to tell."""
    held = [(whole.holds(part), place) for place, whole in wholes.items()]
    if held and max(held)[0] >= PART_OF and len(part) >= LONG_ENOUGH:
        yield max(held)[1]


def best_in_order(
    old: Sequence[int], new: Sequence[int], shared: Mapping[tuple[int, int], float]
) -> Iterator[tuple[int, int]]:
    """The pairs, none crossing another, that have the most words in common together."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            score = shared.get((old[i], new[j]), 0.0)
            together = best[i + 1][j + 1] + score if score else 0.0
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
