"""What stands here of the indicators of a paper before figures from a file are put beside it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import F

from papers.drafting.models import Paper
from papers.implementation import rules
from papers.implementation.models import Definition, Indicator, Reading, Restatement, having
from papers.implementation.queries.sources import names_of
from papers.implementation.series import Held, Measured, Place
from papers.shared.acting import Actor


def series_ground(paper: Paper, acting: Actor) -> dict[str, Held]:
    """Those of its recommendations that this person sees, by every name a file may use, with what they may do."""
    having.learn(acting, paper)
    keeps = rules.coordinates_paper(acting, paper)
    indicators: dict[UUID, dict[str, Measured]] = defaultdict(dict)
    definitions, figures, later = _definitions(paper), _figures(paper), _later_names(paper)
    others = frozenset() if keeps else _given_for_others(paper, acting)
    measured = Indicator.objects.filter(recommendation__paper=paper).annotate(ended_on=F("endings__on"))
    for one in measured:
        names = [one.name, *later[one.pk]]
        stands = Measured(one.pk, names[-1], definitions[one.pk], figures[one.pk], one.ended_on, others)
        indicators[one.recommendation_id] |= dict.fromkeys(names, stands)
    return {
        name: Held(
            row.pk,
            row.has_parts,
            indicators[row.pk],
            rules.gives_figures(acting, row),
            keeps or (rules.defines & rules.is_open)(acting, row),
        )
        for row in paper.recommendations.visible_to(acting)
        for name in names_of(row)
    }


def _given_for_others(paper: Paper, acting: Actor) -> frozenset[UUID]:
    """The figures that another delegation gave."""
    rows = Reading.objects.filter(indicator__recommendation__paper=paper)
    return frozenset(rows.exclude(delegation=acting.delegation).values_list("pk", flat=True))


def _later_names(paper: Paper) -> dict[UUID, list[str]]:
    """The names to which indicators were corrected, in that order; the last one holds."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Restatement.objects.filter(indicator__recommendation__paper=paper).order_by("recorded_at", "pk")
    for of, name in rows.values_list("indicator", "name"):
        found[of].append(name)
    return found


def _definitions(paper: Paper) -> dict[UUID, list[tuple[int, Any]]]:
    found: dict[UUID, list[tuple[int, Any]]] = defaultdict(list)
    rows = Definition.objects.filter(indicator__recommendation__paper=paper)
    for pk, number, since in rows.values_list("indicator", "number", "since"):
        found[pk].append((number, since))
    return found


def _figures(paper: Paper) -> dict[UUID, dict[Place, tuple[UUID, Any]]]:
    """The figures that hold, by indicator and place."""
    found: dict[UUID, dict[Place, tuple[UUID, Any]]] = defaultdict(dict)
    rows = Reading.objects.filter(
        indicator__recommendation__paper=paper, corrected_by=None, value__isnull=False
    )
    for of, pk, value, *place in rows.values_list(
        "indicator", "pk", "value", "on", "source", "scope", "definition__number"
    ):
        found[of][tuple(place)] = pk, value
    return found
