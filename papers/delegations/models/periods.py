"""Dated rows: open ends, and what holds at a moment."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class PeriodQuerySet(models.QuerySet):
    def current(self, at=None):
        at = at or timezone.now()
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), starts__lte=at)


class Period(models.Model):
    starts = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds(self, at=None):
        at = at or timezone.now()
        return self.starts <= at and (self.until is None or at < self.until)


def ends_after_start(name):
    return models.CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gte=F("starts")), name=f"{name}_ends_after_start"
    )
