from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from papers.drafting.models import Step
from papers.review.models.amendments import Amendment
from papers.review.models.comments import Comment

ALONE = Q(comment__isnull=True, amendment__isnull=True)


class ChangeReasonQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Of changes one may know of: the penholder's own, and those whose comment or amendment one sees."""
        seen = Exists(Step.objects.visible_to(acting).filter(pk=OuterRef("step")))
        comment = Exists(Comment.objects.visible_to(acting).filter(pk=OuterRef("comment")))
        amendment = Exists(Amendment.objects.visible_to(acting).filter(pk=OuterRef("amendment")))
        return self.filter(seen).filter(ALONE | comment | amendment)

    def of_paper(self, paper):
        return self.filter(step__revision__paper=paper)


class ChangeReason(models.Model):
    """What a change of one passage in one revision answers: a comment, an amendment, or with neither the penholder."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="changes")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="changes")

    objects = ChangeReasonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=True) | Q(amendment__isnull=True),
                name="change_has_reasons_one_by_one",
            ),
            models.UniqueConstraint(fields=["step", "comment"], name="change_answers_a_comment_once"),
            models.UniqueConstraint(fields=["step", "amendment"], name="change_answers_an_amendment_once"),
            models.UniqueConstraint(fields=["step"], condition=ALONE, name="change_is_editorial_once"),
        ]

    def __str__(self):
        return str(self.comment or self.amendment or _("Editorial, by the penholder"))
