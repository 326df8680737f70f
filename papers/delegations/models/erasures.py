from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from papers.delegations.models.people import User
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class ErasureQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Those who ask for it, those who confirm it, and the auditor; nobody sees it by being from a delegation."""
        able = {Capability.ADMINISTER_PLATFORM, Capability.ADMINISTER_CENTRE, Capability.AUDIT}
        return self if able & acting.capabilities else self.none()

    def open(self):
        return self.filter(settled_at__isnull=True)

    def for_list(self):
        return self.select_related("user", "by", "settled_by").order_by("-asked_at")


class Erasure(PublicId, ActOf):
    """A person is to become a pseudonym, by a request that is kept elsewhere; a second person confirms or declines."""

    user = models.ForeignKey(User, models.PROTECT, related_name="erasures")
    reference = models.CharField(max_length=120)
    asked_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    erased = models.BooleanField(default=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reference=""), name="erasure_has_a_reference"),
            models.CheckConstraint(
                condition=Q(erased=False) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="erasure_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(erased=False) | Q(by__isnull=True) | ~Q(settled_by=F("by")),
                name="erasure_by_two_people",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(settled_at__isnull=True), name="one_open_erasure_per_person"
            ),
        ]

    def __str__(self):
        return f"erasure of {self.user_id}"
