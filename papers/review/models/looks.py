from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from papers.review.models.rounds import Round

VISIT = timedelta(minutes=30)  # what is looked at again within it belongs to the same visit


class LookQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """One's own."""
        return self.none() if acting.user is None else self.filter(user=acting.user)

    def told_on(self, rounds):
        """Adds `looked_at` and `looked_until` of these looks to the rounds."""
        looks = self.filter(round=OuterRef("pk"))
        told = {
            "looked_at": Subquery(looks.values("at")[:1]),
            "looked_until": Subquery(looks.values("until")[:1]),
        }
        return rounds.annotate(**told)


class Look(models.Model):
    """When a person last looked at the matrix of a round, and until when they had looked before this visit."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    round = models.ForeignKey(Round, models.CASCADE, related_name="looks")
    at = models.DateTimeField(editable=False)
    until = models.DateTimeField(null=True, editable=False, help_text="Null: this is the first visit.")

    objects = LookQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "round"], name="one_look_per_matrix")]

    def __str__(self):
        return f"{self.user_id} at {self.round_id}"
