from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from papers.delegations.models import Delegation
from papers.review.lifecycle import State
from papers.review.models.rounds import Round
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class OnBehalfQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The two delegations see it; all who see the round once it is confirmed and the comments are open."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Round.objects.visible_to(acting).filter(pk=OuterRef("answer__round")))
        mine = Q(delegation=acting.delegation) | Q(answer__delegation=acting.delegation)
        is_open = Q(answer__round__state=State.CLOSED) | Q(answer__round__rolling=True)
        return self.filter(seen).filter(mine | is_open & Q(confirmed_at__isnull=False))

    def standing(self):
        """Of answers that were not recalled, and not declined by whom they were to speak for."""
        return self.filter(answer__recalled_at__isnull=True, withdrawn_at__isnull=True)


class OnBehalf(PublicId, ActOf):
    """A delegation for which another one's answer is to speak too, once it has confirmed that itself."""

    answer = models.ForeignKey("review.Answer", models.CASCADE, related_name="on_behalf")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(
        null=True, editable=False, help_text="When it declined, or took its confirmation back."
    )

    objects = OnBehalfQuerySet.as_manager()

    class Meta:
        ordering = ["delegation__rank", "delegation__code"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "delegation"], name="on_behalf_of_each_once"),
        ]

    def __str__(self):
        return f"{self.answer_id} for {self.delegation_id}"

    def concerns(self, delegation):
        """Whether that delegation asks, or is asked."""
        return delegation.pk in (self.delegation_id, self.answer.delegation_id)

    @property
    def round(self):
        return self.answer.round

    @property
    def paper(self):
        return self.answer.round.paper

    @property
    def speaks(self):
        """Whether the answer speaks for it."""
        return self.confirmed_at is not None and self.withdrawn_at is None
