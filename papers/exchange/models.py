from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.models import ImportRun, Paper, PaperPermission
from papers.files.models import Blob
from papers.review.models import Round
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class SheetKind(models.TextChoices):
    LIST = "list", _("A list: each row is a recommendation, a commitment or an indicator")
    FIGURES = (
        "figures",
        _("A series: each row defines an indicator of one of them, or gives a figure of it on a day"),
    )
    UPDATES = "updates", _("A history: each row is what was said of one of them on a day")


class SheetQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Until it is taken over it is its bringer's; then it is seen by those who keep its list.

        What became of a series stays its bringer's to read: those who report on one recommendation keep no list.
        """
        if acting.mandate is None or not acting.can(Capability.READ):
            return self.none()
        own = Q(by=acting.user, by_mandate=acting.mandate.pk)
        own &= Q(run__isnull=True) | Q(kind=SheetKind.FIGURES)
        presides = PaperPermission.objects.live(levels.PRESIDE, acting.delegation)
        return self.filter(own | Exists(presides.filter(content_object=OuterRef("run__paper"))))


class Sheet(PublicId, ActOf):
    """A table from outside: the file, its rows in words, what its columns are taken for, and what became of it."""

    name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=SheetKind)
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, related_name="+")
    about = models.JSONField(default=dict, help_text="What a new list is to be called, and whose it is.")
    table = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, editable=False)
    run = models.OneToOneField(ImportRun, models.CASCADE, null=True, related_name="sheet")

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=SheetKind.LIST) | Q(paper__isnull=False),
                name="sheet_of_updates_has_its_list",
            )
        ]

    def __str__(self):
        return self.name


class FileKind(models.TextChoices):
    SHEET = "sheet", _("A filled sheet")
    WORD = "word", _("A marked-up Word file")


class BroughtQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The own delegation's, in rounds it may see; nobody else's, before and after it is taken over."""
        if acting.delegation is None or acting.is_support or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Round.objects.visible_to(acting).filter(pk=OuterRef("round")))
        return self.filter(seen, delegation=acting.delegation)


class Brought(PublicId, ActOf):
    """What a delegation brings to a round as a file: what was read of it, and once it is taken over what became of it.

    It belongs to the delegation's own space, like what it becomes.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=FileKind)
    name = models.CharField(max_length=200)
    found = models.JSONField(default=dict, help_text="What was read of it; empty once it is taken over.")
    chosen = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)
    report = models.JSONField(default=list, help_text="One outcome for each line.")

    objects = BroughtQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "brought"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(found={}),
                name="brought_is_read_until_it_is_taken_over",
            )
        ]

    def __str__(self):
        return self.name


class JobQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The asker's own, under the mandate with which they asked, as long as it is kept."""
        if acting.mandate is None or not acting.can(Capability.READ):
            return self.none()
        return self.kept().filter(by=acting.user, by_mandate=acting.mandate.pk)

    def kept(self):
        return self.filter(expires__gt=timezone.now())

    def waiting(self):
        return self.kept().filter(finished_at__isnull=True)


class Job(PublicId, ActOf):
    """A file that takes a while to make: what was asked for, how far it is, and for a time what came of it."""

    what = models.CharField(max_length=20)
    asked = models.JSONField(default=dict)
    kind = models.CharField(max_length=5)
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    fault = models.CharField(max_length=300, blank=True)
    expires = models.DateTimeField()

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, blob__isnull=True, fault="")
                | Q(finished_at__isnull=False, blob__isnull=False, fault="")
                | Q(finished_at__isnull=False, blob__isnull=True) & ~Q(fault=""),
                name="job_finished_with_a_file_or_a_fault",
            )
        ]
        indexes = [models.Index(fields=["at"], condition=Q(finished_at__isnull=True), name="job_waiting")]

    def __str__(self):
        return f"{self.what} as {self.kind}"

    @property
    def is_finished(self):
        return self.finished_at is not None
