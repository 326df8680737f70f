from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting.models import Block, Paper, Revision, released
from papers.review.lifecycle import Openness, Settled, Wish
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class BracketQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Brackets of revisions that the delegation may read."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision")))
        return self.filter(seen, released(acting))


class Bracket(PublicId):
    """Words in brackets of which somebody said something; they are known by their passage and the words themselves."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="open_brackets")
    revision = models.ForeignKey(
        Revision, models.CASCADE, related_name="+", help_text="In which it was met first."
    )
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    key = models.CharField(max_length=32)
    words = models.TextField()
    settled = models.CharField(max_length=8, choices=Settled, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    settled_in = models.ForeignKey(Revision, models.PROTECT, null=True, editable=False, related_name="+")

    objects = BracketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "block", "key"], name="bracket_once_in_its_passage"),
            models.CheckConstraint(
                condition=Q(
                    settled="", settled_at__isnull=True, settled_by__isnull=True, settled_in__isnull=True
                )
                | ~Q(settled="") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="bracket_settled_by_somebody",
            ),
        ]

    def __str__(self):
        return self.words[:60]

    @property
    def is_settled(self):
        """Whether the working text has it settled; words that stand in brackets again since are open again."""
        return bool(self.settled) and self.settled_in_id is None


class BracketWishQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """What is said of a bracket is read by those who read the revision on which it was said."""
        seen = Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision")))
        return (
            self.filter(seen, released(acting, "bracket__block"))
            if acting.can(Capability.READ)
            else self.none()
        )


class BracketWish(ActOf):
    """What one delegation wants of words in brackets, and why they are open for it; it may change its mind."""

    bracket = models.ForeignKey(Bracket, models.CASCADE, related_name="wishes")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    wish = models.CharField(_("position"), max_length=8, choices=Wish)
    why = models.CharField(_("why it is open"), max_length=12, choices=Openness)
    words = models.TextField(_("in words"), blank=True)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BracketWishQuerySet.as_manager()

    class Meta:
        ordering = ["delegation__rank", "delegation__code"]
        constraints = [models.UniqueConstraint(fields=["bracket", "delegation"], name="bracket_wish_once")]

    def __str__(self):
        return f"{self.delegation_id} {self.wish}"
