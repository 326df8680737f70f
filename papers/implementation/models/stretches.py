"""How a recommendation stood from one day to another, so that any past day can be asked for."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from papers.implementation.history import FOREVER
from papers.implementation.models.recommendations import Recommendation
from papers.implementation.models.standing import Lookback, Standing


class StretchQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Rights are always today's: the past of a recommendation is seen with it."""
        return self.filter(
            Exists(Recommendation.objects.visible_to(acting).filter(pk=OuterRef("recommendation")))
        )


class Stretch(Standing):
    """Derived from the entries, and written with them: the last day is not part of it, an open one never ends.

    One line follows the days on which facts took effect, the other the days on which they were recorded.
    """

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="stretches")
    line = models.CharField(max_length=8, choices=Lookback)
    starts = models.DateField()
    ends = models.DateField(default=FOREVER)

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stretches"
        ordering = ["recommendation", "line", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "line", "starts"], name="stretch_starts_once"),
            models.UniqueConstraint(
                fields=["recommendation", "line"], condition=Q(ends=FOREVER), name="stretch_open_once"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="stretch_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.recommendation_id} {self.line} {self.starts}–{self.ends}"
