import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.models.access import PaperPermission
from papers.drafting.models.papers import Paper
from papers.files.models import Blob
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class RevisionQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Revisions of papers the delegation may read, from the one its access starts at."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        reach = held.filter(content_object=OuterRef("paper"), from_number__lte=OuterRef("number"))
        return self.filter(Exists(reach))

    def without_texts(self):
        return self.defer("text", "block_map")


class Revision(PublicId, ActOf):
    """An issued text, for ever as it was: number, words, blocks with permanent ids, and a hash chained to the last."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    block_map = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    author_label = models.CharField(max_length=120, blank=True)
    dated = models.DateTimeField(help_text="The date the source gives; may run backwards.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="When it was known here.")
    moment = models.PositiveBigIntegerField(
        null=True,
        help_text="The update of the working text that it was issued at; null if it came otherwise.",
    )
    sha256 = models.CharField(max_length=64)
    prev_sha256 = models.CharField(max_length=64, blank=True)
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="revision_number_once")]
        indexes = [models.Index("paper", F("number").desc(), name="revision_newest_first")]

    def __str__(self):
        return f"{self.paper_id} revision {self.number}"

    @property
    def label(self):
        return self.paper.label_of(self.number)

    @property
    def symbol(self):
        return self.paper.symbol_of(self.number)


class Block(models.Model):
    """The permanent identity of one heading, paragraph, item, table or figure; never written into the text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="blocks")
    born = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    died = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="+")
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="Cut from.")
    heir = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="Put into.")
    last_text = models.TextField(blank=True, help_text="The tombstone: its words when it was last there.")

    def __str__(self):
        return str(self.id)


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """What was kept aside stays with those who may see the working text."""
        return self.filter(paper__in=Paper.objects.permitted_to(acting, levels.DRAFT))


class ImportRun(PublicId, ActOf):
    """One import: the file as it came, what was kept aside, for which paper."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="imports")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    lead = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    report = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ImportRunQuerySet.as_manager()

    def __str__(self):
        return f"{self.kind} import of {self.paper_id}"
