"""What becomes of the rows of a series: each defines an indicator, gives a figure, or says why it does neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from papers.implementation.outcomes import Kind, Note, Outcome

LONGEST_NAME = 200
Place = tuple[date, str, str, int]  # a figure's day, source, part and definition


@dataclass(frozen=True)
class Told:
    """One row: of which recommendation and indicator, and what it says of them."""

    row: int
    ref: str
    name: str = ""
    unit: str = ""
    definition: str = ""
    number: int | None = None
    day: date | None = None
    value: Decimal | None = None
    source: str = ""
    scope: str = ""
    goals: Mapping[str, Any] = field(
        default_factory=dict
    )  # direction, baseline and target, as far as it says
    fault: str = ""

    @property
    def is_figure(self) -> bool:
        return self.day is not None and self.value is not None


@dataclass(frozen=True)
class Measured:
    """An indicator as it stands here: its definitions, and the figures that hold, each with its row's id."""

    pk: UUID | None
    name: str
    definitions: Sequence[tuple[int, date]] = ()
    figures: Mapping[Place, tuple[UUID, Decimal]] = field(default_factory=dict)
    ended: date | None = None
    others: frozenset[UUID] = frozenset()  # figures that this person may not correct

    def number_on(self, day: date) -> int:
        begun = [number for number, since in self.definitions if since <= day]
        return max(begun, default=1)


@dataclass(frozen=True)
class Held:
    """A recommendation as it stands here, with its indicators by every name they ever had."""

    pk: UUID
    has_parts: bool = False
    indicators: Mapping[str, Measured] = field(default_factory=dict)
    gives: bool = True
    defines: bool = True


@dataclass(frozen=True)
class Step:
    """What a row makes: an indicator, a figure, or the correction of one."""

    told: Told
    held: UUID
    name: str
    number: int = 1
    indicator: UUID | None = None  # none where a row of the same file defines it
    defines: bool = False
    corrects: UUID | None = None


def plan_series(rows: Sequence[Told], held: Mapping[str, Held], *, today: date) -> list[Outcome]:
    """One outcome for every row, in the order of the file; a row may use an indicator that one before it defines."""
    fresh: dict[tuple[UUID, str], Measured] = {}
    given: dict[tuple[UUID, str, Place], Decimal] = {}
    return [_outcome(row, held, fresh, given, today) for row in rows]


def _outcome(
    row: Told,
    held: Mapping[str, Held],
    fresh: dict[tuple[UUID, str], Measured],
    given: dict[tuple[UUID, str, Place], Decimal],
    today: date,
) -> Outcome:
    outcome = Outcome(row.row, row.ref, Kind.NEW, (), row)
    here = held.get(row.ref)
    fault = row.fault or _fault(row, here, today)
    if fault or here is None:
        return _faulty(outcome, fault or Note.NOT_HERE)
    known = {**here.indicators, **{name: one for (pk, name), one in fresh.items() if pk == here.pk}}
    names = {one.name for one in known.values()}
    name = row.name or (next(iter(names)) if len(names) == 1 else "")
    if not name:
        return _faulty(outcome, Note.WHICH)
    defines = name not in known
    if defines:
        if not here.defines:
            return _faulty(outcome, Note.MAY_NOT_DEFINE)
        if not row.unit or not row.definition:
            return _faulty(outcome, Note.NO_UNIT)
        fresh[here.pk, name] = known[name] = Measured(None, name, [(1, row.day or today)])
    name = known[name].name  # a file may use a name that was corrected since
    step = Step(row, here.pk, name, indicator=known[name].pk, defines=defines)
    if row.day is not None and row.value is not None:
        return _figure(replace(outcome, given=step), known[name], given, row.day, row.value)
    return replace(outcome, given=step, kind=Kind.NEW if defines else Kind.SAME).noted(
        *[Note.DEFINES][: int(defines)]
    )


def _figure(
    outcome: Outcome,
    known: Measured,
    given: dict[tuple[UUID, str, Place], Decimal],
    day: date,
    value: Decimal,
) -> Outcome:
    step: Step = outcome.given
    row, notes = step.told, [Note.DEFINES] if step.defines else []
    number = row.number or known.number_on(day)
    fault = _fault_of_figure(row, known, day)
    if fault:
        return _faulty(outcome, fault)
    place = (day, row.source, row.scope, number)
    outcome = replace(outcome, given=replace(step, number=number))
    before = given.setdefault((step.held, step.name, place), value)
    if before != value:
        return _faulty(outcome, Note.SAID_TWICE)
    here = known.figures.get(place)
    if here is None:
        return outcome.noted(*notes)
    if here[1] == value:
        return replace(outcome, kind=Kind.SAME)
    if here[0] in known.others:
        return _faulty(outcome, Note.OF_ANOTHER)
    corrected = replace(step, number=number, corrects=here[0])
    return replace(outcome, kind=Kind.CHANGED, given=corrected).noted(Note.CORRECTS)


def _fault_of_figure(row: Told, known: Measured, day: date) -> str:
    if known.ended is not None and day > known.ended:
        return Note.ENDED
    unknown = row.number and row.number not in {one for one, _since in known.definitions}
    return Note.NO_DEFINITION if unknown else ""


def _fault(row: Told, here: Held | None, today: date) -> str:
    faults = (
        (not row.ref, Note.NO_REF),
        (here is None, Note.NOT_HERE),
        (here is not None and not here.gives, Note.NOT_YOURS),
        (here is not None and here.has_parts, Note.BY_PARTS),
        (len(row.name) > LONGEST_NAME, Note.LONG_NAME),
        ((row.day is None) != (row.value is None), Note.NO_FIGURE),
        (row.day is not None and row.day > today, Note.FUTURE),
        (row.is_figure and not row.source, Note.NO_SOURCE),
        (_half(row.goals, "baseline") or _half(row.goals, "target"), Note.GOAL_HALF),
    )
    return next((note for is_so, note in faults if is_so), "")


def _half(goals: Mapping[str, Any], name: str) -> bool:
    return (goals.get(name) is None) != (goals.get(f"{name}_on") is None)


def _faulty(outcome: Outcome, note: str) -> Outcome:
    return replace(outcome, kind=Kind.ERROR).noted(note)
