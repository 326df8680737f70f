"""Two people changed the same text: what both meant, and what a person has to decide, with nothing dropped.

The unit is the sentence. Whatever only one side changed is taken. A sentence that both sides changed is a question,
even where their words could be woven together: each could be right, and both together nonsense. The woven sentence is
offered as a suggestion and never taken by itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from papers.drafting.sequences import TIME_LIMIT, changes
from papers.shared.text import LETTER

SECONDS = 1.0  # for the suggestions of all questions together; the rest goes without one
SECONDS_FOR_ONE = 0.3
APART = 2  # unchanged words between two people's changes in one sentence, for both to be worth suggesting

_WORDS = re.compile(rf"\n|[^\S\n]+|{LETTER}+|[^\w\s]")
_WORD = re.compile(LETTER)
# A line that begins something of its own: an item, a row, a heading, a quote, a fence, a footnote, or nothing at all.
_BEGINS = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\||#{1,6}[ \t]|>|```|~~~|:::|\[\^|\n|$)")
_ROW = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\|)")
_UNIT = re.compile(
    r"\n|[^\S\n]+|\S(?:.*?[^\s])??(?=(?<=[.!?…؟۔。])[\"'”’»)\]]*\s|\s*\Z)[\"'”’»)\]]*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides wrote different things; `theirs` stands in the text, `ours` is kept here.

    `suggestion` holds the words of both where they do not touch; it is for a person to read, not to be taken unread.
    """

    base: str
    ours: str
    theirs: str
    where: int  # the offset in the merged text at which `theirs` begins
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged text; where the sides disagree, the words already stored stand."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether everything of both sides is in the text."""
        return not self.conflicts


class Edit(NamedTuple):
    """One side's change: from where to where in the base, and what it wrote there."""

    start: int
    end: int
    text: str
    is_ours: bool

    @property
    def rewrites(self) -> bool:
        """Whether words stand where words stood; otherwise something came, or went."""
        return self.start < self.end and bool(self.text.strip())


class Stretch(NamedTuple):
    """Changes of one or both sides that cannot be told apart, and what each side makes of that part of the base."""

    start: int
    end: int
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


def merge3(base: str, ours: str, theirs: str) -> Merge:
    """Merge what we wrote and what was stored meanwhile, both begun from the base, sentence by sentence."""
    if ours in (theirs, base):
        return Merge(theirs)
    if theirs == base:
        return Merge(ours)
    out, until = _Out(), perf_counter() + SECONDS
    units, mine, stored = (sentences(f"{text}\n") for text in (base, ours, theirs))
    for one in stretches(units, mine, stored):
        if one.is_settled:
            out.write(one.outcome)
        elif not one.base.strip():
            out.write(both_insertions(one.ours, one.theirs))
        else:
            out.ask(one, suggestion(one, min(SECONDS_FOR_ONE, until - perf_counter())))
    return out.merged()


def differences(ours: str, theirs: str) -> Merge:
    """Two texts that began from one that nobody knows: each place where they differ is a question."""
    out, mine, stored = _Out(), sentences(f"{ours}\n"), sentences(f"{theirs}\n")
    for change in changes(stored, mine):
        old, new = "".join(stored[change.old]), "".join(mine[change.new])
        if change.same:
            out.write(old)
        else:
            out.ask(Stretch(0, 0, "", new, old), "")
    return out.merged()


def decided(merge: Merge, words: Sequence[str]) -> str:
    """The merged text with the words that a person chose for each question."""
    out, at = [], 0
    for conflict, chosen in zip(merge.conflicts, words, strict=True):
        out += [merge.text[at : conflict.where], chosen]
        at = conflict.where + len(conflict.theirs)
    return "".join([*out, merge.text[at:]])


def sentences(text: str) -> list[str]:
    """The text in sentences and in what stands between them; joined they are the text."""
    return [unit for part in _parts(text) for unit in _UNIT.findall(part)]


def _parts(text: str) -> Iterator[str]:
    """The text in paragraphs, items, rows and headings: no sentence runs from one into the next."""
    part: list[str] = []
    for line in text.splitlines(keepends=True):
        if part and (_BEGINS.match(line) or not part[-1].strip()):
            yield "".join(part)
            part = []
        part.append(line)
    yield "".join(part)


