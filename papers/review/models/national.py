from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation, Seat
from papers.drafting.models import Block, Paper, Revision, released
from papers.review.lifecycle import Kind, Note, Severity
from papers.review.models.comments import Comment
from papers.review.models.rounds import Round
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class NationalNoteQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The own delegation's, on papers it may see; nobody else's, whoever asks, and not for support."""
        if acting.delegation is None or acting.is_support or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Paper.objects.visible_to(acting).filter(pk=OuterRef("paper")))
        return self.filter(seen, released(acting), delegation=acting.delegation)

    def drafts(self):
        """Comments that wait to be released."""
        return self.filter(kind=Note.DRAFT, released_at__isnull=True)

    def for_list(self):
        """With who wrote them and in which post, in the order they were written."""
        return self.select_related("by", "seat", "released_as__round").order_by("made_at", "pk")


class NationalNote(PublicId, ActOf):
    """What a delegation writes for itself about a paper: rows of its own, never a flag inside something shared.

    It belongs to the post, so that it stays when its holder leaves. Releasing a draft copies it into a comment.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    block = models.ForeignKey(
        Block, models.PROTECT, null=True, related_name="+", help_text="Null: the whole paper."
    )
    quote = models.TextField(blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Note)
    text = models.TextField()
    comment_kind = models.CharField(max_length=8, choices=Kind, default=Kind.GENERAL)
    severity = models.CharField(max_length=12, choices=Severity, default=Severity.SUBSTANTIVE)
    proposed = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    author = models.CharField(max_length=120, blank=True, help_text="Whom the file it came from names.")
    source = models.CharField(max_length=64, blank=True, help_text="Which line of a file it came from.")
    settled = models.BooleanField(default=False, help_text="Its thread was resolved in the file.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    released_as = models.ForeignKey(Comment, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = NationalNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="national_note_says_something"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(kind=Note.DRAFT),
                name="national_note_released_was_a_draft",
            ),
            models.UniqueConstraint(
                fields=["delegation", "revision", "source"],
                condition=~Q(source=""),
                name="national_note_of_a_line_once",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(kind=Note.THREAD),
                name="national_note_replies_are_of_threads",
            ),
            models.CheckConstraint(
                condition=Q(block__isnull=False) | Q(quote=""), name="national_note_quotes_from_a_passage"
            ),
        ]
        indexes = [models.Index(fields=["delegation", "paper"], name="national_note_of_paper")]

    def __str__(self):
        return f"{self.kind} of {self.delegation_id}"


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """The own delegation's."""
        return self.none() if acting.delegation is None else self.filter(delegation=acting.delegation)

    def standing(self):
        return self.filter(recalled_at__isnull=True)


class Answer(PublicId, ActOf):
    """A delegation's answer to a round, released as one act by somebody who speaks for it, and perhaps recalled."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="answers")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now, editable=False)
    comments = models.PositiveIntegerField(default=0, editable=False)
    amendments = models.PositiveIntegerField(default=0, editable=False)
    despite = models.TextField(
        blank=True, help_text="Why it was released without clearance; for its own delegation alone."
    )
    recalled_at = models.DateTimeField(null=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "delegation"],
                condition=Q(recalled_at__isnull=True),
                name="one_standing_answer",
            ),
        ]

    def __str__(self):
        return f"answer of {self.delegation_id}"
