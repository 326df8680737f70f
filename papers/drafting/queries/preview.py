"""What changes of access will mean, said before they are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from papers.drafting import levels
from papers.drafting.giving import Plan
from papers.drafting.levels import Level
from papers.drafting.models import Paper
from papers.drafting.sharing import Change, last_day, people_told
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Line:
    """One change in words: what was, what will be, and how many people are told."""

    change: Change
    was: str
    then: str
    first_label: str
    last_day: Any
    told: int
    opens_working_text: bool
    whole_history: bool


def previewed(paper: Paper, changes: Sequence[Change], *, by: Actor) -> list[Line]:
    """The changes as a page lists them; one statement for the people."""
    return _lines(paper, changes, _told(changes, by))


def previewed_all(plans: Sequence[Plan], *, by: Actor) -> list[tuple[Paper, list[Line]]]:
    """The same for several papers, those that change; one statement for the people of all."""
    told = _told([change for plan in plans for change in plan.changes], by)
    return [(plan.paper, _lines(plan.paper, plan.changes, told)) for plan in plans if plan.changes]


def _told(changes: Sequence[Change], by: Actor) -> Counter[Any]:
    return Counter(mandate.seat.delegation_id for mandate in people_told(changes, by=by))


def _lines(paper: Paper, changes: Sequence[Change], told: Counter[Any]) -> list[Line]:
    return [_line(paper, change, told[change.delegation.pk] if change.is_rise else 0) for change in changes]


def _line(paper: Paper, change: Change, told: int) -> Line:
    drafted = change.was is not None and levels.DRAFT in levels.BRINGS[change.was.level]
    drafts = bool(change.level) and levels.DRAFT in levels.BRINGS[change.level]
    return Line(
        change=change,
        was=str(change.was.get_level_display()) if change.was else "",
        then=str(Level(change.level).label) if change.level else "",
        first_label=str(paper.label_of(change.from_number)),
        last_day=last_day(change.until),
        told=told,
        opens_working_text=drafts and not drafted,
        whole_history=change.from_number == 1 and paper.current is not None and paper.current.number > 1,
    )
