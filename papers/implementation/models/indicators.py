"""By what progress is measured: an indicator, its definitions, its targets, and the figures that sources give of it.

Each of them is added, never changed; triggers of the database see to that. What was wrong is corrected by a later row.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting.models import ImportRun
from papers.implementation.figures import shown
from papers.implementation.models.entries import EntryQuerySet
from papers.implementation.models.recommendations import Recommendation
from papers.shared.models import ActOf, PublicId


class Direction(models.TextChoices):
    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")


def _number(**options):
    return models.DecimalField(max_digits=24, decimal_places=6, **options)


WORDS = ("name", "unit", "baseline", "baseline_on", "baseline_source")


class Wording(models.Model):
    """What is said of an indicator, and may turn out to have been said wrongly."""

    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    baseline = _number(null=True)
    baseline_on = models.DateField(null=True)
    baseline_source = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def shown_baseline(self):
        return shown(self.baseline)

    @property
    def words(self):
        """All of it, to be compared or said again."""
        return {name: getattr(self, name) for name in WORDS}


class Indicator(PublicId, ActOf, Wording):
    """What is counted of one recommendation, in which unit, from which baseline, and which way is better."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="indicators")
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.UP)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "name"], name="indicator_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="indicator_says_what_and_in_what"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="indicator_baseline_has_its_day",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """What belongs to an indicator is seen with its recommendation."""
        seen = Recommendation.objects.visible_to(acting)
        return self.filter(Exists(seen.filter(pk=OuterRef("indicator__recommendation"))))


class Measure(PublicId, ActOf):
    """Something recorded of an indicator."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="%(class)ss")
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["recorded_at", "pk"]


class Definition(Measure):
    """What exactly is counted from a day on; the next one is marked where it begins, and replaces no word of this."""

    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    since = models.DateField()
    reason = models.TextField(blank=True)

    class Meta(Measure.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="definition_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="definition_says_what"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="definition_changed_says_why"),
        ]

    def __str__(self):
        return f"{self.indicator_id} D{self.number}"


class Restatement(Measure, Wording):
    """An indicator as it should have been described from the start; the last one holds, those before it are kept."""

    reason = models.TextField()

    class Meta(Measure.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(unit="") & ~Q(reason=""), name="restatement_says_what_and_why"
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="restatement_baseline_has_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.name}"


class Ending(Measure):
    """The last day for which an indicator is counted, and why it is not counted any longer."""

    on = models.DateField()
    reason = models.TextField()

    class Meta(Measure.Meta):
        constraints = [
            models.UniqueConstraint(fields=["indicator"], name="indicator_ends_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="ending_says_why"),
        ]

    def __str__(self):
        return f"{self.indicator_id} until {self.on}"


class Target(Measure):
    """What is to be reached by a day; the latest row for a day holds, one that was dropped leaves the day without."""

    on = models.DateField()
    since = models.DateField(help_text="The day from which it holds as a target.")
    value = _number()
    label = models.CharField(max_length=120, blank=True)
    dropped = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta(Measure.Meta):
        ordering = ["since", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(dropped=False) | ~Q(reason=""), name="target_dropped_says_why")
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.on}: {self.value}"


class Reading(Measure):
    """A figure of a day: who says so, by which definition and of what part; a correction names the one it replaces."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="readings")
    on = models.DateField()
    value = _number(null=True, help_text="Null in a correction that takes a figure back.")
    source = models.CharField(max_length=200)
    scope = models.CharField(max_length=200, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.TextField(blank=True)
    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="+")
    row = models.PositiveIntegerField(null=True)

    class Meta(Measure.Meta):
        ordering = ["on", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="reading_has_its_source"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, value__isnull=False)
                | (Q(corrects__isnull=False) & ~Q(reason="") & ~Q(corrects=F("pk"))),
                name="reading_corrected_says_why",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "on"], name="reading_of_indicator")]

    def __str__(self):
        return f"{self.indicator_id} {self.on}: {self.value}"

    @property
    def shown(self):
        return shown(self.value)
