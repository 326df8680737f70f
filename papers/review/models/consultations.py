from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.models import Paper, Revision
from papers.review.models.comments import Comment
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """To the party that is asked, and to those who may ask on the paper: its lead, and who presides over it."""
        if acting.delegation is None:
            return self.none()
        found = Q(delegation=acting.delegation) if acting.can(Capability.TELL) else Q(pk=None)
        for held, needed in ((levels.LEAD, Capability.ISSUE), (levels.PRESIDE, Capability.REGISTER)):
            if acting.can(needed):
                papers = Paper.objects.permitted_to(acting, held).filter(pk=OuterRef("paper"))
                found |= Exists(papers)
        return self.filter(found)


class Consultation(PublicId, ActOf):
    """People whom a paper concerns, and who have no seat at the centre, are asked about some of its passages."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="consultations")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    block_ids = models.JSONField(help_text="The passages it sees, by permanent id, in the order of the text.")
    question = models.TextField()
    language = models.CharField(max_length=8)
    translation = models.TextField(
        blank=True, help_text="What the passages say, in the language of the party."
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField()

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="consultation_asks_something"),
            models.CheckConstraint(condition=~Q(block_ids=[]), name="consultation_shows_a_passage"),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("asked_at")), name="consultation_leaves_time"
            ),
        ]

    def __str__(self):
        return f"consultation {self.pk}"

    def is_over(self, at):
        return at >= self.until


class PartyAnswerQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Whoever sees the consultation sees what was answered to it."""
        seen = Consultation.objects.visible_to(acting).filter(pk=OuterRef("consultation"))
        return self.filter(Exists(seen))


class PartyAnswer(PublicId, ActOf):
    """What a party says of one passage, or of all together; a comment of its own source since a round was closed."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="answers")
    block_id = models.CharField(max_length=36, blank=True, help_text="Empty: on all of it together.")
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    comment = models.OneToOneField(Comment, models.PROTECT, null=True, editable=False, related_name="+")

    objects = PartyAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "block_id"], name="party_answers_once_per_passage"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="party_answer_says_something"),
        ]

    def __str__(self):
        return f"answer in {self.consultation_id}"
