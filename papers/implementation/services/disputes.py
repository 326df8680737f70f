"""Since when it is contested: by delegations that say so, and by sources that give different figures of one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from papers.implementation.figures import contested_course
from papers.implementation.models import Dissent, Recommendation
from papers.implementation.models.entries import Stance
from papers.implementation.queries.measures import disputed_days
from papers.implementation.services import past

Span = tuple[date, date | None]


def of_delegations(said: Iterable[Dissent]) -> dict[Any, date]:
    """Since when each delegation contests that still does; a note contests nothing."""
    since: dict[Any, date] = {}
    for one in said:
        if one.stance == Stance.CONTESTS:
            since.setdefault(one.delegation_id, one.effective_on)
        elif one.stance == Stance.WITHDRAWS:
            since.pop(one.delegation_id, None)
    return since


def since(recommendation: Recommendation, said: Iterable[Dissent]) -> date | None:
    """Since when it is contested by anybody or anything."""
    return min([*of_delegations(said).values(), *disputed_days(recommendation)], default=None)


def settle(recommendation: Recommendation, day: date, keep: Callable[[], Any]) -> None:
    """Keep an act on the figures of a day, and write from which days on it was contested since when."""
    said = list(Dissent.objects.filter(recommendation=recommendation))
    days = disputed_days(recommendation)
    before, recommendation.contested_on = (
        recommendation.contested_on,
        min([*of_delegations(said).values(), *days], default=None),
    )
    changed = before != recommendation.contested_on
    if changed:
        recommendation.since["contested_on"] = day
    keep()
    course = contested_course([*_spans(said), *((one, None) for one in days)])
    if changed and any(starts > day for starts, _value in course):
        at_first = next((value for starts, value in reversed(course) if starts <= day), None)
        later = [(starts, value) for starts, value in course if starts > day]
        past.retell(
            recommendation, [(one, {"contested_on": value}) for one, value in [(day, at_first), *later]]
        )


def _spans(said: Iterable[Dissent]) -> list[Span]:
    """From when until when each delegation contested."""
    begun: dict[Any, date] = {}
    spans: list[Span] = []
    for one in said:
        if one.stance == Stance.CONTESTS:
            begun.setdefault(one.delegation_id, one.effective_on)
        elif one.stance == Stance.WITHDRAWS and one.delegation_id in begun:
            spans.append((begun.pop(one.delegation_id), one.effective_on))
    return [*spans, *((start, None) for start in begun.values())]
