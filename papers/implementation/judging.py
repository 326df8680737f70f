"""Rows judged against what stands here: their outcomes, and the histories they make; preview and import alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from papers.implementation.outcomes import Kind, Note, Outcome
from papers.implementation.replaying import Replay, Said, State, replayed, said_of
from papers.implementation.taking import (
    Item,
    Known,
    Update,
    plan_items,
    plan_updates,
)


@dataclass(frozen=True)
class Ground:
    """What stands here before an import: the items by every name a source may use, and their histories so far."""

    known: Mapping[str, Known] = field(default_factory=dict)
    states: Mapping[UUID, State] = field(default_factory=dict)
    kept: Mapping[UUID, Sequence[Said]] = field(default_factory=dict)
    recorded: Mapping[UUID, set[tuple[date | None, str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """One outcome for every row, and by reference what each touched item's history becomes."""

    outcomes: list[Outcome]
    replays: dict[str, Replay]

    @property
    def faults(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.kind == Kind.ERROR]

    def of(self, *kinds: str) -> list[Any]:
        """What the rows of these kinds gave."""
        return [outcome.given for outcome in self.outcomes if outcome.kind in kinds]


def judge_items(ground: Ground, items: Sequence[Item], *, as_of: date, may_add: bool) -> Judged:
    """Rows of a list; what they say of where an item stands holds from the day of the list."""
    outcomes = plan_items(items, ground.known, may_add=may_add)
    parents = {outcome.given.parent for outcome in outcomes if outcome.kind == Kind.NEW}
    told: dict[str, list[Said]] = defaultdict(list)
    for outcome in outcomes:
        item, here = outcome.given, ground.known.get(outcome.ref)
        fresh = outcome.kind in {Kind.NEW, Kind.CHANGED} and (here is None or item.said != here.said)
        if item.says and fresh:
            told[here.ref if here else item.ref].append(
                Said(as_of, item.row, said_of(item.says), item.says, item.said)
            )
    replays = {ref: _replay(ground, ref, said, parents) for ref, said in told.items()}
    return _noted(outcomes, replays)


def judge_updates(ground: Ground, updates: Iterable[Update], *, since: date, today: date) -> Judged:
    """Rows of a history; each that is new holds from its own day."""
    outcomes = plan_updates(updates, ground.known, since=since, today=today, recorded=ground.recorded)
    told: dict[str, list[Said]] = defaultdict(list)
    for outcome in outcomes:
        one: Update = outcome.given
        if outcome.kind == Kind.NEW:
            said = [Said(one.day or today, one.row, said_of(one.says), one.says, one.said)]
            told[ground.known[one.ref].ref] += said if one.says else []
    replays = {ref: _replay(ground, ref, said, frozenset()) for ref, said in told.items()}
    return _noted(outcomes, replays)


def _replay(ground: Ground, ref: str, said: Sequence[Said], parents: Iterable[str]) -> Replay:
    here = ground.known.get(ref)
    state = ground.states.get(here.pk, State()) if here else State()
    if ref in set(parents):
        state = replace(state, has_parts=True)
    return replayed(state, [*(ground.kept.get(here.pk, ()) if here else ()), *said])


def _noted(outcomes: Iterable[Outcome], replays: dict[str, Replay]) -> Judged:
    """The outcomes with what the histories say of their rows."""
    notes: dict[int, Note | str] = {}
    for replay in replays.values():
        notes |= replay.notes
    told = [
        outcome.noted(notes[outcome.row])
        if outcome.row in notes
        and outcome.kind in {Kind.NEW, Kind.CHANGED}
        and Note.NAMED_ONLY not in outcome.notes
        else outcome
        for outcome in outcomes
    ]
    return Judged(told, replays)
