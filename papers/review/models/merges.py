from django.db import models
from django.db.models import Exists, OuterRef

from papers.review.models.comments import Comment, Disposition


class MergeQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """To those who see the comment that was merged."""
        seen = Comment.objects.visible_to(acting).filter(pk=OuterRef("disposition__comment"))
        return self.filter(Exists(seen))

    def standing(self):
        """Those whose disposition nothing has replaced."""
        return self.filter(disposition__superseded_by__isnull=True)


class Merge(models.Model):
    """With which comment a disposition merges its own. Kept for ever, as the disposition is."""

    disposition = models.OneToOneField(Disposition, models.PROTECT, related_name="merge")
    into = models.ForeignKey(Comment, models.PROTECT, related_name="merges")

    objects = MergeQuerySet.as_manager()

    def __str__(self):
        return f"{self.disposition_id} into {self.into_id}"
