from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.delegations import Delegation
from papers.shared.models import ActOf, PublicId

EVERY_DAY = "0123456"


class OfDelegation(models.QuerySet):
    def visible_to(self, acting):
        """When a delegation works is known to all who know the delegation."""
        return self.filter(Exists(Delegation.objects.visible_to(acting).filter(pk=OuterRef("delegation"))))


class WorkingWeek(PublicId, ActOf):
    """Which days of the week a delegation's capital, or the centre, is closed: from a day on, until the next row."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="weeks")
    first_day = models.DateField(_("from"))
    weekend = models.CharField(max_length=7, blank=True, help_text="Digits: 0 is Monday, 6 is Sunday.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfDelegation.as_manager()

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "first_day"], name="working_week_once_a_day"),
            models.CheckConstraint(condition=~Q(weekend=EVERY_DAY), name="working_week_has_work"),
        ]

    def __str__(self):
        return f"week of {self.delegation_id} from {self.first_day}"

    @property
    def free_days(self):
        return frozenset(int(day) for day in self.weekend)


class Holiday(PublicId, ActOf):
    """A day on which a delegation's capital, or the centre, does not work."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfDelegation.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["delegation", "day"], name="holiday_once")]

    def __str__(self):
        return f"{self.day} {self.name}"
