from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from papers.drafting import levels
from papers.drafting.models.access import PaperPermission
from papers.drafting.models.papers import Paper
from papers.drafting.models.revisions import Revision
from papers.files.models import Blob
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class PictureQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Pictures that a text the delegation may read shows: an issued one, or the working text since it drafts.

        Of a text with a passage withheld from it none: which passage shows which picture is not kept.
        """
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        issued = Revision.objects.whole_for(acting).filter(pictures=OuterRef("pk"))
        drafts = PaperPermission.objects.live(levels.DRAFT, acting.delegation)
        shown = Q(since__lte=OuterRef("shown_since"))
        shows = Q(content_object__working__text__contains=OuterRef("blob"))
        written = drafts.filter(shown | shows, content_object=OuterRef("paper"))
        return self.filter(Exists(issued) if acting.is_support else Exists(issued) | Exists(written))


class Picture(PublicId, ActOf):
    """A picture of a paper, known by its content; its address stands in the texts that show it."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="pictures")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    shown_since = models.DateTimeField(
        default=timezone.now, editable=False,
        help_text="When it was last added, or taken over into a new generation of the working text.",
    )  # fmt: skip
    revisions = models.ManyToManyField(Revision, related_name="pictures", editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "blob"], name="picture_once_per_paper")]

    def __str__(self):
        return self.title
