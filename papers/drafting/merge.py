"""Two people changed the same text: what both meant, and what cannot be placed, with nothing dropped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from papers.drafting.sequences import TIME_LIMIT, changes
from papers.shared.text import LETTER

SECONDS = 1.0  # for the words of all places in question; what is not looked at stays in question
SECONDS_FOR_ONE = 0.3
# Unchanged words between two people's changes in one sentence: nearer, they may contradict each other.
APART = 2

_TOKEN = re.compile(rf"\n|[^\S\n]+|{LETTER}+|[^\w\s]")
_WORD = re.compile(LETTER)
_ROW = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\|)")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides wrote different things; `theirs` stands in the text, `ours` is kept here."""

    base: str
    ours: str
    theirs: str
    where: int  # the offset in the merged text at which `theirs` begins


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged text; where the sides disagree, the words already stored stand."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether everything of both sides is in the text."""
        return not self.conflicts


class Chunk(NamedTuple):
    """A stretch of the three texts."""

    base: str
    ours: str
    theirs: str

    @property
    def is_settled(self) -> bool:
        """Whether at most one side changed it, or both alike."""
        return self.ours in (self.base, self.theirs) or self.theirs == self.base

    @property
    def outcome(self) -> str:
        """What a settled stretch becomes."""
        return self.theirs if self.ours in (self.base, self.theirs) else self.ours

    def __add__(self, more: "Chunk") -> "Chunk":  # type: ignore[override]  # joins texts, not tuples
        return Chunk(self.base + more.base, self.ours + more.ours, self.theirs + more.theirs)


def merge3(base: str, ours: str, theirs: str) -> Merge:
    """Merge what we wrote and what was stored meanwhile, both begun from the base: by lines, then by words."""
    if ours in (theirs, base):
        return Merge(theirs)
    if theirs == base:
        return Merge(ours)
    out, until = _Out(), perf_counter() + SECONDS
    for chunk in diff3(*(f"{text}\n".splitlines(keepends=True) for text in (base, ours, theirs))):
        if chunk.is_settled:
            out.write(chunk.outcome)
        elif not chunk.base:
            out.write(both_insertions(chunk.ours, chunk.theirs))
        elif (seconds := min(SECONDS_FOR_ONE, until - perf_counter())) > 0:
            _by_words(out, chunk, seconds)
        else:
            out.keep(chunk)
    return out.merged()


def both_insertions(ours: str, theirs: str) -> str:
    """Lines that both sides added in one place: theirs, then ours; what is the same in both only once."""
    mine, stored = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    out: list[str] = []
    for change in changes(stored, mine):
        out += stored[change.old]
        if not change.same:
            added = mine[change.new]
            if out and added and _would_run_together(out[-1], added[0]):
                out.append("\n")
            out += added
    return "".join(out)


def diff3(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], *, seconds: float = TIME_LIMIT
) -> Iterator[Chunk]:
    """The three texts in stretches; between two places that both sides left alone lies one stretch."""
    mine, stored = _kept(base, ours, seconds), _kept(base, theirs, seconds)
    at = (0, 0, 0)
    for place in range(len(base) + 1):
        if place < len(base) and (place not in mine or place not in stored):
            continue
        to = (place, mine.get(place, len(ours)), stored.get(place, len(theirs)))
        if at != to:
            yield Chunk(
                "".join(base[at[0] : to[0]]), "".join(ours[at[1] : to[1]]), "".join(theirs[at[2] : to[2]])
            )
        if place < len(base):
            yield Chunk(base[place], base[place], base[place])
        at = (to[0] + 1, to[1] + 1, to[2] + 1)


class _Out:
    """The text as it grows, and what could not be placed."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.conflicts: list[Conflict] = []

    def write(self, words: str) -> None:
        self.text.append(words)
        self.length += len(words)

    def keep(self, chunk: Chunk) -> None:
        self.conflicts.append(Conflict(*chunk, self.length))
        self.write(chunk.theirs)

    def merged(self) -> Merge:
        """The result without the line end that was added to read the last line like the others."""
        text = "".join(self.text)
        if self.conflicts and self.conflicts[-1].where + len(self.conflicts[-1].theirs) == len(text):
            last = self.conflicts[-1]
            base, ours, theirs = (part.removesuffix("\n") for part in (last.base, last.ours, last.theirs))
            self.conflicts[-1] = Conflict(base, ours, theirs, last.where)
        return Merge(text.removesuffix("\n"), tuple(self.conflicts))


def _by_words(out: _Out, lines: Chunk, seconds: float) -> None:
    chunks = diff3(*(_TOKEN.findall(text) for text in lines), seconds=seconds)
    for chunk in _with_distance(list(chunks)):
        if chunk.is_settled:
            out.write(chunk.outcome)
        else:
            out.keep(chunk)


def _with_distance(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """The same stretches; two sides' changes that nearly touch are one stretch, and so in question."""
    held: list[Chunk] = []  # a change, and the unchanged words behind it
    for chunk in chunks:
        if chunk.base == chunk.ours == chunk.theirs:
            held.append(chunk)
            if _count_words(held[1:]) >= APART or len(held) == 1:
                yield from held
                held = []
        elif held and not _same_author(held[0], chunk):
            together = Chunk("", "", "")
            for one in [*held, chunk]:
                together += one
            held = [together]
        else:
            yield from held
            held = [chunk]
    yield from held


def _same_author(one: Chunk, other: Chunk) -> bool:
    return one.is_settled and other.is_settled and (one.ours == one.base) == (other.ours == other.base)


def _count_words(chunks: Sequence[Chunk]) -> int:
    return sum(_WORD.match(chunk.base) is not None for chunk in chunks)


def _kept(base: Sequence[str], side: Sequence[str], seconds: float) -> dict[int, int]:
    """The places of the base that this side left as they were, and where they are now."""
    return {
        change.old.start + offset: change.new.start + offset
        for change in changes(base, side, seconds=seconds)
        if change.same
        for offset in range(change.old.stop - change.old.start)
    }


def _would_run_together(above: str, below: str) -> bool:
    if not above.strip() or not below.strip():
        return False
    return not (_ROW.match(above) and _ROW.match(below))
