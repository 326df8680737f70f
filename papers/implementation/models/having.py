"""Which part a delegation has in a recommendation and who has reported on it, read once per request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from papers.implementation.models.entries import Report
from papers.implementation.models.recommendations import Assignment, Recommendation
from papers.shared.acting import Actor


def parts(acting: Actor, recommendation: Recommendation) -> frozenset[str]:
    """The roles the acting delegation has in this recommendation now, read once per request."""
    if acting.delegation is None:
        return frozenset()
    key = ("parts", recommendation.pk)
    if key not in acting.memo:
        live = recommendation.assignments.current().filter(delegation=acting.delegation)
        acting.memo[key] = frozenset(live.values_list("role", flat=True))
    held: frozenset[str] = acting.memo[key]
    return held


def reporters(acting: Actor, recommendation: Recommendation) -> frozenset[tuple[Any, str]]:
    """Who has reported on it, each as person and code of the delegation, read once per request."""
    key = ("reporters", recommendation.pk)
    if key not in acting.memo:
        made = Report.objects.filter(recommendation=recommendation)
        acting.memo[key] = frozenset(made.values_list("by", "delegation__code"))
    found: frozenset[tuple[Any, str]] = acting.memo[key]
    return found


def learn(acting: Actor, paper: Any) -> None:
    """Read at once which parts the acting delegation has in all recommendations of a paper, in two statements."""
    found: dict[Any, set[str]] = {pk: set() for pk in paper.recommendations.values_list("pk", flat=True)}
    if acting.delegation is not None:
        live = Assignment.objects.current().filter(delegation=acting.delegation, recommendation__in=found)
        for pk, role in live.values_list("recommendation", "role"):
            found[pk].add(role)
    for pk, roles in found.items():
        acting.memo["parts", pk] = frozenset(roles)


def know(
    acting: Actor,
    recommendation: Recommendation,
    *,
    parts: Iterable[str],
    reporters: Iterable[tuple[Any, str]],
) -> None:
    """Take what a page has read already for the answers of the two questions above."""
    acting.memo["parts", recommendation.pk] = frozenset(parts)
    acting.memo["reporters", recommendation.pk] = frozenset(reporters)


def forget(acting: Actor, recommendation: Recommendation) -> None:
    """Ask again: an act has changed who has which part, or who has reported."""
    acting.memo.pop(("parts", recommendation.pk), None)
    acting.memo.pop(("reporters", recommendation.pk), None)
