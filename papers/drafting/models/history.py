from django.db import models
from django.db.models import Q
from django.utils import timezone

from papers.drafting.models.papers import Paper
from papers.drafting.models.working import TextUpdate
from papers.shared.models import ActOf, PublicId


class OfMomentQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """What belongs to a moment of the working text is known to those who may go back to that moment."""
        reached = TextUpdate.objects.visible_to(acting).filter(
            paper=models.OuterRef("paper"), seq=models.OuterRef("seq")
        )
        return self.filter(models.Exists(reached))


class Milestone(PublicId, ActOf):
    """A moment of the working text that somebody gave a name."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="milestones")
    generation = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfMomentQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "seq"], name="one_name_per_moment"),
            models.CheckConstraint(condition=~Q(name=""), name="milestone_has_a_name"),
        ]

    def __str__(self):
        return self.name


class Restoration(PublicId, ActOf):
    """Words of an earlier moment brought back: what an update of the log was made because of."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="restorations")
    generation = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField(help_text="The moment whose words were brought back.")
    passages = models.PositiveIntegerField(
        null=True, help_text="How many of its passages; null for the whole."
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfMomentQuerySet.as_manager()

    def __str__(self):
        return f"{self.paper_id} back to {self.seq}"
