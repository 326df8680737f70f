from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.models import Block, Paper, Revision, released
from papers.review.lifecycle import BLOCKING, Lifting, Reach, Reserve
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class ReservationQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """On revisions the delegation may see: its own, those for all, and to those who preside those for the chair."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision")))
        reach = Q(reach=Reach.PAPER) | Q(delegation=acting.delegation)
        if acting.can(Capability.PRESIDE):
            reach |= Exists(Paper.objects.permitted_to(acting, levels.PRESIDE).filter(pk=OuterRef("paper")))
        return self.filter(seen, released(acting)).filter(reach)

    def outstanding(self):
        return self.filter(lifted_at__isnull=True)

    def blocking(self):
        """Those that keep a text from being placed under silence."""
        return self.outstanding().filter(kind__in=BLOCKING)

    def for_list(self):
        related = self.select_related("delegation", "paper", "revision")
        light = related.defer("revision__text", "revision__block_map")
        return light.order_by(F("lifted_at").asc(nulls_first=True), "-entered_at", "pk")

    def count_on(self, papers):
        """The papers with `reservations`, how many of these stand on each."""
        on_paper = self.outstanding().filter(paper=OuterRef("pk")).order_by().values("paper")
        count = Subquery(on_paper.annotate(n=Count("pk")).values("n"))
        return papers.annotate(reservations=Coalesce(count, 0))


class Reservation(PublicId, ActOf):
    """A hold that a delegation puts on a text or a passage of it. Never edited: it is lifted, and a new one entered."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="reservations_entered")
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", help_text="The one it was entered on."
    )
    block = models.ForeignKey(
        Block, models.PROTECT, null=True, related_name="+", help_text="Null: the whole paper."
    )
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Reserve)
    passage = models.TextField(blank=True, help_text="The words of the passage when it was entered.")
    label = models.CharField(max_length=40, blank=True, help_text="The printed number of the passage then.")
    text = models.TextField(blank=True)
    reach = models.CharField(_("who may read it"), max_length=8, choices=Reach, default=Reach.PAPER)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, editable=False)
    lifted_because = models.CharField(max_length=12, choices=Lifting, blank=True)
    lifted_words = models.TextField(blank=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_because="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_because=""),
                name="reservation_lifted_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(lifted_because=Lifting.OTHER) | ~Q(lifted_words=""),
                name="reservation_lifted_otherwise_says_how",
            ),
            models.CheckConstraint(
                condition=Q(block__isnull=False) | Q(passage="", label=""),
                name="reservation_keeps_words_of_its_passage",
            ),
        ]
        indexes = [models.Index(fields=["paper", "lifted_at"], name="reservation_of_paper")]

    def __str__(self):
        return f"{self.kind} reservation of {self.delegation_id}"

    @property
    def stands(self):
        return self.lifted_at is None

    @property
    def blocks(self):
        return self.stands and self.kind in BLOCKING
