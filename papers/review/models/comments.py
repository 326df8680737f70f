from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting.models import Block, Revision, released
from papers.review.lifecycle import MARKS, Kind, Outcome, Severity, Source, Step
from papers.review.models.behalf import OnBehalf
from papers.review.models.rounds import Round, RoundEntry
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class CommentQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Comments on revisions the delegation may see: its own, and others' once the close has numbered them.

        In a round of rolling visibility others' are seen once their delegation has released its answer; and those of
        an answer that is to speak for the own delegation too, once it is asked.
        """
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision")))
        opened = Q(number__isnull=False) | Q(delegation=acting.delegation)
        shown = Exists(_released()) | Exists(_to_confirm(acting))
        return self.filter(seen, released(acting)).filter(opened | Q(withdrawn_at__isnull=True) & shown)

    def standing(self):
        """Those that were not taken back before the close."""
        return self.filter(withdrawn_at__isnull=True)

    def opened(self):
        """Those that everyone with the paper may read."""
        return self.filter(number__isnull=False)

    def undecided(self):
        """Open to all, and the chair has not decided on them."""
        decided = Disposition.objects.filter(comment=OuterRef("pk"), step=Step.DECIDED)
        return self.opened().exclude(Exists(decided))

    def critical(self):
        return self.filter(severity=Severity.CRITICAL)

    def with_replies(self):
        """Adds `reply_count`."""
        replies = Reply.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
        return self.annotate(reply_count=Coalesce(Subquery(replies.annotate(n=Count("pk")).values("n")), 0))

    def with_last_words(self):
        """Adds `replied_at` and `answered_at`: when its thread and its delegation last spoke; null for never."""
        return self.annotate(replied_at=_latest("replies"), answered_at=_latest("satisfactions"))

    def for_list(self):
        """A line of a list each, with `reply_count` and the last word on it: `standing_value`, `standing_step`."""
        return (
            self.select_related("delegation", "by").with_replies().with_standing("value", "step").in_order()
        )

    def with_standing(self, *fields):
        """Adds, as `standing_NAME`, these fields of the last word on it: a decision before a proposal."""
        standing = Disposition.objects.filter(comment=OuterRef("pk"), superseded_by__isnull=True)
        last = standing.order_by("step")  # decided before proposed
        return self.annotate(**{f"standing_{name}": Subquery(last.values(name)[:1]) for name in fields})

    def in_order(self):
        """By number; before there is one, as they were written."""
        return self.order_by(F("number").asc(nulls_last=True), "made_at", "pk")


def _released():
    """The invitation of its delegation to an open round of rolling visibility, once its answer is complete."""
    return RoundEntry.objects.filter(
        round=OuterRef("round"),
        delegation=OuterRef("delegation"),
        round__rolling=True,
        answered_at__isnull=False,
    )


def _to_confirm(acting):
    """That the own delegation is asked whether the answer of a comment speaks for it too."""
    return OnBehalf.objects.standing().filter(answer=OuterRef("answer"), delegation=acting.delegation)


def _latest(said):
    comment = Comment.objects.filter(pk=OuterRef("pk")).order_by()
    return Subquery(comment.annotate(latest=Max(f"{said}__made_at")).values("latest"))


class Comment(PublicId, ActOf):
    """What a delegation says in a round about a passage, some words of it, or the paper as a whole."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="comments")
    answer = models.ForeignKey(
        "review.Answer", models.SET_NULL, null=True, editable=False, related_name="+",
        help_text="The released answer that it is part of, if others were asked to join that.",
    )  # fmt: skip
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source, default=Source.DELEGATION, editable=False)
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    block = models.ForeignKey(
        Block, models.PROTECT, null=True, related_name="+", help_text="Null: the whole paper."
    )
    quote = models.TextField(blank=True)
    before = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.GENERAL)
    severity = models.CharField(_("severity"), max_length=12, choices=Severity, default=Severity.SUBSTANTIVE)
    text = models.TextField(_("comment"))
    proposed = models.TextField(_("proposed text"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    number = models.PositiveIntegerField(null=True, editable=False, help_text="Given at the close, gapless.")
    is_late = models.BooleanField(
        default=False, editable=False, help_text="Made after the close, by the rules."
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="comment_number_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1, withdrawn_at__isnull=True),
                name="comment_number_only_for_those_that_stand",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(severity=Severity.EDITORIAL) | ~Q(reason=""),
                name="comment_of_weight_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DRAFTING) | ~Q(proposed=""), name="comment_that_drafts_has_words"
            ),
            models.CheckConstraint(
                condition=Q(block__isnull=False) | Q(quote=""), name="comment_quotes_from_a_passage"
            ),
        ]
        indexes = [models.Index(fields=["revision", "block"], name="comment_of_passage")]

    def __str__(self):
        return self.reference or f"comment of {self.delegation_id}"

    @property
    def reference(self):
        """“C-2-004”, permanent; empty before the close."""
        return f"C-{self.round.number}-{self.number:03d}" if self.number else ""

    @property
    def paper(self):
        return self.round.paper

    @property
    def is_of_a_party(self):
        """Whether people say it who have no seat at the centre, by name or through a custodian."""
        return self.source != Source.DELEGATION

    @property
    def is_open(self):
        """Whether everyone with the paper may read it."""
        return self.number is not None


class OnComment(models.QuerySet):
    def visible_to(self, acting):
        """Whatever hangs on a comment is seen by those who see the comment."""
        return self.filter(Exists(Comment.objects.visible_to(acting).filter(pk=OuterRef("comment"))))


class Reply(PublicId, ActOf):
    """An answer in the thread of a comment, written once all may read it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="replies")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OnComment.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name_plural = "replies"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reply_says_something")]

    def __str__(self):
        return f"reply of {self.delegation_id}"


class Disposition(PublicId, ActOf):
    """What becomes of a comment: proposed, then decided. Never edited; a later one replaces it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="dispositions")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    step = models.CharField(max_length=8, choices=Step)
    value = models.CharField(max_length=12, choices=Outcome)
    reason = models.TextField(blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OnComment.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value=Outcome.ACCEPTED) | ~Q(reason=""), name="disposition_gives_its_reason"
            ),
            models.UniqueConstraint(
                fields=["comment", "step"],
                condition=Q(supersedes__isnull=True),
                name="disposition_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="disposition_is_not_its_own_past",
            ),
        ]

    def __str__(self):
        return f"{self.step} {self.value}"

    @property
    def mark(self):
        return MARKS[Outcome(self.value)][0]

    @property
    def tone(self):
        return MARKS[Outcome(self.value)][1]
