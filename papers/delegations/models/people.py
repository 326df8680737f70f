from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.delegations import Delegation, Participation
from papers.delegations.models.periods import Period, PeriodQuerySet, ends_after_start
from papers.delegations.roles import OF_SUPPORT, OF_THE_CAPITAL, Role
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class UserManager(BaseUserManager):
    """People sign in by e-mail address; its letter case never matters."""

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(PublicId, AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from mandates alone: not from groups, not from being a superuser."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=8, default="en")
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("manages accounts"), default=False)
    is_demo = models.BooleanField(_("demonstration account"), default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    epoch = models.PositiveIntegerField(
        default=0, editable=False
    )  # sessions begun in an earlier one are over
    last_seen_desk = models.DateTimeField(null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self):
        return self.name or self.email

    def _get_session_auth_hash(self, secret=None):
        """What a session must carry to hold: it ends with the password, and with every “sign out everywhere”."""
        salt = "papers.delegations.User.get_session_auth_hash"
        return salted_hmac(
            salt, f"{self.epoch}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Place(models.TextChoices):
    CENTRE = "centre", _("At the centre")
    CAPITAL = "capital", _("In the capital")


class SeatQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The posts of one's own delegation; support holds none, and stands on a page of its own."""
        if acting.delegation is None:
            return self.none()
        return self.filter(delegation=acting.delegation).exclude(role__in=OF_SUPPORT)


class Seat(PublicId):
    """A post of a delegation. What belongs to the post stays with it when people change."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="seats")
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=Role)
    place = models.CharField(max_length=8, choices=Place, default=Place.CENTRE)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["delegation", "role", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place=Place.CAPITAL) | Q(role__in=sorted(OF_THE_CAPITAL)),
                name="seat_in_the_capital_reads_or_clears",
            )
        ]

    def __str__(self):
        return self.title


class MandateQuerySet(PeriodQuerySet):
    def for_acting(self):
        """With all that an Acting needs, in one query: person, seat, delegation and how it takes part."""
        periods = Participation.objects.current().filter(delegation=OuterRef("seat__delegation"))
        return self.select_related("user", "seat__delegation__group").annotate(
            participation=Subquery(periods.values("state")[:1])
        )

    def of_delegations(self, delegations):
        return self.filter(seat__delegation__in=delegations)

    def with_roles(self, roles):
        return self.filter(seat__role__in=roles)

    def active_people(self):
        return self.filter(user__is_active=True)

    def of_own_people(self):
        """Without those who were let in to help."""
        return self.filter(support_reason="")

    def visible_to(self, acting):
        """Who holds a post is known within the own delegation; the centre's administrators see all."""
        if acting.delegation is None:
            return self.none()
        own = self.of_own_people()
        everybody = acting.can(Capability.ADMINISTER_CENTRE)
        return own if everybody else own.filter(seat__delegation=acting.delegation)


class Mandate(PublicId, Period):
    """A person holds a seat, from when until when. Several mandates are acted under one at a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="mandates")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="mandates")
    alternate = models.BooleanField(default=False)
    accredited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    support_reason = models.TextField(
        blank=True, help_text="Why somebody who does not belong to it was let in."
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            ends_after_start("mandate"),
            models.CheckConstraint(
                condition=Q(support_reason="") | Q(until__isnull=False), name="mandate_of_support_has_an_end"
            ),
        ]

    def __str__(self):
        return f"{self.user_id} in {self.seat_id}"

    @property
    def delegation(self):
        return self.seat.delegation

    @property
    def role_label(self):
        return self.seat.get_role_display()

    @property
    def has_ended(self):
        return self.until is not None and self.until <= timezone.now()


class AbsenceQuerySet(PeriodQuerySet):
    def visible_to(self, acting):
        """Who is away is known within the own delegation."""
        if acting.delegation is None:
            return self.none()
        return self.filter(mandate__seat__delegation=acting.delegation)

    def not_over(self):
        return self.filter(until__gt=timezone.now()).order_by("starts")


class Absence(PublicId, Period, ActOf):
    """When the holder of a post is away: it takes nothing from them, and shows who else can act meanwhile."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="absences")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=False) & Q(until__gte=F("starts")), name="absence_has_an_end"
            )
        ]

    def __str__(self):
        return f"{self.mandate_id} away from {self.starts:%Y-%m-%d}"

    @property
    def is_over(self):
        return self.until <= timezone.now()
