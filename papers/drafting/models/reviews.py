from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class Confirmation(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed as it is")
    CONTESTED = "contested", _("Contested")


class AccessReviewQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """A delegation's own reviews; all of them for the secretariat's access administrator."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        if acting.can(Capability.ADMINISTER_ACCESS):
            return self
        return self.filter(delegation=acting.delegation)

    def open(self):
        return self.filter(answered_at__isnull=True)

    def newest_first(self):
        return self.order_by(F("answered_at").desc(nulls_first=True), "-opened_at")


class AccessReview(PublicId, ActOf):
    """The centre asks a delegation whether all it can see is still as it should be; its head answers for it."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="access_reviews")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    due_on = models.DateField(_("to be answered by"))
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=12, choices=Confirmation, blank=True)
    words = models.TextField(blank=True)
    grants = models.PositiveIntegerField(null=True, help_text="How many grants were read.")
    digest = models.CharField(
        max_length=64, blank=True, help_text="The fingerprint of the grants that were read."
    )

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(answered_at__isnull=True), name="one_open_access_review"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", digest="")
                | Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(digest=""),
                name="access_review_answered_as_a_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Confirmation.CONTESTED) | ~Q(words=""),
                name="access_review_contested_says_what",
            ),
        ]

    def __str__(self):
        return f"review of what {self.delegation_id} can see"
