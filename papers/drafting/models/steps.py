from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from papers.drafting import levels
from papers.drafting.models.access import PaperPermission
from papers.drafting.models.markings import released
from papers.drafting.models.revisions import Block, Revision
from papers.shared.acting import Capability


class StepKind(models.TextChoices):
    """What an issue did to a passage; the words are those of a comparison's rows."""

    ADDED = "added", _("New")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    MOVED_CHANGED = "moved_changed", _("Moved and changed")
    REMOVED = "removed", _("Deleted")


class StepQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Steps to revisions the delegation reads, from one that it reads too: the first it may see has no before.

        Nothing of a passage that is not released to it.
        """
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        reach = held.filter(
            content_object=OuterRef("revision__paper"), from_number__lt=OuterRef("revision__number")
        )
        return self.filter(Exists(reach), released(acting))


class Step(models.Model):
    """What one issue did to one passage, with its words from then on (of one that went: its last words).

    Passages that an issue left as they were have no row, and the first revision of a paper has none at all.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="steps")
    block = models.ForeignKey(Block, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=16, choices=StepKind)
    label = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["block", "revision"], name="step_once"),
            models.CheckConstraint(condition=models.Q(kind__in=StepKind.values), name="step_of_a_known_kind"),
        ]

    def __str__(self):
        return f"{self.kind} {self.block_id}"
