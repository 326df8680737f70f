from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.people import User
from papers.shared.models import PublicId


class MailKind(models.TextChoices):
    OLD_ADDRESS = "old_address", _("another address is to be confirmed at the one before")
    NEW_ADDRESS = "new_address", _("another address is to be confirmed there")
    MOVED = "moved", _("the address was changed")
    RESET = "reset", _("a new password was asked for")
    FACTOR = "factor", _("the second factors were changed")
    PASSWORD = "password", _("the password was changed")


class AccountMailQuerySet(models.QuerySet):
    def due(self):
        return self.filter(next_try__lte=timezone.now()).order_by("next_try")


class AccountMail(models.Model):
    """A mail about an account that waits for the clock, and is gone once sent.

    One that asks for a new password names what was typed, known or not: whoever asks learns nothing from the answer or
    from the time it took. Secrets are made when it is sent and stand in no row.
    """

    kind = models.CharField(max_length=12, choices=MailKind)
    email = models.EmailField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)

    objects = AccountMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=Q(kind=MailKind.RESET), name="one_waiting_reset_per_address"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class VisitQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """One's own."""
        return self.none() if acting.user is None else self.filter(user=acting.user)

    def going_on(self):
        """Those whose session is there and has not run out."""
        there = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
        return self.filter(Exists(there))


class Visit(PublicId):
    """One session of a person, as they find it in the list of their sessions: begun when, where, with what."""

    user = models.ForeignKey(User, models.CASCADE, related_name="visits")
    session_key = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self):
        return f"session of {self.user_id} from {self.begun_at:%Y-%m-%d}"


class Identity(PublicId):
    """Who a person is at an OpenID Connect provider, by the name that never changes there: one for each account."""

    user = models.OneToOneField(User, models.CASCADE, related_name="identity")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_opens_one_account")
        ]

    def __str__(self):
        return f"identity of {self.user_id}"


class AddressChange(PublicId):
    """Another address for an account, which holds once it was confirmed at the old one and at the new one."""

    user = models.OneToOneField(User, models.CASCADE, related_name="address_change")
    email = models.EmailField()
    confirmed_at_old = models.DateTimeField(null=True)
    confirmed_at_new = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"another address for {self.user_id}"

    @property
    def is_open(self):
        return self.expires_at > timezone.now()

    @property
    def is_confirmed(self):
        return self.confirmed_at_old is not None and self.confirmed_at_new is not None
