from django.db import models
from django.db.models import Q
from django.utils import timezone

from papers.delegations.models import Mandate
from papers.shared.models import PublicId


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """A person's own, of the mandate they act under."""
        return self.filter(mandate=acting.mandate) if acting.mandate else self.none()

    def open(self):
        return self.filter(ended_at__isnull=True)


class CalendarFeed(PublicId):
    """A secret address at which a calendar fetches what is due for one mandate. Only the hash of the secret is kept."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=Q(ended_at__isnull=True), name="one_open_calendar_feed"
            ),
        ]

    def __str__(self):
        return f"calendar of {self.mandate_id}"
