from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from papers.delegations.models.people import Mandate, Seat, User
from papers.shared.models import ActOf, PublicId


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The invitations of one's own delegation; who may see them is the rule of the page."""
        return self.none() if acting.delegation is None else self.filter(seat__delegation=acting.delegation)

    def unsettled(self):
        """Neither taken up nor taken back; past their time too, so that they can be sent again."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open(self):
        return self.unsettled().filter(expires_at__gt=timezone.now())


class Invitation(PublicId, ActOf):
    """A post offered to one address, once. Its token is signed and stored nowhere."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=8)
    alternate = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    replaces = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="invitation_taken_up_by_somebody_or_not",
            ),
            models.UniqueConstraint(
                fields=["seat", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_unsettled_invitation_per_post_and_address",
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_address_in_small"),
        ]

    def __str__(self):
        return f"invitation to {self.seat_id}"

    @property
    def is_settled(self):
        return self.accepted_at is not None or self.withdrawn_at is not None

    @property
    def is_open(self):
        return not self.is_settled and self.expires_at > timezone.now()
