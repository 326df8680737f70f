from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.models.access import PaperPermission
from papers.shared.models import ActOf, PublicId


class Release(models.TextChoices):
    """To whom a passage is released, beside those who may draft the paper: they are released for all of it."""

    NAMED = "named", _("Releasable to the delegations named")
    CHAIR = "chair", _("Chair only")


class PassageMarkingQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Markings of passages that are released to the delegation; who has a passage is no business of the others."""
        if acting.delegation is None:
            return self.none()
        reads = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        seen = Exists(reads.filter(content_object=OuterRef("paper")))
        return self.filter(seen).exclude(pk__in=PassageMarking.objects.withheld_from(acting).values("pk"))

    def standing(self):
        return self.filter(ended_at__isnull=True)

    def withheld_from(self, acting):
        """The standing markings that keep their passage from this delegation; without a delegation, all of them."""
        standing = self.standing()
        if acting.delegation is None:
            return standing
        held = PaperPermission.objects.filter(content_object=OuterRef("paper"))
        drafts = Exists(held.live(levels.DRAFT, acting.delegation))
        presides = Exists(held.live(levels.PRESIDE, acting.delegation))
        named = Exists(
            PassageMarking.released_to.through.objects.filter(
                passagemarking=OuterRef("pk"), delegation=acting.delegation
            )
        )
        return standing.filter(~drafts, ~named).exclude(Q(presides, release=Release.CHAIR))


class PassageMarking(PublicId, ActOf):
    """That one whole passage of a paper is released to some delegations only: since when, to whom, why, by whom.

    A change ends the row and begins another; the last one that has no end is how the passage stands. It holds for the
    passage in every revision, those before `since` too: their words are the same or lead to them.
    """

    paper = models.ForeignKey("drafting.Paper", models.CASCADE, related_name="markings")
    block = models.ForeignKey("drafting.Block", models.PROTECT, related_name="markings")
    since = models.ForeignKey("drafting.Revision", models.PROTECT, related_name="+")
    release = models.CharField(max_length=8, choices=Release)
    released_to = models.ManyToManyField(Delegation, related_name="+")
    originator = models.ForeignKey(
        Delegation, models.PROTECT, related_name="+", help_text="Who decides on a wider release."
    )
    reason = models.CharField(max_length=300)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        "delegations.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PassageMarkingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block"], condition=Q(ended_at__isnull=True), name="passage_marked_once"
            ),
            models.CheckConstraint(condition=Q(release__in=Release.values), name="passage_release_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="passage_marked_for_a_reason"),
        ]
        indexes = [
            models.Index(fields=["paper"], condition=Q(ended_at__isnull=True), name="markings_that_stand")
        ]

    def __str__(self):
        return f"{self.release} on {self.block_id}"


def released(acting, passage="block"):
    """A condition for rows that hang on a passage: it is released to the reader, or they hang on none."""
    withheld = PassageMarking.objects.withheld_from(acting)
    return ~Exists(withheld.filter(block=OuterRef(passage)))
