"""Where a recommendation stands: the columns, read the same today and on any day that has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.implementation import progress
from papers.implementation.lifecycle import (
    ANSWER_MARKS,
    CONFIDENCE_MARKS,
    OPEN,
    STATUS_MARKS,
    Answer,
    Confidence,
    Status,
)
from papers.implementation.progress import FRESHNESS_MARKS, Freshness, Heard, Timetable


class Lookback(models.TextChoices):
    """The two ways to look back: by the day a fact took effect, and by the day it was recorded here."""

    STOOD = "stood", _("as it stood")
    KNOWN = "known", _("as we knew it")


@dataclass(frozen=True)
class AsOf:
    """The day that is asked about; a past one is read from the stretches of one of the two lines."""

    day: date
    line: str = ""
    do_not_call_in_templates: ClassVar[bool] = True

    @classmethod
    def now(cls) -> AsOf:
        return cls(timezone.localdate())

    @property
    def is_past(self) -> bool:
        return bool(self.line)

    def column(self, name: str) -> str:
        """Where a column of the standing is read."""
        return f"past__{name}" if self.is_past else name

    def __call__(self, **asked: Any) -> Q:
        """Conditions on the standing, as it was on the day."""
        return Q(**{self.column(name): value for name, value in asked.items()})


def freshness_is(value: str, at: AsOf) -> Q:
    """The condition that the news is so old on the day; says in SQL what `progress.fresh` says of one row."""
    day = at.day
    silent = at(silent_on__isnull=False, silent_on__lte=day)
    return {
        Freshness.NONE: at(report_due__isnull=True),
        Freshness.STALE: at(report_due__isnull=False) & silent,
        Freshness.OVERDUE: at(report_due__lt=day) & ~silent,
        Freshness.DUE: at(report_due__gte=day, asked_on__lte=day) & ~silent,
        Freshness.CURRENT: at(report_due__gte=day, asked_on__gt=day) & ~silent,
        Freshness.CONTESTED: at(contested_on__isnull=False),
    }[Freshness(value)]


class Standing(models.Model):
    """The four facts and the days that follow from them (progress.timetable), for lists to filter and count by."""

    addressee = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    every_days = models.PositiveSmallIntegerField(default=90)
    followed_from = models.DateField(editable=False, help_text="Its adoption, or when it was last reopened.")

    answer = models.CharField(max_length=16, choices=Answer, default=Answer.AWAITING, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    accepted_on = models.DateField(null=True, editable=False)
    status = models.CharField(max_length=16, choices=Status, default=Status.NOT_STARTED, editable=False)
    confidence = models.CharField(max_length=8, choices=Confidence, default=Confidence.GREY, editable=False)
    last_report = models.DateField(null=True, editable=False)
    contested_on = models.DateField(
        null=True, editable=False, help_text="Since when a second source disagrees."
    )
    asked_on = models.DateField(null=True, editable=False)
    report_due = models.DateField(null=True, editable=False)
    silent_on = models.DateField(null=True, editable=False)

    seen_on: date | None = None  # the past day for which this row was read; none for today

    class Meta:
        abstract = True

    @property
    def day(self):
        return self.seen_on or timezone.localdate()

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def is_answered(self):
        return self.answer != Answer.AWAITING

    @property
    def is_accepted(self):
        return self.accepted_on is not None

    @property
    def heard(self):
        """What was heard of it so far, as its timetable needs it."""
        return Heard(self.followed_from, self.answered_on, self.accepted_on, self.last_report)

    @property
    def times(self):
        return Timetable(self.asked_on, self.report_due, self.silent_on)

    @property
    def freshness(self):
        """How old the news is; that a second source disagrees stands beside it and hides nothing."""
        return progress.fresh(self.day, self.times)

    @property
    def is_contested(self):
        return self.contested_on is not None

    @property
    def nothing_known(self):
        return progress.nothing_known(self.day, self.times)

    @property
    def is_late(self):
        return progress.is_late(self.day, accepted=self.is_accepted, due=self.due, status=self.status)

    @property
    def answer_mark(self):
        return ANSWER_MARKS[Answer(self.answer)]

    @property
    def status_mark(self):
        return STATUS_MARKS[Status(self.status)]

    @property
    def confidence_mark(self):
        return CONFIDENCE_MARKS[Confidence(self.confidence)]

    @property
    def freshness_mark(self):
        return FRESHNESS_MARKS[self.freshness]


COLUMNS = tuple(field.attname for field in Standing._meta.local_fields)
