"""What was reported by letter: entered by one person of the centre with the letter, confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.models import PaperPermission
from papers.files.models import Blob
from papers.implementation.lifecycle import Status
from papers.implementation.models.entries import Report
from papers.implementation.models.recommendations import Recommendation
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class LetterState(models.TextChoices):
    ENTERED = "entered", _("Entered, to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class LetterQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Until it is confirmed a letter is seen by those who preside over its paper; then it is a report."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        presides = PaperPermission.objects.live(levels.PRESIDE, acting.delegation)
        return self.filter(Exists(presides.filter(content_object=OuterRef("recommendation__paper"))))


class Letter(PublicId, ActOf):
    """A report as it came by letter, and whether a second person found it entered as it was written."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="letters")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=200)
    text = models.TextField()
    status = models.CharField(max_length=16, choices=Status, blank=True)
    effective_on = models.DateField()
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.ENTERED)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decider_mandate = models.UUIDField(null=True)
    report = models.OneToOneField(Report, models.PROTECT, null=True, related_name="letter")

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("by")), name="letter_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state=LetterState.CONFIRMED, report__isnull=False, decider__isnull=False)
                | Q(state=LetterState.REFUSED, report__isnull=True, decider__isnull=False) & ~Q(answer="")
                | Q(state=LetterState.ENTERED, report__isnull=True, decider__isnull=True),
                name="letter_confirmed_is_a_report",
            ),
        ]

    def __str__(self):
        return self.title
