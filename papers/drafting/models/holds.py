from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from papers.delegations.models import Seat
from papers.drafting import levels
from papers.drafting.models.papers import Paper
from papers.shared.models import ActOf, PublicId


class SectionHoldQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Who works on what is known to those who may read the working text."""
        return self.filter(paper__in=Paper.objects.permitted_to(acting, levels.DRAFT))

    def standing(self, at=None):
        """Neither let go nor over."""
        return self.filter(released_at__isnull=True, until__gt=at or timezone.now())


class SectionHold(PublicId, ActOf):
    """A post says that it works on a section until a stated time. Others are warned; nobody is kept from writing."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="holds")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    heading = models.CharField(max_length=200, help_text="The words of the heading above the section.")
    place = models.PositiveSmallIntegerField(default=0, help_text="Which of the headings with these words.")
    held_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField()
    released_at = models.DateTimeField(null=True, editable=False)

    objects = SectionHoldQuerySet.as_manager()

    class Meta:
        ordering = ["held_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("held_at")), name="hold_ends_after_start"),
            models.UniqueConstraint(
                fields=["paper", "seat", "heading", "place"],
                condition=Q(released_at__isnull=True),
                name="one_open_hold_per_seat_and_section",
            ),
        ]

    def __str__(self):
        return f"{self.seat_id} on {self.heading}"
