from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from papers.delegations.models import Mandate
from papers.shared.models import PublicId


class TokenQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """A person's own, of the mandate they act under."""
        return self.filter(mandate=acting.mandate) if acting.mandate else self.none()

    def live(self, at=None):
        return self.filter(ended_at__isnull=True, expires_at__gt=at or timezone.now())


class Token(PublicId):
    """A secret with which a program reads what one mandate may read. Only its hash is kept; it writes nothing."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="token_expires_after_it_was_made"
            ),
        ]

    def __str__(self):
        return self.name
