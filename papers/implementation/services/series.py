"""Rows of a series become indicators and figures: all that can, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.drafting.models import ImportRun, Paper
from papers.implementation import rules
from papers.implementation.judging import Judged
from papers.implementation.models import Definition, Indicator, Reading, Recommendation, Target, having
from papers.implementation.outcomes import Kind
from papers.implementation.queries.series import series_ground
from papers.implementation.series import Step, Told, plan_series
from papers.implementation.services import disputes, standing, taking
from papers.shared.acting import Actor
from papers.shared.models import act_of

FIGURES = "figures"


@transaction.atomic
def take_series(paper: Paper, rows: Sequence[Told], *, file: taking.File, by: Actor) -> ImportRun:
    """What the rows define and say is put on record; the same file again changes nothing."""
    having.learn(by, paper)
    paper = taking.locked_list(paper, by, rules.can_bring_figures)
    outcomes = plan_series(rows, series_ground(paper, by), today=timezone.localdate())
    judged = Judged(outcomes, {})
    taking.refuse_faults(judged, file)
    run = taking.make_run(paper, FIGURES, judged, file, by)
    steps: list[Step] = judged.of(Kind.NEW, Kind.CHANGED)
    _define([step for step in steps if step.defines], by)
    touched = _record(steps, run, by)
    for held in Recommendation.objects.filter(pk__in=touched).select_related("paper"):
        held.since = {}
        _settle(held, touched[held.pk], run, by)
    return taking.record_run(run, judged, by)


def _define(steps: Iterable[Step], by: Actor) -> None:
    """The indicators that are new, each with its definition and what the row says is to be reached."""
    today = timezone.localdate()
    first: dict[tuple[UUID, str], Step] = {}
    for step in steps:
        first.setdefault((step.held, step.name), step)
    for (held, name), step in first.items():
        goals = dict(step.told.goals)
        target, target_on = goals.pop("target", None), goals.pop("target_on", None)
        made = Indicator.objects.create(
            recommendation_id=held,
            name=name,
            unit=step.told.unit,
            delegation=by.delegation,
            **goals,
            **act_of(by),
        )
        of: dict[str, Any] = {"indicator": made, "delegation": by.delegation, **act_of(by)}
        since = min([today, *filter(None, (step.told.day, goals.get("baseline_on")))])
        Definition.objects.create(number=1, text=step.told.definition, since=since, **of)
        if target is not None:
            Target.objects.create(on=target_on, value=target, since=since, **of)


def _record(steps: Sequence[Step], run: ImportRun, by: Actor) -> dict[UUID, list[date]]:
    """The figures themselves; gives back of which recommendations there were any, and for which days."""
    measured = Indicator.objects.filter(recommendation__in={step.held for step in steps})
    known: dict[Any, Indicator] = {one.pk: one for one in measured}
    known |= {(one.recommendation_id, one.name): one for one in measured}
    definitions = {
        (one.indicator_id, one.number): one for one in Definition.objects.filter(indicator__in=measured)
    }
    touched: dict[UUID, list[date]] = defaultdict(list)
    made: dict[tuple[Any, ...], Reading] = {}
    for step in steps:
        told, indicator = step.told, known[step.indicator or (step.held, step.name)]
        if told.day is not None and told.value is not None:
            place = (indicator.pk, told.day, told.source, told.scope, step.number)
            touched[step.held].append(told.day)
            made.setdefault(place, Reading(
                indicator=indicator, definition=definitions[indicator.pk, step.number], on=told.day, value=told.value,
                source=told.source, scope=told.scope, corrects_id=step.corrects, run=run, row=told.row,
                reason=_reason(run) if step.corrects else "", delegation=by.delegation, **act_of(by),
            ))  # fmt: skip
    Reading.objects.bulk_create(made.values())
    return touched


def _reason(run: ImportRun) -> str:
    return _("A newer file gives another figure: %(name)s") % {"name": run.report["name"]}


def _settle(held: Recommendation, days: Sequence[date], run: ImportRun, by: Actor) -> None:
    """Record what came in for one recommendation, and since when sources contradict each other."""

    def keep() -> None:
        standing.keep(held, "figures_taken_over", by=by, rows=len(days), run=run.pk)

    disputes.settle(held, min(days), keep)
