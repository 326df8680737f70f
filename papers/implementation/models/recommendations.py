from datetime import date

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from papers.adoption.models import Adoption
from papers.delegations.models import Delegation
from papers.delegations.models.periods import Period, PeriodQuerySet, ends_after_start
from papers.drafting import levels
from papers.drafting.models import Block, Paper, PaperPermission, Revision
from papers.implementation.lifecycle import ACCEPTING, CLOSED, OPEN, Confidence, Status
from papers.implementation.models.standing import COLUMNS, Standing
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId

SHORT_WORDS = 16


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    SUPPORT = "support", _("Supports")
    REPORTER = "reporter", _("Reports")
    VERIFIER = "verifier", _("Verifies")


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Those of papers the delegation may read, and those it has a part in, without the rest of their paper."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        part = Assignment.objects.current().filter(delegation=acting.delegation)
        return self.filter(
            Exists(held.filter(content_object=OuterRef("paper")))
            | Exists(part.filter(recommendation=OuterRef("pk")))
        )

    def with_paper_seen(self, acting):
        """Adds `paper_seen`: whether the paper itself is open, so that its title may stand beside them."""
        held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        return self.annotate(paper_seen=Exists(held.filter(content_object=OuterRef("paper"))))

    def open(self):
        return self.filter(status__in=OPEN)

    def followed(self):
        """Without those that are followed, and counted, by their parts."""
        return self.filter(has_parts=False)

    def as_of(self, at):
        """Those that were followed on the day; of a past one, `past` is how each stood."""
        if not at.is_past:
            return self
        holds = Q(stretches__line=at.line, stretches__starts__lte=at.day, stretches__ends__gt=at.day)
        past = FilteredRelation("stretches", condition=holds)
        return self.annotate(past=past).filter(past__isnull=False).select_related("past__addressee")

    def for_list(self):
        """What a line of a list shows, in one query."""
        return self.select_related("paper__lead", "addressee")

    def in_order(self):
        """Newest adopted first, each paper's together and in their own order."""
        return self.order_by("-adopted_at", "paper_id", "serial")


class Recommendation(PublicId, Standing):
    """One recommendation of an adopted text, with where it stands now; how it came there is in its entries.

    Answer, status and confidence repeat their latest entry, the days follow from them (progress.timetable): lists of
    thousands are filtered and counted by them. Only the services write them, together with the entry.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="recommendations")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="recommendations")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, related_name="recommendations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    reference = models.CharField(max_length=100, unique=True, editable=False)
    serial = models.PositiveIntegerField(editable=False)
    label = models.CharField(
        max_length=20, blank=True, editable=False, help_text="The number printed in the text."
    )
    text = models.TextField(editable=False)
    external_ref = models.CharField(max_length=100, blank=True)
    has_parts = models.BooleanField(
        default=False, editable=False, help_text="It is followed by its parts, and counted by them."
    )
    adopted_at = models.DateTimeField(editable=False)
    changes = models.PositiveIntegerField(default=0, editable=False)

    since: dict[str, date]  # while an act is under way: the day from which each changed column holds

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "serial"], name="recommendation_serial_once"),
            models.UniqueConstraint(fields=["revision", "block"], name="recommendation_once_per_passage"),
            models.UniqueConstraint(
                fields=["paper", "external_ref"],
                condition=~Q(external_ref=""),
                name="recommendation_once_per_source",
            ),
            models.CheckConstraint(condition=Q(every_days__gt=0), name="recommendation_cycle_has_days"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="recommendation_is_no_part_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=sorted(ACCEPTING), accepted_on__isnull=False)
                | (~Q(answer__in=sorted(ACCEPTING)) & Q(accepted_on__isnull=True)),
                name="recommendation_accepted_since_it_was",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=False)
                | (~Q(confidence=Confidence.RED) & Q(report_due__isnull=True)),
                name="recommendation_late_or_red_only_once_accepted",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(OPEN), silent_on__isnull=False)
                | Q(status__in=sorted(CLOSED), silent_on__isnull=True, report_due__isnull=True),
                name="recommendation_closed_is_asked_no_more",
            ),
        ]
        indexes = [
            models.Index(F("adopted_at").desc(), "paper", "serial", name="recommendation_in_order"),
            models.Index("status", condition=Q(status=Status.REPORTED), name="recommendation_to_verify"),
            models.Index("paper", condition=Q(addressee__isnull=True), name="recommendation_to_assign"),
        ]

    def __str__(self):
        return self.reference

    @property
    def short(self):
        """Its first words, where a title would stand."""
        return Truncator(self.text).words(SHORT_WORDS, truncate="…")

    @property
    def number(self):
        """R1 where the paper is known from what stands around it."""
        return f"R{self.serial}"

    def back_then(self, at):
        """This row as it stood on the past day for which it was read."""
        if at.is_past:
            for column in COLUMNS:
                setattr(self, column, getattr(self.past, column))
            self.addressee, self.seen_on = self.past.addressee, at.day
        return self


class AssignmentQuerySet(PeriodQuerySet):
    def visible_to(self, acting):
        return self.filter(
            Exists(Recommendation.objects.visible_to(acting).filter(pk=OuterRef("recommendation")))
        )


class Assignment(PublicId, Period, ActOf):
    """The part a delegation has in carrying out a recommendation, from when until when."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="assignments")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            ends_after_start("assignment"),
            models.UniqueConstraint(
                fields=["recommendation", "delegation", "role"], condition=Q(until__isnull=True),
                name="assignment_once_per_role",
            ),
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(until__isnull=True, role=Role.OWNER), name="assignment_one_owner"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.delegation_id} {self.role} of {self.recommendation_id}"
