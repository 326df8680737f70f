from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from papers.adoption import outage
from papers.adoption.lifecycle import MARKS, RUNNING, End, State
from papers.adoption.outcome import in_time
from papers.adoption.snapshot import Snapshot
from papers.delegations.models import Delegation
from papers.delegations.roles import State as Participation
from papers.drafting.models import Paper, Revision
from papers.shared.models import ActOf, PublicId


class SilenceQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Procedures on revisions that the delegation may read."""
        return self.filter(Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision"))))

    def running(self):
        return self.filter(state__in=RUNNING)

    def with_all(self):
        """With what its pages show, without the texts."""
        return self.select_related(
            "paper__lead", "paper__body", "paper__current", "revision", "adoption"
        ).defer("paper__current__text", "paper__current__block_map", "revision__text", "revision__block_map")


class Silence(PublicId, ActOf):
    """One silence procedure: a frozen revision, a frozen roll, frozen rules and an exact end."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="silences")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    zone = models.CharField(max_length=60, help_text="The zone in which the expiry was set.")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    version = models.PositiveSmallIntegerField(default=0, help_text="Counts the expiries it has had, from 0.")
    counted_from = models.DateTimeField(
        default=timezone.now, help_text="Opening or last resumption: outages before are settled."
    )
    rules = models.JSONField(help_text="The rules of procedure as they stood at placing.")
    short_reason = models.TextField(blank=True, help_text="Why it is shorter than the minimum.")
    set_aside = models.JSONField(
        default=list, help_text="Objections that the chair had set aside, with the reasons."
    )
    reserved_reason = models.TextField(
        blank=True, help_text="Why it was placed although a reservation holds it."
    )
    ignored_brackets = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=12, choices=End, blank=True)
    cancel_reason = models.TextField(blank=True)

    objects = SilenceQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="silence_number_once"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state__in=RUNNING), name="one_running_silence"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("opened_at")), name="silence_expires_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RUNNING, decided_at__isnull=True)
                | (~Q(state__in=RUNNING) & Q(decided_at__isnull=False)),
                name="silence_decided_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, ended_because__in=End.values)
                | (~Q(state=State.CANCELLED) & Q(ended_because="")),
                name="silence_cancelled_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state__in=RUNNING), name="silence_running")
        ]

    def __str__(self):
        return f"silence {self.number} of {self.paper_id}"

    @property
    def snapshot(self):
        return Snapshot(**self.rules)

    @property
    def label(self):
        """The frozen revision's label; asks the database nothing more about the paper."""
        return self.paper.label_of(self.revision.number)

    @property
    def symbol(self):
        """The frozen revision's symbol."""
        return self.paper.symbol_of(self.revision.number)

    @property
    def is_running(self):
        return self.state in RUNNING

    @property
    def is_open(self):
        return self.state == State.OPEN

    @property
    def mark(self):
        return MARKS[State(self.state)][0]

    @property
    def tone(self):
        return MARKS[State(self.state)][1]

    @property
    def margin(self):
        return timedelta(seconds=settings.SILENCE_MARGIN_SECONDS)

    @property
    def due_at(self):
        """When it is decided: later than its expiry by more than anybody waits for a lock."""
        return self.expires_at + self.margin

    @property
    def local_expiry(self):
        return self.expires_at.astimezone(ZoneInfo(self.zone))

    def takes(self, received_at):
        """Whether an act received at that moment is in time."""
        return in_time(received_at, self.expires_at, inclusive=self.snapshot.inclusive)


class RollEntryQuerySet(models.QuerySet):
    def of(self, delegation):
        return self.filter(delegation=delegation)

    def unopened(self):
        return self.filter(opened_at__isnull=True)


class RollEntry(ActOf):
    """A delegation on the frozen roll: how it took part then, when it first opened the text, when it acknowledged."""

    silence = models.ForeignKey(Silence, models.PROTECT, related_name="roll")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    participation_then = models.CharField(max_length=12, choices=Participation)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    objects = RollEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["silence", "delegation"], name="once_on_the_roll"),
            models.CheckConstraint(
                condition=Q(participation_then__in=[Participation.ACTIVE, Participation.DORMANT]),
                name="on_the_roll_active_or_dormant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["delegation"], condition=Q(acknowledged_at__isnull=True), name="roll_unacknowledged"
            )
        ]

    def __str__(self):
        return f"{self.delegation_id} on the roll of {self.silence_id}"


class Extension(PublicId, ActOf):
    """The chair gave more time, before the old time had passed."""

    silence = models.ForeignKey(Silence, models.PROTECT, related_name="extensions")
    old_expiry = models.DateTimeField()
    new_expiry = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(new_expiry__gt=F("old_expiry")), name="extension_is_later"),
            models.UniqueConstraint(fields=["silence", "old_expiry"], name="expiry_extended_once"),
        ]

    def __str__(self):
        return f"extension of {self.silence_id}"


class Suspension(PublicId, ActOf):
    """The clock stood still before expiry: the procedure waits for the chair, who gives the time back."""

    class Cause(models.TextChoices):
        OUTAGE = "outage"

    silence = models.ForeignKey(Silence, models.PROTECT, related_name="suspensions")
    cause = models.CharField(max_length=12, choices=Cause, default=Cause.OUTAGE)
    lost_from = models.DateTimeField()
    lost_until = models.DateTimeField()
    lost_time = models.DurationField()
    suspended_at = models.DateTimeField(default=timezone.now)
    old_expiry = models.DateTimeField()
    new_expiry = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["suspended_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["silence"], condition=Q(resumed_at__isnull=True), name="one_open_suspension"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True, new_expiry__isnull=True)
                | Q(resumed_at__isnull=False, new_expiry__isnull=False),
                name="suspension_resumed_all_or_none",
            ),
        ]

    def earliest_expiry(self, moment):
        """The earliest expiry if the procedure is resumed at that moment."""
        return outage.earliest_expiry(
            expires_at=self.old_expiry,
            lost_time=self.lost_time,
            suspended_at=self.suspended_at,
            resumed_at=moment,
        )

    def __str__(self):
        return f"suspension of {self.silence_id}"
