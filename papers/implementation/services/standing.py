"""The steps that every act on a recommendation is made of: lock it, add an entry, let what follows from it follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations.models import Delegation
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.drafting.services import move
from papers.implementation import progress
from papers.implementation.lifecycle import BEGINS, RECOMMENDATION, Confidence, Status
from papers.implementation.models import COLUMNS, Assignment, Recommendation, Role, StatusEntry, having
from papers.implementation.models.entries import Axis
from papers.implementation.services import past, reminding
from papers.shared.acting import Acting, Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


def locked(recommendation: Recommendation, *, by: Actor) -> Recommendation:
    """The recommendation and its paper as they stand now, held until the act is done; rules ask afresh.

    `since` takes the day from which each changed column holds, where that is not today.
    """
    having.forget(by, recommendation)
    rows = Recommendation.objects.select_for_update(of=("self", "paper"))
    held = rows.select_related("paper__lead", "paper__body", "addressee").get(pk=recommendation.pk)
    held.since = {}
    return held


def checked_day(day: date, *, since: date | None = None) -> date:
    """The day for which an entry holds: not in the future, and not before what came before it."""
    if day > timezone.localdate():
        raise BadInput(
            _("The day lies in the future. Nothing was recorded; give the day for which it holds.")
        )
    if since is not None and day < since:
        raise BadInput(
            _(
                "The record already has an entry for %(day)s. Nothing was recorded; give that day or a later one."
            )
            % {"day": since.isoformat()}
        )
    return day


def person(by: Actor) -> Acting:
    """Somebody who acts for a delegation; neither the clock nor the console answers, reports or closes."""
    if not isinstance(by, Acting):
        raise Refused(_("This is done by a person, for a delegation. Nothing was recorded."))
    return by


def begin(paper: Paper, *, by: Actor) -> None:
    """The first act on its recommendations brings an adopted paper into implementation."""
    if paper.stage in {Stage.ADOPTED, Stage.ISSUED}:
        move(paper, to=Stage.IMPLEMENTATION, by=by)
        audit.record("implementation.paper.begun", paper, by=by, paper=paper)


def set_axis(
    recommendation: Recommendation, axis: str, value: str, *, by: Actor, reason: str, day: date
) -> StatusEntry:
    """Add an entry of status or confidence and let the row repeat it."""
    same = StatusEntry.objects.filter(recommendation=recommendation, axis=axis)
    checked_day(day, since=same.aggregate(last=Max("effective_on"))["last"])
    setattr(recommendation, axis, value)
    recommendation.since[axis] = day
    return StatusEntry.objects.create(
        recommendation=recommendation, axis=axis, value=value, reason=reason, effective_on=day,
        delegation=by.delegation, **act_of(by),
    )  # fmt: skip


def take_part(
    recommendation: Recommendation, delegation: Delegation, *, by: Actor, role: Role = Role.SUPPORT
) -> list[Assignment]:
    """Give a delegation a part; whoever has one already needs none to support. Returns the new one, if any."""
    held = recommendation.assignments.filter(until__isnull=True, delegation=delegation)
    if held.exists() if role == Role.SUPPORT else held.filter(role=role).exists():
        return []
    having.forget(by, recommendation)
    return [
        Assignment.objects.create(
            recommendation=recommendation, delegation=delegation, role=role, **act_of(by)
        )
    ]


def advance(recommendation: Recommendation, status: str, *, by: Actor, reason: str, day: date) -> None:
    """Move it along its table; work that nobody said had begun is put down as begun first."""
    if recommendation.status == Status.NOT_STARTED and status in BEGINS:
        set_axis(recommendation, Axis.STATUS, Status.IN_PROGRESS, by=by, reason="", day=day)
    RECOMMENDATION.check(Status(recommendation.status), Status(status))
    set_axis(recommendation, Axis.STATUS, status, by=by, reason=reason, day=day)


def answered(
    recommendation: Recommendation, answer: str, day: date | None, *, accepting: bool, by: Actor
) -> None:
    """Let the row repeat an answer; what was off track is not so any more when nobody has accepted it."""
    recommendation.answer, recommendation.answered_on = answer, day
    recommendation.accepted_on = (recommendation.accepted_on or day) if accepting else None
    holds = day or timezone.localdate()
    recommendation.since |= dict.fromkeys(("answer", "answered_on", "accepted_on"), holds)
    if recommendation.confidence == Confidence.RED and not accepting:
        why = _("It is not accepted any more.")
        today = timezone.localdate()
        set_axis(recommendation, Axis.CONFIDENCE, Confidence.GREY, by=by, reason=why, day=today)


def keep(recommendation: Recommendation, verb: str, *, by: Actor, **facts: Any) -> Recommendation:
    """Write the row with the days that follow from it, and record the act."""
    closed = not recommendation.is_open
    times = progress.timetable(
        recommendation.heard, due=recommendation.due, every_days=recommendation.every_days, closed=closed
    )
    moved = times != recommendation.times
    recommendation.asked_on, recommendation.report_due = times.asked_on, times.report_due
    recommendation.silent_on = times.silent_on
    recommendation.changes += 1
    recommendation.save(update_fields=[*COLUMNS, "changes"])
    past.remember(recommendation)
    if moved:
        reminding.plan(recommendation)
    audit.record(
        f"implementation.recommendation.{verb}", recommendation, by=by, paper=recommendation.paper,
        reference=recommendation.reference, **facts,
    )  # fmt: skip
    return recommendation
