from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.delegations import Delegation, Participation
from papers.delegations.roles import State
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class Grounds(models.TextChoices):
    """Why a change of participation is proposed."""

    INACTIVITY = "inactivity", _("It has not acted for a long time")
    OWN_NOTICE = "own_notice", _("Its own written notice")
    DECISION = "decision", _("A body of the centre asked for it")


class Outcome(models.TextChoices):
    DECIDED = "decided", _("Decided")
    DROPPED = "dropped", _("Dropped")


class ProposedChangeQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The delegation it is about, and those who keep the register of the centre."""
        if acting.delegation is None:
            return self.none()
        return self if acting.can(Capability.REGISTER) else self.filter(delegation=acting.delegation)

    def open(self):
        return self.filter(outcome="")


class ProposedChange(PublicId, ActOf):
    """A change of how a delegation takes part that somebody proposed. It changes nothing until it is decided."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="proposed_changes")
    state = models.CharField(max_length=12, choices=State)
    grounds = models.CharField(max_length=12, choices=Grounds)
    words = models.TextField(help_text=_("What it rests on."))
    quiet_since = models.DateTimeField(
        null=True, help_text="The last act that the centre knew of when it was proposed."
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    reply_until = models.DateTimeField(help_text="Until then nothing is decided, unless it agrees.")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    decision_ref = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    period = models.OneToOneField(Participation, models.PROTECT, null=True, related_name="proposal")

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(outcome=""), name="one_open_change_per_delegation"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="change_says_what_it_rests_on"),
            models.CheckConstraint(
                condition=Q(reply_until__gte=F("made_at")), name="change_leaves_time_to_reply"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True, period__isnull=True)
                | Q(outcome=Outcome.DROPPED, settled_at__isnull=False, period__isnull=True)
                | Q(outcome=Outcome.DECIDED, settled_at__isnull=False, period__isnull=False)
                & ~Q(decision_ref=""),
                name="change_decided_by_a_decision",
            ),
        ]

    def __str__(self):
        return f"{self.delegation_id} to {self.state}"

    @property
    def is_open(self):
        return not self.outcome


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Whoever sees the proposal sees what the delegation replied to it."""
        return self.filter(change__in=ProposedChange.objects.visible_to(acting))


class ChangeReply(PublicId, ActOf):
    """What a delegation said of a proposed change of its participation. Kept for ever, never edited."""

    change = models.ForeignKey(ProposedChange, models.PROTECT, related_name="replies")
    words = models.TextField()
    agrees = models.BooleanField(default=False, help_text="It need not be waited for any longer.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        verbose_name_plural = "change replies"
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="reply_to_a_change_says_something")
        ]

    def __str__(self):
        return f"reply to {self.change_id}"


class Settled(models.TextChoices):
    """What becomes of a thing that a delegation left open when it ceased to take part."""

    KEPT = "kept", _("It stands as it is")
    LAPSED = "lapsed", _("It lapses")
    PASSED_ON = "passed_on", _("It passes to another delegation meanwhile")


class SettlementQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Those who keep the register or preside, and the delegation itself."""
        if acting.delegation is None:
            return self.none()
        keeps = acting.can(Capability.REGISTER) or acting.can(Capability.PRESIDE)
        return self if keeps else self.filter(period__delegation=acting.delegation)


class Settlement(PublicId, ActOf):
    """What the chair decided on one thing that a delegation left open, and why. The thing itself is never removed."""

    period = models.ForeignKey(Participation, models.PROTECT, related_name="settlements")
    kind = models.CharField(max_length=60)
    target_uuid = models.UUIDField()
    how = models.CharField(max_length=10, choices=Settled)
    reason = models.TextField()
    passed_to = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["period", "target_uuid"], name="left_open_settled_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="settlement_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(how=Settled.PASSED_ON, passed_to__isnull=False)
                | ~Q(how=Settled.PASSED_ON) & Q(passed_to__isnull=True),
                name="settlement_passes_to_somebody_or_not",
            ),
        ]

    def __str__(self):
        return f"{self.how} {self.kind} {self.target_uuid}"
