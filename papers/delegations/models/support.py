from datetime import timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.delegations import Delegation
from papers.delegations.models.people import Mandate, User
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId

# How long a delegation is asked before the centre may answer in its place, and before the question lapses.
HEAD_ANSWERS_WITHIN = timedelta(hours=24)
LAPSES_AFTER = timedelta(hours=72)


class SupportState(models.TextChoices):
    ASKED = "asked", _("asked for")
    HOLDS = "holds", _("holds now")
    REFUSED = "refused", _("did not come about")
    ENDED = "ended", _("ended")


class SupportAccessQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The delegation's to all of its people; one's own; all to those who administer or audit the centre."""
        if acting.delegation is None or acting.user is None:
            return self.none()
        if acting.can(Capability.ADMINISTER_CENTRE) or acting.can(Capability.AUDIT):
            return self
        return self.filter(Q(delegation=acting.delegation) | Q(by=acting.user))

    def open(self):
        """Neither ended nor refused."""
        return self.filter(ended_at__isnull=True)

    def going_on(self):
        """Those that wait for an answer, and those that hold now; as a condition in the database."""
        now = timezone.now()
        asked = Q(consented_at__isnull=True, asked_at__gt=now - LAPSES_AFTER)
        return self.open().filter(asked | Q(mandate__until__gt=now))

    def for_list(self):
        return self.select_related("delegation", "by", "consented_by", "consented_for", "mandate").order_by(
            "-asked_at"
        )


class SupportAccess(PublicId, ActOf):
    """A platform administrator asks to be let in, for a reason and some hours; a second person consents or refuses."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="support")
    reason = models.TextField()
    hours = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    asked_at = models.DateTimeField(default=timezone.now)
    consented_at = models.DateTimeField(null=True)
    consented_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    consented_for = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    mandate = models.OneToOneField(Mandate, models.PROTECT, null=True, related_name="support")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = SupportAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="support_has_a_reason"),
            models.CheckConstraint(
                condition=Q(consented_by__isnull=True) | ~Q(consented_by=F("by")),
                name="support_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True, consented_by__isnull=True, mandate__isnull=True)
                | Q(consented_at__isnull=False, consented_by__isnull=False, mandate__isnull=False),
                name="support_holds_by_consent",
            ),
            models.UniqueConstraint(
                fields=["delegation", "by"], condition=Q(ended_at__isnull=True), name="one_open_support_each"
            ),
        ]

    def __str__(self):
        return f"support of {self.delegation_id}, {self.state}"

    @property
    def is_asked(self):
        """Whether it still waits for an answer."""
        unanswered = self.consented_at is None and self.ended_at is None
        return unanswered and timezone.now() < self.asked_at + LAPSES_AFTER

    @property
    def holds(self):
        return self.ended_at is None and self.mandate is not None and self.mandate.holds()

    @property
    def is_open(self):
        return self.is_asked or self.holds

    @property
    def state(self):
        if self.is_open:
            return SupportState.HOLDS if self.holds else SupportState.ASKED
        return SupportState.ENDED if self.mandate_id else SupportState.REFUSED

    @property
    def over_at(self):
        """When it ended, or will."""
        return self.ended_at or (self.mandate.until if self.mandate else self.asked_at + LAPSES_AFTER)
