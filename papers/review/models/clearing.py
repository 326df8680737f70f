from django.db import models
from django.db.models import Q
from django.utils import timezone

from papers.delegations.models import Delegation, Seat
from papers.review.lifecycle import Cleared
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class OfOwnDelegation(models.QuerySet):
    def visible_to(self, acting):
        """The own delegation's; nobody else's, whoever asks."""
        if acting.delegation is None or acting.is_support or not acting.can(Capability.READ):
            return self.none()
        return self.filter(delegation=acting.delegation)


class ClearanceStep(PublicId, ActOf):
    """A seat that clears a delegation's answers before they are released, and its place among the others."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfOwnDelegation.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "place"], name="clearance_step_place_once"),
            models.UniqueConstraint(fields=["delegation", "seat"], name="clearance_step_seat_once"),
        ]

    def __str__(self):
        return f"step {self.place} of {self.delegation_id}"


class Clearance(PublicId, ActOf):
    """What a seat said of the drafts for a round. Never edited: a later word of the seat replaces it.

    It is about the drafts with this digest and void for any others.
    """

    round = models.ForeignKey("review.Round", models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Cleared)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfOwnDelegation.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Cleared.CLEARED) | ~Q(reason=""), name="clearance_returned_says_why"
            )
        ]
        indexes = [models.Index(fields=["round", "delegation"], name="clearance_of_answer")]

    def __str__(self):
        return f"{self.verdict} by {self.seat_id}"
