"""What two sequences have in common, quickly and within a bounded time."""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

import fast_diff_match_patch

TIME_LIMIT = 2.0  # seconds for one comparison; what is left then counts as different
_FIRST, _SURROGATES, _AFTER = 0x100, 0xD800, 0xE000


class Change(NamedTuple):
    """A stretch of two sequences: the same in both, or one replaced by the other."""

    same: bool
    old: slice
    new: slice


def changes(old: Sequence[Hashable], new: Sequence[Hashable], *, seconds: float = TIME_LIMIT) -> list[Change]:
    """The way from the old sequence to the new one, stretch by stretch, covering both."""
    letters: dict[Hashable, str] = {}
    left = "".join([letters.setdefault(item, letter(len(letters))) for item in old])
    right = "".join([letters.setdefault(item, letter(len(letters))) for item in new])
    operations = fast_diff_match_patch.diff(
        left, right, timelimit=seconds, checklines=False, cleanup="No", counts_only=True
    )
    return list(_stretches(operations))


def letter(number: int) -> str:
    """A sign of its own for each number, so that any sequence can be compared as a string."""
    code = _FIRST + number
    return chr(code if code < _SURROGATES else code + _AFTER - _SURROGATES)


def _stretches(operations: Sequence[tuple[str, int]]) -> Iterator[Change]:
    old = new = 0
    start_old = start_new = 0
    for sign, count in operations:
        if sign == "=":
            if (start_old, start_new) != (old, new):
                yield Change(False, slice(start_old, old), slice(start_new, new))
            yield Change(True, slice(old, old + count), slice(new, new + count))
            old, new = old + count, new + count
            start_old, start_new = old, new
        elif sign == "-":
            old += count
        else:
            new += count
    if (start_old, start_new) != (old, new):
        yield Change(False, slice(start_old, old), slice(start_new, new))


def heaviest_increasing(numbers: Sequence[int], weights: Sequence[int]) -> set[int]:
    """The places of the increasing subsequence that weighs most: what kept its order."""
    order = sorted(set(numbers))
    best = [(0, -1)] * (len(order) + 1)  # Fenwick tree of (weight so far, place)
    before = [-1] * len(numbers)
    top = (0, -1)
    for place, number in enumerate(numbers):
        rank = bisect_left(order, number)
        weight, last = _best_below(best, rank)
        before[place] = last
        mine = (weight + weights[place], place)
        _raise(best, rank + 1, mine)
        top = max(top, mine, key=lambda pair: pair[0])
    kept, place = set(), top[1]
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def _best_below(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    best = (0, -1)
    while rank > 0:
        best = max(best, tree[rank], key=lambda pair: pair[0])
        rank -= rank & -rank
    return best


def _raise(tree: list[tuple[int, int]], rank: int, value: tuple[int, int]) -> None:
    while rank < len(tree):
        if tree[rank][0] < value[0]:
            tree[rank] = value
        rank += rank & -rank
