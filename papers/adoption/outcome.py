"""What becomes of a silence procedure: values in, verdict out. No database, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.adoption.lifecycle import RUNNING, Silent, Standing, State

LONGEST = timedelta(days=366)


class Verdict(StrEnum):
    """How a procedure stands at a moment, judged by times of receipt alone."""

    RUNNING = "running"
    ESTABLISHING = "establishing"
    BROKEN = "broken"
    SHORT_OF_QUORUM = "short of quorum"
    UNBROKEN = "unbroken"


@dataclass(frozen=True)
class Totals:
    """The roll, counted by kind of silence."""

    acknowledged: int = 0
    opened: int = 0
    unopened: int = 0
    dormant: int = 0
    broke: int = 0

    @property
    def on_roll(self) -> int:
        return self.acknowledged + self.opened + self.unopened + self.dormant + self.broke

    @property
    def silent(self) -> int:
        """Those who said nothing and were not dormant: their silence is consent, and it is counted apart."""
        return self.opened + self.unopened

    @classmethod
    def of(cls, kinds: Iterable[Silent]) -> Totals:
        counted = list(kinds)
        return cls(
            acknowledged=counted.count(Silent.ACKNOWLEDGED),
            opened=counted.count(Silent.OPENED),
            unopened=counted.count(Silent.UNOPENED),
            dormant=counted.count(Silent.DORMANT),
            broke=counted.count(Silent.BROKE),
        )


def in_time(received_at: datetime, expires_at: datetime, *, inclusive: bool) -> bool:
    """Whether an act counts: received strictly before the expiry, or at it where the rules say so."""
    return received_at <= expires_at if inclusive else received_at < expires_at


def verdict(
    received: Iterable[datetime],
    *,
    expires_at: datetime,
    inclusive: bool,
    now: datetime,
    margin: timedelta,
    enough: bool = True,
) -> Verdict:
    """How it stands: one objection in time breaks it; nothing else is decided before expiry and margin have passed."""
    if any(in_time(moment, expires_at, inclusive=inclusive) for moment in received):
        return Verdict.BROKEN
    if in_time(now, expires_at, inclusive=inclusive):
        return Verdict.RUNNING
    if now < expires_at + margin:
        return Verdict.ESTABLISHING
    return Verdict.UNBROKEN if enough else Verdict.SHORT_OF_QUORUM


def standing(state: str, *, timely: bool) -> Standing | None:
    """What an objection counts for in a procedure that stands so; None when nothing is left to object to.

    While a procedure is suspended its time does not run, so that whatever arrives then is in time.
    """
    if state == State.SUSPENDED:
        return Standing.COUNTED
    if state == State.OPEN:
        return Standing.COUNTED if timely else Standing.LATE
    if state == State.UNBROKEN:
        return Standing.OVERTAKEN if timely else Standing.LATE
    return Standing.FURTHER if timely else None


def silent(*, participation: str, acknowledged: bool, opened: bool, broke: bool) -> Silent:
    """The kind of silence of one delegation; acting counts more than how it took part when the roll was frozen."""
    if broke:
        return Silent.BROKE
    if acknowledged:
        return Silent.ACKNOWLEDGED
    if participation == "dormant":
        return Silent.DORMANT
    return Silent.OPENED if opened else Silent.UNOPENED


def quorum(on_roll: int, percent: int) -> int:
    """How many of the roll must have acknowledged receipt."""
    return ceil(on_roll * percent / 100)


def hours_between(opened_at: datetime, expires_at: datetime) -> float:
    """Hours that really pass: counted in UTC, for a wall clock loses or gains one when it is changed."""
    return (expires_at.astimezone(UTC) - opened_at.astimezone(UTC)).total_seconds() / 3600


def period_refusal(
    opened_at: datetime, expires_at: datetime, *, minimum: int, shortest: int, reason: str
) -> str | None:
    """Why this period may not be set, or None; below the minimum it takes a recorded reason."""
    hours = hours_between(opened_at, expires_at)
    if hours <= 0:
        return _("The expiry has passed already. Choose a later one.")
    if hours < shortest:
        return _("The rules allow no silence shorter than %(hours)d hours. Choose a later expiry.") % {
            "hours": shortest
        }
    if hours < minimum and not reason.strip():
        return _(
            "This is shorter than %(hours)d hours. Give the reason for it, or choose a later expiry."
        ) % {"hours": minimum}
    if expires_at.astimezone(UTC) - opened_at.astimezone(UTC) > LONGEST:
        return _("A silence of more than a year is not placed. Choose an earlier expiry.")
    return None


def needed(
    state: str, totals: Totals, *, percent: int = 0, expired: bool = False, counted: bool = True
) -> str:
    """In one sentence: what is still needed for the text to be adopted; uncounted for those who may not count."""
    if state == State.UNBROKEN:
        return _("Nothing more: the silence was not broken and the text is adopted.")
    if state == State.BROKEN:
        return _("A new procedure: this one was broken, and that is final.")
    if state == State.CANCELLED:
        return _("A new procedure: this one ended without a result.")
    if state == State.SUSPENDED:
        return _("The chair resumes the procedure with at least the time that was lost.")
    if not counted and percent:
        return _(
            "Acknowledgements of receipt by at least %(n)d on the roll, and no objection before the time expires."
        ) % {"n": quorum(totals.on_roll, percent)}
    return _needed_while_open(totals, percent, expired)


def _needed_while_open(totals: Totals, percent: int, expired: bool) -> str:
    missing = quorum(totals.on_roll, percent) - totals.acknowledged
    if missing > 0:
        return ngettext(
            "One more acknowledgement of receipt, and that nobody objects before the time expires.",
            "%(n)d more acknowledgements of receipt, and that nobody objects before the time expires.",
            missing,
        ) % {"n": missing}
    if expired:
        return _("The time has expired; whether an objection was received before is being established.")
    return _("That no delegation on the roll objects in writing before the time expires.")


def is_running(state: str) -> bool:
    return state in RUNNING
