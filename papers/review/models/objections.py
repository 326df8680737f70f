from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.review.lifecycle import AGREEING, ANSWER_MARKS, SETTLING, Answered, Step
from papers.review.models.comments import Comment, Disposition, OnComment
from papers.shared.models import ActOf, PublicId


class Satisfaction(PublicId, ActOf):
    """What the commenting delegation says to a decision. Never edited: a later one stands, the others are kept."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="satisfactions")
    decision = models.ForeignKey(Disposition, models.CASCADE, related_name="answers")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    value = models.CharField(_("answer"), max_length=12, choices=Answered)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OnComment.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self):
        return f"{self.delegation_id} {self.value}"

    @property
    def mark(self):
        return ANSWER_MARKS[Answered(self.value)][0]

    @property
    def tone(self):
        return ANSWER_MARKS[Answered(self.value)][1]


class SetAside(PublicId, ActOf):
    """An objection that its delegation has not called settled, set aside by the chair for a reason that all read."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="set_aside")
    reason = models.TextField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OnComment.as_manager()

    class Meta:
        verbose_name_plural = "set aside"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="set_aside_for_a_reason")]

    def __str__(self):
        return f"{self.comment_id} set aside"


def unsettled(paper):
    """Critical comments on a paper that were decided and that neither their delegation nor the chair has laid to rest.

    A decision that agrees lays a comment to rest unless its delegation maintains it; another one only once the
    delegation says so. What was merged with another comment stands and falls with that one.
    """
    decisions = Disposition.objects.filter(
        comment=OuterRef("pk"), step=Step.DECIDED, superseded_by__isnull=True
    )
    said = Satisfaction.objects.filter(decision=OuterRef("decision")).order_by("-made_at", "-pk")
    aside = SetAside.objects.filter(comment=OuterRef("pk"))
    told = {
        "decision": Subquery(decisions.values("pk")[:1]),
        "outcome": Coalesce(_of_partner(), Subquery(decisions.values("value")[:1])),
    }
    found = Comment.objects.opened().critical().filter(round__paper=paper).annotate(**told)
    found = found.annotate(said=Subquery(said.values("value")[:1])).filter(decision__isnull=False)
    open_ones = Q(said=Answered.MAINTAINS) | ~Q(outcome__in=AGREEING) & (
        Q(said__isnull=True) | ~Q(said__in=SETTLING)
    )
    return found.exclude(Exists(aside)).filter(open_ones)


def _of_partner():
    """What was decided on the comment with which another one was merged; null while nothing was."""
    merged = Disposition.objects.filter(
        comment=OuterRef(OuterRef("pk")), step=Step.DECIDED, superseded_by__isnull=True
    )
    decided = Disposition.objects.filter(
        step=Step.DECIDED, superseded_by__isnull=True, comment__in=merged.order_by().values("merge__into")
    )
    return Subquery(decided.order_by().values("value")[:1])
