"""What a list kept elsewhere says of its items beside their words."""

from django.db import models

from papers.drafting.models import ImportRun
from papers.implementation.models.entries import EntryQuerySet
from papers.implementation.models.recommendations import Recommendation
from papers.shared.models import PublicId


class SourceNote(PublicId):
    """As the newest import found it. A day that stands here is the source's: nothing is late by it."""

    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="source_note")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    responsible = models.CharField(max_length=500, blank=True)
    supporting = models.CharField(max_length=500, blank=True)
    theme = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    due_words = models.CharField(max_length=300, blank=True)
    second = models.TextField(blank=True, help_text="The same words in another language.")
    second_language = models.CharField(max_length=8, blank=True)
    said = models.CharField(max_length=200, blank=True, help_text="Where it says the work stands.")
    said_on = models.DateField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(said="") | models.Q(said_on__isnull=False), name="source_said_on_a_day"
            )
        ]

    def __str__(self):
        return f"source of {self.recommendation_id}"
