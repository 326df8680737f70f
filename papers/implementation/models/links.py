"""What one recommendation has to do with another, of the same paper or of another one; shown on both."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.periods import Period, PeriodQuerySet, ends_after_start
from papers.implementation.models.recommendations import Recommendation
from papers.shared.models import ActOf, PublicId


class Link(models.TextChoices):
    CONFLICTS = "conflicts", _("Conflicts with")
    DEPENDS = "depends", _("Depends on")
    SUPERSEDES = "supersedes", _("Supersedes")
    AMENDS = "amends", _("Amends")


# The same link, read from its other end.
BACK = {
    Link.CONFLICTS: _("Conflicts with"),
    Link.DEPENDS: _("Is needed by"),
    Link.SUPERSEDES: _("Is superseded by"),
    Link.AMENDS: _("Is amended by"),
}


class RecommendationLinkQuerySet(PeriodQuerySet):
    def visible_to(self, acting):
        """A link is seen by whoever sees both ends: one end alone would tell of the other."""
        seen = Recommendation.objects.visible_to(acting)
        return self.filter(Exists(seen.filter(pk=OuterRef("a"))), Exists(seen.filter(pk=OuterRef("b"))))


class RecommendationLink(PublicId, Period, ActOf):
    """From when until when one has to do with another, and why."""

    a = models.ForeignKey(Recommendation, models.PROTECT, related_name="links_onward")
    b = models.ForeignKey(Recommendation, models.PROTECT, related_name="links_back")
    kind = models.CharField(_("what it has to do with it"), max_length=12, choices=Link)
    reason = models.TextField()
    end_reason = models.TextField(blank=True)

    objects = RecommendationLinkQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            ends_after_start("recommendationlink"),
            models.CheckConstraint(condition=~Q(a=F("b")), name="recommendationlink_joins_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="recommendationlink_says_why"),
            models.UniqueConstraint(
                fields=["a", "b", "kind"], condition=Q(until__isnull=True), name="recommendationlink_once"
            ),
        ]

    def __str__(self):
        return f"{self.a_id} {self.kind} {self.b_id}"
