from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Seat
from papers.shared.models import ActOf, PublicId

LONGEST_QUERY = 1000


class Dashboard(models.TextChoices):
    """The pages whose filters can be kept; each value is the name of its address."""

    PAPERS = "portfolio", _("Implementation, by paper")
    RECOMMENDATIONS = "portfolio-recommendations", _("Implementation, by recommendation")
    COMPARED = "breakdown", _("Figures compared")
    TRENDS = "trend-list", _("Actual and target")


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Those of the post: whoever takes it over finds them there."""
        return self.filter(seat=acting.mandate.seat_id) if acting.mandate else self.none()


class SavedView(PublicId, ActOf):
    """Filters of a dashboard under a name, on a post. It holds what was asked and no answer: rights are asked anew."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    page = models.CharField(max_length=30, choices=Dashboard)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self):
        return self.name
