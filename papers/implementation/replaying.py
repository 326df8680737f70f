"""Replaying what a source said, in the order of its days: what moves status and confidence, and what stays words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from papers.implementation.lifecycle import BEGINS, CLOSED, DECLARED, RECOMMENDATION, Confidence, Status
from papers.implementation.outcomes import Note

STATUS, CONFIDENCE = "status", "confidence"
# What a source may say. That something was verified or closed is found here, by people.
SAYABLE = (*DECLARED, Status.REPORTED)


@dataclass(frozen=True)
class Said:
    """One thing that was said, or is on record already (`kept`), with the day from which it holds."""

    day: date
    row: int
    axis: str
    value: str
    said: str = ""
    kept: bool = False


@dataclass(frozen=True)
class State:
    """Where an item stands while its history is told, and which of the two facts people keep here."""

    status: str = Status.NOT_STARTED
    confidence: str = Confidence.GREY
    status_is_ours: bool = False
    confidence_is_ours: bool = False
    has_parts: bool = False
    accepted_on: date | None = None


@dataclass(frozen=True)
class Replay:
    """The entries to be added and all there are, in order; where it stands at the end; what is to be said of rows."""

    entries: list[Said]
    course: list[Said]
    status: str
    confidence: str
    notes: dict[int, str]


def said_of(value: str) -> str:
    """Whether a word of ours is a status or a confidence."""
    return CONFIDENCE if value in set(Confidence) else STATUS


def replayed(state: State, told: Iterable[Said]) -> Replay:
    """All that is known of an item in the order of its days; on one day what is on record comes first."""
    course: list[Said] = []
    notes: dict[int, str] = {}
    for one in sorted(told, key=lambda said: (said.day, not said.kept, said.row)):
        if one.kept:
            course.append(one)
            state = _with(state, one)
            continue
        note = _refused(state, one)
        if note:
            notes[one.row] = note
            continue
        for entry in _follows(state, one):
            course.append(entry)
            state = _with(state, entry)
    return Replay([one for one in course if not one.kept], course, state.status, state.confidence, notes)


def way(status: str, to: str) -> Sequence[str] | None:
    """The steps by which a status comes to stand where a source puts it; none where the table has no such way."""
    if status == to:
        return ()
    if status in CLOSED:
        return None
    if RECOMMENDATION.allows(Status(status), Status(to)):
        return (to,)
    through = Status.IN_PROGRESS
    begins = status == Status.NOT_STARTED and to in BEGINS
    returns = status == Status.REPORTED and to in {Status.PARTLY, Status.BLOCKED}
    return (through, to) if begins or returns else None


def _refused(state: State, one: Said) -> str:
    """Why what was said stays words; nothing where it moves something."""
    if state.has_parts:
        return Note.BY_PARTS
    if one.axis == STATUS:
        if state.status_is_ours:
            return Note.STATUS_OURS if one.value != state.status else ""
        return Note.STATUS_IN_WORDS if way(state.status, one.value) is None else ""
    if state.confidence_is_ours:
        return Note.STATUS_OURS if one.value != state.confidence else ""
    accepted = state.accepted_on is not None and state.accepted_on <= one.day
    return Note.RED_IN_WORDS if one.value == Confidence.RED and not accepted else ""


def _follows(state: State, one: Said) -> Iterator[Said]:
    """The entries that one statement makes. A source with one column no longer says what it said before."""
    if one.axis == CONFIDENCE:
        if one.value != state.confidence:
            yield one
        return
    steps = () if state.status_is_ours else way(state.status, one.value) or ()
    for status in steps:
        yield replace(one, value=status)
    if state.confidence != Confidence.GREY and not state.confidence_is_ours:
        yield replace(one, axis=CONFIDENCE, value=Confidence.GREY.value)


def _with(state: State, entry: Said) -> State:
    if entry.axis == STATUS:
        return replace(state, status=entry.value)
    return replace(state, confidence=entry.value)
