from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from papers.delegations.models import Delegation
from papers.review.models.rounds import Round
from papers.shared.models import ActOf, PublicId


class LatePermissionQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Whom the chair let comment late is read by all who see the round, as late comments are."""
        return self.filter(Exists(Round.objects.visible_to(acting).filter(pk=OuterRef("round"))))


class LatePermission(PublicId, ActOf):
    """The chair's permission for one delegation to comment after the close of a round, until when and why."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="permissions")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.TextField()
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LatePermissionQuerySet.as_manager()

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="late_permission_gives_its_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("given_at")), name="late_permission_lies_ahead"),
        ]

    def __str__(self):
        return f"{self.delegation_id} late in {self.round_id}"
