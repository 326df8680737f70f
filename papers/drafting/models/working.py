from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from papers.drafting.levels import Level
from papers.drafting.models.access import Grant
from papers.drafting.models.papers import Paper
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class WorkingTextQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Working texts of papers on which the delegation holds draft."""
        return self.filter(paper__in=Paper.objects.permitted_to(acting, "draft_paper"))


class WorkingText(models.Model):
    """The text being written: one Markdown text per paper. A generation is one unbroken history of it."""

    paper = models.OneToOneField(Paper, models.CASCADE, primary_key=True, related_name="working")
    generation = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = WorkingTextQuerySet.as_manager()

    def __str__(self):
        return f"working text of {self.paper_id}"


class SavedTextQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Saves since the reader's delegation may draft: what was deleted before that is not its to read."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        since = Grant.objects.live().filter(
            paper=OuterRef("paper"), delegation=acting.delegation, level__in=[Level.DRAFT, Level.LEAD],
            starts__lte=OuterRef("saved_at"),
        )  # fmt: skip
        return self.filter(Exists(since))


class SavedText(ActOf):
    """One save: the log that is the record of drafting and the base of every merge."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="saves")
    generation = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = SavedTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "generation", "version"], name="saved_version_once")
        ]

    def __str__(self):
        return f"{self.paper_id} {self.generation}.{self.version}"


class RecoveryQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """A person's own words only, whatever became of the paper."""
        return self.none() if acting.user is None else self.filter(user=acting.user)

    def kept(self):
        return self.filter(settled_at__isnull=True)


class Recovery(PublicId):
    """Words that could not be placed into the working text: kept for the person who wrote them, for nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recoveries")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="+")
    text = models.TextField()
    why = models.CharField(max_length=40)
    kept_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at"]
        verbose_name_plural = "recoveries"

    def __str__(self):
        return f"recovery of {self.user_id}"
