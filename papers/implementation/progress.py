"""What can be said of progress from dates and states alone: how fresh the news is, and where a paper stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.implementation.lifecycle import CLOSED, OPEN, Confidence, Status

ASKED_BEFORE = 30  # days before a report is due in which it is asked for, at most a third of the cycle
SILENT_CYCLES = 2  # without a report for so many cycles nothing is known


class Freshness(models.TextChoices):
    """How old the news is, derived and never typed; “contested” stands beside the age of the news, not in its place."""

    NONE = "none", _("No report expected")
    CURRENT = "current", _("Current")
    DUE = "due", _("Due")
    OVERDUE = "overdue", _("Overdue")
    STALE = "stale", _("Stale, two cycles")
    CONTESTED = "contested", _("Contested")


FRESHNESS_MARKS = {
    Freshness.NONE: ("dash", ""), Freshness.CURRENT: ("check", ""), Freshness.DUE: ("clock", "warn"),
    Freshness.OVERDUE: ("clock", "bad"), Freshness.STALE: ("clock", "bad"), Freshness.CONTESTED: ("neq", "warn"),
}  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """What was heard of a recommendation, by day: adoption or reopening, answer, acceptance, last report."""

    followed_from: date
    answered_on: date | None = None
    accepted_on: date | None = None
    last_report: date | None = None


@dataclass(frozen=True)
class Timetable:
    """The days at which the news grows old: a report is asked for, is due, and nothing is known any more."""

    asked_on: date | None = None
    report_due: date | None = None
    silent_on: date | None = None


def timetable(heard: Heard, *, due: date | None, every_days: int, closed: bool = False) -> Timetable:
    """When the next report is asked for and due, and from when on nothing is known.

    Nothing is due before it was accepted. The first report after the date by which it was to be done is due on
    that date, even in the middle of a cycle. What is closed is asked no more.
    """
    if closed:
        return Timetable()
    cycle = timedelta(days=every_days)
    if heard.accepted_on is None:
        last = latest(heard.followed_from, heard.answered_on, heard.last_report)
        return Timetable(silent_on=last + SILENT_CYCLES * cycle)
    last = latest(heard.followed_from, heard.accepted_on, heard.last_report)
    report_due = last + cycle if due is None or due <= last else min(last + cycle, due)
    asked_on = report_due - timedelta(days=min(ASKED_BEFORE, every_days // 3))
    return Timetable(asked_on, report_due, last + SILENT_CYCLES * cycle)


class Reminder(models.TextChoices):
    """What is said when a day of the timetable comes."""

    ASKED = "asked", _("A report is asked for")
    OVERDUE = "overdue", _("The report is late")
    SILENT = "silent", _("Nothing is known")


def reminders(times: Timetable) -> list[tuple[date, Reminder]]:
    """The days on which something is said, in their order; none before it was accepted and none once it is closed."""
    if times.asked_on is None or times.report_due is None or times.silent_on is None:
        return []
    late = times.report_due + timedelta(days=1)
    days = [(times.asked_on, Reminder.ASKED), (late, Reminder.OVERDUE), (times.silent_on, Reminder.SILENT)]
    return [one for one in days if one[0] < times.silent_on or one[1] == Reminder.SILENT]


def reminder(today: date, times: Timetable) -> Reminder | None:
    """What is to be said today, if anything: the last of those whose day has come."""
    return next((said for day, said in reversed(reminders(times)) if day <= today), None)


def next_reminder(today: date, times: Timetable) -> date | None:
    """The next day after today on which something is to be said."""
    return next((day for day, _said in reminders(times) if day > today), None)


def fresh(today: date, times: Timetable) -> Freshness:
    """How old the news is today."""
    if times.report_due is None or times.asked_on is None:
        return Freshness.NONE
    if times.silent_on is not None and today >= times.silent_on:
        return Freshness.STALE
    if today > times.report_due:
        return Freshness.OVERDUE
    return Freshness.DUE if today >= times.asked_on else Freshness.CURRENT


def freshness(
    today: date, accepted_on: date | None, due: date | None, last_report: date | None, every_days: int
) -> Freshness:
    """How old the news of an open recommendation is today."""
    heard = Heard(followed_from=accepted_on or today, accepted_on=accepted_on, last_report=last_report)
    return fresh(today, timetable(heard, due=due, every_days=every_days))


def nothing_known(today: date, times: Timetable) -> bool:
    """Whether it is open and two cycles have passed without a report, an acceptance or an answer."""
    return times.silent_on is not None and today >= times.silent_on


def is_late(today: date, *, accepted: bool, due: date | None, status: str) -> bool:
    """Whether the date by which it was to be done has passed; never before it was accepted."""
    return accepted and due is not None and today > due and status in OPEN


def latest(first: date, *others: date | None) -> date:
    """The latest of some days, of which all but the first may be missing."""
    return max([first, *(day for day in others if day is not None)])


class Overall(models.TextChoices):
    """Where a paper stands as a whole."""

    NONE = "none", _("No recommendations")
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    HELD_UP = "held_up", _("Held up")
    REPORTED = "reported", _("Awaits verification")
    CLOSED = "closed", _("All closed")
    VERIFIED = "verified", _("All verified")


OVERALL_MARKS = {
    Overall.NONE: ("dash", ""), Overall.NOT_STARTED: ("ring", ""), Overall.IN_PROGRESS: ("half", ""),
    Overall.HELD_UP: ("bar", "bad"), Overall.REPORTED: ("most", ""), Overall.CLOSED: ("cross", "unk"),
    Overall.VERIFIED: ("check", "ok"),
}  # fmt: skip


def overall(counts: Mapping[str, int]) -> Overall:
    """Where a paper stands, from how many of its recommendations stand where.

    1. None at all: no recommendations.
    2. All closed: all verified, if every one was; else all closed.
    3. Every open one is reported as done: awaits verification.
    4. Every open one is blocked or suspended: held up.
    5. None was begun and none is closed: not started.
    6. Anything else is in progress. A paper is never done before its last recommendation is.
    """
    present = {Status(value) for value, number in counts.items() if number}
    still = present & OPEN
    if not present:
        return Overall.NONE
    if not still:
        return Overall.VERIFIED if present == {Status.VERIFIED} else Overall.CLOSED
    if still == {Status.REPORTED}:
        return Overall.REPORTED
    if still <= {Status.BLOCKED, Status.SUSPENDED}:
        return Overall.HELD_UP
    return Overall.NOT_STARTED if present == {Status.NOT_STARTED} else Overall.IN_PROGRESS


def overall_confidence(open_ones: Iterable[str]) -> Confidence:
    """The confidence in a paper: the worst of its open recommendations; “not known” outweighs “on track”."""
    found = set(open_ones)
    order = (Confidence.RED, Confidence.AMBER, Confidence.GREY, Confidence.GREEN)
    return next((value for value in order if value in found), Confidence.GREY)


def share_closed(counts: Mapping[str, int]) -> tuple[int, int]:
    """How many are closed, of how many."""
    return sum(number for value, number in counts.items() if value in CLOSED), sum(counts.values())
