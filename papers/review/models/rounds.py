from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.models import Paper, Revision
from papers.review.lifecycle import State
from papers.review.models.clearing import ClearanceStep
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class RoundQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Rounds on revisions that the delegation may see; who was asked is a matter of RoundEntry."""
        return self.filter(Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision"))))

    def open(self):
        return self.filter(state=State.OPEN)

    def closed(self):
        return self.filter(state=State.CLOSED)

    def for_page(self):
        """With what the head of a page needs; the paper's current text stays where it is."""
        related = self.select_related("revision", "paper__lead", "paper__body", "paper__current")
        return related.defer("paper__current__text", "paper__current__block_map", "revision__text")

    def for_list(self):
        """A line of a list each, without texts."""
        related = self.select_related("paper", "revision").defer("revision__text", "revision__block_map")
        return related.order_by("-number")

    def with_totals(self):
        """How many were asked, acknowledged and answered: null while the round is open, for whoever asks."""
        return self.annotate(
            invited=_told_after_the_close(),
            acknowledged=_told_after_the_close(acknowledged_at__isnull=False),
            answered=_told_after_the_close(answered_at__isnull=False),
            unopened=_told_after_the_close(**NEVER_CAME, opened_at__isnull=True, was_dormant=False),
            dormant=_told_after_the_close(**NEVER_CAME, was_dormant=True),
        )


# Neither acknowledged nor answered: such an entry is told apart by whether it was opened, and by dormancy.
NEVER_CAME = {"acknowledged_at__isnull": True, "answered_at__isnull": True}


def _told_after_the_close(**facts):
    entries = RoundEntry.objects.filter(round=OuterRef("pk"), **facts).order_by().values("round")
    count = Coalesce(Subquery(entries.annotate(n=Count("pk")).values("n")), 0)
    return Case(When(state=State.CLOSED, then=count), default=None, output_field=models.IntegerField())


class Round(PublicId, ActOf):
    """A timed call for comments on one revision, to the delegations that were invited."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="rounds")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    opens_at = models.DateTimeField(default=timezone.now, editable=False)
    deadline = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counts the deadlines it has had before this one."
    )
    zone = models.CharField(max_length=60, help_text="The zone in which the deadline was set.")
    rolling = models.BooleanField(
        default=False, help_text="Comments are shown as delegations release them, not together at the close."
    )
    instructions = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        help_text="Null when the clock closed it.",
    )  # fmt: skip

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state=State.OPEN), name="one_open_round_per_paper"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_at__isnull=True, closed_by__isnull=True)
                | Q(state=State.CLOSED, closed_at__isnull=False),
                name="round_closed_when_it_says_so",
            ),
            models.CheckConstraint(condition=Q(deadline__gt=F("opens_at")), name="round_ends_after_it_opens"),
        ]

    def __str__(self):
        return f"round {self.number} of {self.paper_id}"

    @property
    def is_open(self):
        return self.state == State.OPEN

    @property
    def label(self):
        """What the revision is called that is commented on."""
        return self.paper.label_of(self.revision.number)

    @property
    def set_for(self):
        """The deadline on the clocks of the zone in which it was set."""
        return self.deadline.astimezone(ZoneInfo(self.zone))

    @property
    def rolls(self):
        """Whether comments are shown as they are released, now."""
        return self.rolling and self.is_open

    def is_over(self, at):
        """Whether its time has run out at that moment, closed by the clock or not yet."""
        return not self.is_open or at >= self.deadline


class RoundExtensionQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Why a deadline was moved is read by all who see the round."""
        return self.filter(Exists(Round.objects.visible_to(acting).filter(pk=OuterRef("round"))))


class RoundExtension(PublicId, ActOf):
    """A later deadline that the chair set, and why; the earlier one is kept."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions")
    old_deadline = models.DateTimeField()
    new_deadline = models.DateTimeField()
    reason = models.TextField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RoundExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(new_deadline__gt=F("old_deadline")), name="round_extension_is_later"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="round_extension_gives_its_reason"),
        ]

    def __str__(self):
        return f"extension of {self.round_id}"


class RoundEntryQuerySet(models.QuerySet):
    def with_chain(self, acting):
        """Adds `is_chained`: whether the own delegation has its answers cleared; of others that is not even asked."""
        steps = ClearanceStep.objects.visible_to(acting).filter(delegation=OuterRef("delegation"))
        return self.annotate(is_chained=Exists(steps))

    def visible_to(self, acting):
        """A delegation's own invitation; all of them for those who preside over the paper."""
        if acting.delegation is None:
            return self.none()
        own = self.filter(Exists(Round.objects.visible_to(acting).filter(pk=OuterRef("round"))))
        if not acting.can(Capability.PRESIDE):
            return own.filter(delegation=acting.delegation)
        presided = Paper.objects.permitted_to(acting, levels.PRESIDE)
        return own.filter(
            Q(delegation=acting.delegation) | Exists(presided.filter(pk=OuterRef("round__paper")))
        )


class RoundEntry(models.Model):
    """One delegation's invitation to a round, and what it did with it. It survives the end of its access."""

    class State(models.TextChoices):
        INVITED = "invited", _("Never opened")
        OPENED = "opened", _("Opened only")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        ANSWERED = "answered", _("Answered")
        DORMANT = "dormant", _("Dormant")

    round = models.ForeignKey(Round, models.CASCADE, related_name="entries")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    was_dormant = models.BooleanField(
        default=False, editable=False, help_text="When it was invited; its silence is counted apart."
    )
    opened_at = models.DateTimeField(null=True, help_text="When someone of it first read the round's page.")
    acknowledged_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="When it said that its answer is complete.")

    objects = RoundEntryQuerySet.as_manager()

    class Meta:
        ordering = ["delegation__rank", "delegation__code"]
        verbose_name_plural = "round entries"
        constraints = [models.UniqueConstraint(fields=["round", "delegation"], name="round_entry_once")]

    def __str__(self):
        return f"{self.delegation_id} in {self.round_id}"

    @property
    def state(self):
        """The furthest that the delegation has come; one that was dormant and did nothing is dormant, not silent."""
        reached = (
            (self.answered_at, "answered"),
            (self.acknowledged_at, "acknowledged"),
            (self.was_dormant, "dormant"),
            (self.opened_at, "opened"),
        )
        return self.State(next((name for at, name in reached if at), "invited"))
