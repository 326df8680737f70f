"""Two people changed the same text: what both meant, and what cannot be placed, with nothing dropped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papers.drafting.sequences import changes

_TOKEN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides wrote different things; `theirs` stands in the text, `ours` is kept here."""

    base: str
    ours: str
    theirs: str
    where: int  # the offset in the merged text at which `theirs` begins


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged text; where it could not be agreed, the words already stored stand."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether everything of both sides is in the text."""
        return not self.conflicts


class Chunk(NamedTuple):
    """A stretch of the three texts, as slices of their parts."""

    base: slice
    ours: slice
    theirs: slice


def merge3(base: str, ours: str, theirs: str) -> Merge:
    """Merge what we wrote and what was stored meanwhile, both begun from the base: by lines, then by words."""
    if ours in (theirs, base):
        return Merge(theirs)
    if theirs == base:
        return Merge(ours)
    merged = _Merged()
    lines = base.splitlines(True), ours.splitlines(True), theirs.splitlines(True)
    for old, mine, stored in _settled(*lines):
        if not _take(merged, old, mine, stored):
            _by_words(merged, old, mine, stored)
    return Merge("".join(merged.text), tuple(merged.conflicts))


class _Merged:
    """The text as it grows, and what could not be placed."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.conflicts: list[Conflict] = []

    def write(self, words: str) -> None:
        self.text.append(words)
        self.length += len(words)

    def keep(self, base: str, ours: str, theirs: str) -> None:
        self.conflicts.append(Conflict(base, ours, theirs, self.length))
        self.write(theirs)


def _settled(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    for chunk in diff3(base, ours, theirs):
        yield "".join(base[chunk.base]), "".join(ours[chunk.ours]), "".join(theirs[chunk.theirs])


def _take(merged: _Merged, base: str, ours: str, theirs: str) -> bool:
    """Write what is not in question; say whether it was."""
    if ours in (theirs, base):
        merged.write(theirs)
    elif theirs == base:
        merged.write(ours)
    else:
        return False
    return True


def _by_words(merged: _Merged, base: str, ours: str, theirs: str) -> None:
    parts = [_TOKEN.findall(text) for text in (base, ours, theirs)]
    attempt = _Merged()
    attempt.length = merged.length
    for old, mine, stored in _settled(*parts):
        if not _take(attempt, old, mine, stored):
            attempt.keep(old, mine, stored)
    for words in attempt.text:
        merged.write(words)
    merged.conflicts += attempt.conflicts


def diff3(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Chunk]:
    """Stretches in order: each is either unchanged by one side at least, or in question."""
    mine, stored = _fixed(base, ours), _fixed(base, theirs)
    at = Chunk(slice(0, 0), slice(0, 0), slice(0, 0))
    for place in range(len(base) + 1):
        if place < len(base) and (place not in mine or place not in stored):
            continue
        to = mine.get(place, len(ours)), stored.get(place, len(theirs))
        before = Chunk(slice(at.base.stop, place), slice(at.ours.stop, to[0]), slice(at.theirs.stop, to[1]))
        if before.base.start < before.base.stop or before.ours.start < to[0] or before.theirs.start < to[1]:
            yield before
        at = Chunk(slice(place, place + 1), slice(to[0], to[0] + 1), slice(to[1], to[1] + 1))
        if place < len(base):
            yield at


def _fixed(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """The places of the base that this side left as they were, and where they are now."""
    return {
        change.old.start + offset: change.new.start + offset
        for change in changes(base, side)
        if change.same
        for offset in range(change.old.stop - change.old.start)
    }
