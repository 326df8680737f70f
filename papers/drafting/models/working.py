from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from papers.drafting import levels
from papers.drafting.models.access import PaperPermission
from papers.drafting.models.papers import Paper
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class WorkingTextQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Working texts of papers on which the delegation holds draft."""
        return self.filter(paper__in=Paper.objects.permitted_to(acting, levels.DRAFT))


class WorkingText(models.Model):
    """The text being written: one Markdown text per paper. A generation is one unbroken history of it.

    The log of its updates is the truth; `text` is what the log gave up to `text_seq`, `snapshot` its updates of
    this generation up to `snapshot_seq` in one. Whoever reads the text asks `papers.drafting.live.log.current`.
    """

    paper = models.OneToOneField(Paper, models.CASCADE, primary_key=True, related_name="working")
    generation = models.PositiveIntegerField(default=0)
    head_seq = models.PositiveBigIntegerField(default=0)
    text = models.TextField(blank=True)
    text_seq = models.PositiveBigIntegerField(default=0)
    snapshot = models.BinaryField(default=bytes)
    snapshot_seq = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes of this generation's updates.")
    saved_at = models.DateTimeField(default=timezone.now)

    objects = WorkingTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(text_seq__lte=F("head_seq"), snapshot_seq__lte=F("head_seq")),
                name="working_text_not_ahead_of_its_log",
            )
        ]

    def __str__(self):
        return f"working text of {self.paper_id}"

    @property
    def version(self):
        """What somebody who writes on this text names when saving: the last update it holds."""
        return self.head_seq


class TextUpdateQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Updates of generations that began since the delegation drafts without a break, while it may draft."""
        if acting.delegation is None or acting.is_support or not acting.can(Capability.READ):
            return self.none()
        first = TextUpdate.objects.filter(paper=OuterRef("paper"), generation=OuterRef("generation"))
        drafts = PaperPermission.objects.live(levels.DRAFT, acting.delegation)
        reach = drafts.filter(content_object=OuterRef("paper"), since__lte=OuterRef("began"))
        return self.annotate(began=first.order_by("seq").values("at")[:1]).filter(Exists(reach))


class TextUpdate(ActOf):
    """One change of a working text: who made it, when, and for the centre's own because of what. Never changed.

    `seq` counts through all generations of a paper; the first update of each is the text with which it began.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="text_updates")
    generation = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    payload = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    because_kind = models.CharField(max_length=60, blank=True)
    because_uuid = models.UUIDField(null=True)

    objects = TextUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "seq"], name="text_update_once"),
            models.CheckConstraint(
                condition=Q(because_kind="", because_uuid__isnull=True)
                | ~Q(because_kind="") & Q(because_uuid__isnull=False),
                name="text_update_because_of_both_or_none",
            ),
        ]

    def __str__(self):
        return f"{self.paper_id} {self.generation}.{self.seq}"


class RecoveryQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """A person's own words only, whatever became of the paper."""
        return self.none() if acting.user is None else self.filter(user=acting.user)

    def kept(self):
        return self.filter(settled_at__isnull=True)


class Recovery(PublicId):
    """Words that could not be placed into the working text: kept for the person who wrote them, for nobody else."""

    # Why only the passages were kept in which their author had written, and not the whole text.
    PASSAGES = frozenset({"access ended", "frozen", "new generation", "no line", "refused"})

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recoveries")
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, related_name="+")
    text = models.TextField()
    base = models.TextField(null=True, help_text="The text they were written on, if it is known.")
    why = models.CharField(max_length=40)
    kept_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at"]
        verbose_name_plural = "recoveries"

    def __str__(self):
        return f"recovery of {self.user_id}"

    @property
    def is_whole(self):
        """Whether it is the whole text as its author had it, which can be compared with what stands."""
        return self.why not in self.PASSAGES
