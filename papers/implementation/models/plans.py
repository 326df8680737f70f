"""How it is to be done, what is in the way, and by what it will be called done."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.implementation.lifecycle import ACTION_MARKS, ActionState
from papers.implementation.models.entries import Entry, EntryQuerySet
from papers.implementation.models.recommendations import Recommendation
from papers.shared.models import ActOf, PublicId


class Action(PublicId, ActOf):
    """One thing to be done, by whom and by when; where it stands repeats its latest step."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    after = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    starts_on = models.DateField(null=True)
    due = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=ActionState, default=ActionState.PLANNED, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(condition=Q(after__isnull=True) | ~Q(after=F("pk")), name="action_follows_another"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("starts_on")),
                name="action_ends_after_it_starts",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.what[:60]

    @property
    def mark(self):
        return ACTION_MARKS[ActionState(self.state)]


class ActionStep(Entry):
    """Where an action stands from a day on, and why."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=ActionState)
    reason = models.TextField(blank=True)


class BlockerKind(models.TextChoices):
    ACCESS = "access", _("Access approval")
    DUAL_USE = "dual_use", _("Dual-use clearance")
    SECURITY = "security", _("Security")
    FUNDING = "funding", _("Funding")
    DECISION = "decision", _("Decision of another body")
    DATA = "data", _("Data not to be had")
    STAFF = "staff", _("Staff or equipment")
    OTHER = "other", _("Something else")


class Blocker(PublicId, ActOf):
    """What is in the way from a day on, of one action or of the whole, until a day when it was gone."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="blockers")
    action = models.ForeignKey(Action, models.PROTECT, null=True, related_name="blockers")
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=BlockerKind)
    text = models.TextField()
    since = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateField(null=True)
    end_text = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["since", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="blocker_says_what"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="blocker_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, ended_at__isnull=True) | Q(until__isnull=False, ended_at__isnull=False),
                name="blocker_ended_is_recorded",
            ),
        ]  # fmt: skip
        indexes = [models.Index("recommendation", condition=Q(until__isnull=True), name="blocker_in_the_way")]

    def __str__(self):
        return f"{self.kind} since {self.since}"


class Agreement(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    REPLACED = "replaced", _("Replaced by later ones")


class Side(models.TextChoices):
    OWNER = "owner", _("The owner")
    CENTRE = "centre", _("The chair or the secretary")


class Criteria(PublicId, ActOf):
    """By what it will be called done, and who will find so: proposed by one side, agreed by the other."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="criteria")
    text = models.TextField()
    verifier = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=12, choices=Agreement, default=Agreement.PROPOSED)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decider_mandate = models.UUIDField(null=True)
    late = models.BooleanField(default=False, editable=False, help_text="Agreed after reporting had begun.")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="criteria_say_what"),
            *(
                models.UniqueConstraint(
                    fields=["recommendation"], condition=Q(state=state), name=f"criteria_{state}_once"
                )
                for state in (Agreement.PROPOSED, Agreement.AGREED)
            ),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("by")), name="criteria_take_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state=Agreement.PROPOSED, decided_at__isnull=True, decider__isnull=True)
                | (~Q(state=Agreement.PROPOSED) & Q(decided_at__isnull=False, decider__isnull=False)),
                name="criteria_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return self.text[:60]