def stretches(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], *, seconds: float = TIME_LIMIT
) -> Iterator[Stretch]:
    """The three texts side by side: what nobody touched, and each change with those of the other side it overlaps."""
    at = 0
    found = sorted([*_edits(base, ours, True, seconds), *_edits(base, theirs, False, seconds)])
    for edits in _overlapping(found, base):
        start, end = min(one.start for one in edits), max(one.end for one in edits)
        if at < start:
            same = "".join(base[at:start])
            yield Stretch(at, start, same, same, same)
        sides = (
            _written(base, start, end, [one for one in edits if one.is_ours is side])
            for side in (True, False)
        )
        yield Stretch(start, end, "".join(base[start:end]), *sides)
        at = end
    if at < len(base):
        same = "".join(base[at:])
        yield Stretch(at, len(base), same, same, same)


def both_insertions(ours: str, theirs: str) -> str:
    """What both sides added in one place: theirs, then ours; lines that are the same in both only once."""
    if "\n" not in ours + theirs:
        apart = " " if theirs[-1:].strip() and ours[:1].strip() else ""
        return theirs if ours.strip() in theirs else theirs + apart + ours
    mine, stored = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    out: list[str] = []
    for change in changes(stored, mine):
        out += stored[change.old]
        if not change.same:
            added = mine[change.new]
            if out and added and _would_run_together(out[-1], added[0]):
                out.append("\n" if out[-1].endswith("\n") else "\n\n")
            out += added
    return "".join(out)


def suggestion(one: Stretch, seconds: float) -> str:
    """The words of both sides in one, if their changes do not touch; nothing otherwise, or without time."""
    if seconds <= 0 or not (one.ours.strip() and one.theirs.strip()):
        return ""
    woven = list(stretches(*(_WORDS.findall(text) for text in one[2:]), seconds=seconds))
    return "".join(each.outcome for each in woven) if _are_apart(woven) else ""


def _are_apart(woven: Sequence[Stretch]) -> bool:
    """Whether at least some unchanged words stand between a change of one side and one of the other."""
    between, last = APART, None
    for one in woven:
        if one.base == one.ours == one.theirs:
            between += sum(_WORD.match(word) is not None for word in _WORDS.findall(one.base))
            continue
        author = one.ours == one.base
        if not one.is_settled or (last not in (None, author) and between < APART):
            return False
        between, last = 0, author
    return True


def _edits(base: Sequence[str], side: Sequence[str], is_ours: bool, seconds: float) -> Iterator[Edit]:
    for change in changes(base, side, seconds=seconds):
        if not change.same:
            yield Edit(change.old.start, change.old.stop, "".join(side[change.new]), is_ours)


def _overlapping(edits: Sequence[Edit], base: Sequence[str]) -> Iterator[list[Edit]]:
    """The edits in groups: those of both sides that change the same part of the base, or come and go in one place."""
    group: list[Edit] = []
    for edit in edits:
        if group and not _touches(group, edit, base):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _touches(group: Sequence[Edit], edit: Edit, base: Sequence[str]) -> bool:
    """Whether a change overlaps those before it; what is added may stand right behind what was rewritten."""
    end = max(one.end for one in group)
    if edit.start < end:
        return True
    before = next(one for one in group if one.end == end)
    if edit.start == end:
        return before.rewrites == edit.rewrites or not (before.text.strip() and edit.text.strip())
    # Which of two line ends belongs to a line that came or went is chance: such lines are neighbours.
    return not (before.rewrites or edit.rewrites or "".join(base[end : edit.start]).strip())


def _written(base: Sequence[str], start: int, end: int, edits: Sequence[Edit]) -> str:
    """What one side makes of a part of the base."""
    out, at = [], start
    for edit in edits:
        out += [*base[at : edit.start], edit.text]
        at = edit.end
    return "".join([*out, *base[at:end]])


class _Out:
    """The text as it grows, and what a person has to decide."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.conflicts: list[Conflict] = []

    def write(self, words: str) -> None:
        self.text.append(words)
        self.length += len(words)

    def ask(self, one: Stretch, suggested: str) -> None:
        self.conflicts.append(Conflict(one.base, one.ours, one.theirs, self.length, suggested))
        self.write(one.theirs)

    def merged(self) -> Merge:
        """The result without the line end that was added so that the last line reads like the others."""
        text = "".join(self.text)
        if self.conflicts and self.conflicts[-1].where + len(self.conflicts[-1].theirs) == len(text):
            self.conflicts[-1] = _without_line_end(self.conflicts[-1])
        return Merge(text.removesuffix("\n"), tuple(self.conflicts))


def _without_line_end(last: Conflict) -> Conflict:
    base, ours, theirs, suggested = (
        part.removesuffix("\n") for part in (last.base, last.ours, last.theirs, last.suggestion)
    )
    return Conflict(base, ours, theirs, last.where, suggested)


def _would_run_together(above: str, below: str) -> bool:
    if not above.strip() or not below.strip():
        return False
    return not (_ROW.match(above) and _ROW.match(below))
