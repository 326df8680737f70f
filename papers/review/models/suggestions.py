from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from papers.delegations.models import Delegation, Seat
from papers.drafting.models import Block, released
from papers.review.models.amendments import Amendment
from papers.review.models.rounds import Round
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The own delegation's, on rounds it may see; nobody else's, whoever asks."""
        if acting.delegation is None or acting.is_support or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Round.objects.visible_to(acting).filter(pk=OuterRef("round")))
        return self.filter(seen, released(acting), delegation=acting.delegation)

    def waiting(self):
        """Those that were not released yet."""
        return self.filter(released_at__isnull=True)

    def for_list(self):
        """With who typed last, in the order they were begun."""
        return self.select_related("by").order_by("made_at", "pk")


class Suggestion(PublicId, ActOf):
    """A passage as a delegation would have it, typed over in the page and kept among its own until it is released.

    It stays a passage while people type; released, it becomes one amendment for each change that stands apart.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    wanted = models.TextField(
        blank=True, help_text="The passage as it is to read; nothing where it is to go."
    )
    reason = models.TextField(blank=True, help_text="Needed for the release, not while it is typed.")
    version = models.PositiveIntegerField(default=1, help_text="Whoever typed over another one is asked.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    released_as = models.ManyToManyField(Amendment, editable=False, related_name="+")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "delegation", "block"],
                condition=Q(released_at__isnull=True),
                name="one_suggestion_to_a_passage",
            ),
        ]

    def __str__(self):
        return f"suggestion of {self.delegation_id}"
