"""What happened to a recommendation. Entries are added, never changed; triggers of the database see to that."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.drafting.models import ImportRun
from papers.files.models import Blob
from papers.implementation.lifecycle import CLOSED_OTHERWISE, Answer, Status
from papers.implementation.models.recommendations import Recommendation
from papers.shared.models import ActOf, PublicId


class EntryQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """What hangs on a recommendation is seen with it."""
        return self.filter(
            Exists(Recommendation.objects.visible_to(acting).filter(pk=OuterRef("recommendation")))
        )


class Entry(PublicId, ActOf):
    """For which delegation, by whom, for which day it holds, and when it was known here."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="+")
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, related_name="+")
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["effective_on", "recorded_at", "pk"]


class Sourced(Entry):
    """An entry that may have been taken over from a list kept elsewhere: by which import, of which of its rows."""

    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="+")
    row = models.PositiveIntegerField(null=True)
    said = models.CharField(
        max_length=200,
        null=True,
        help_text="Where the source says it stands, in its words; null if from none.",
    )

    class Meta(Entry.Meta):
        abstract = True


class Response(Entry):
    """An answer of the addressee; entered by the secretariat, it says how the answer came."""

    value = models.CharField(max_length=16, choices=Answer)
    text = models.TextField(blank=True)
    received_by = models.CharField(
        max_length=200, blank=True, help_text="How an answer given elsewhere reached us."
    )

    class Meta(Entry.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(delegation__isnull=False), name="response_is_somebodys")
        ]


class Axis(models.TextChoices):
    STATUS = "status", _("Implementation")
    CONFIDENCE = "confidence", _("Confidence")


class StatusEntry(Sourced):
    """One change of status or confidence, and why."""

    axis = models.CharField(max_length=12, choices=Axis)
    value = models.CharField(max_length=16)
    reason = models.TextField(blank=True)

    class Meta(Entry.Meta):
        verbose_name_plural = "status entries"


class Stance(models.TextChoices):
    CONTESTS = "contests", _("Contests what is reported")
    NOTES = "notes", _("Puts a note on the record")
    WITHDRAWS = "withdraws", _("Withdraws what it contested")


class Dissent(Entry):
    """What a delegation holds against what is reported; contested until the same delegation withdraws it."""

    stance = models.CharField(max_length=12, choices=Stance)
    text = models.TextField()
    source = models.CharField(max_length=300, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation__isnull=False) & ~Q(text=""), name="dissent_is_somebodys_and_says_why"
            )
        ]


class Report(Sourced):
    """What a delegation reports of the progress made until a day."""

    text = models.TextField()
    status = models.CharField(
        max_length=16, choices=Status, blank=True, help_text="Where it says the work stands."
    )

    class Meta(Entry.Meta):
        indexes = [models.Index(fields=["recommendation", "effective_on"], name="report_of_recommendation")]


class EvidenceKind(models.TextChoices):
    DOCUMENT = "document", _("Document")
    DATA = "data", _("Data")
    PICTURE = "picture", _("Picture")
    LETTER = "letter", _("Letter or note")
    OTHER = "other", _("Other")


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, acting):
        return self.filter(
            Exists(Recommendation.objects.visible_to(acting).filter(pk=OuterRef("report__recommendation")))
        )


class Evidence(PublicId):
    """What a report rests on: a file kept here, or a place elsewhere that is never fetched by us."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="evidence")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    kind = models.CharField(
        _("kind of evidence"), max_length=12, choices=EvidenceKind, default=EvidenceKind.DOCUMENT
    )
    title = models.CharField(max_length=200)
    dated = models.DateField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(blob__isnull=False, url="") | (Q(blob__isnull=True) & ~Q(url="")),
                name="evidence_is_a_file_or_a_link",
            ),
        ]

    def __str__(self):
        return self.title


class Finding(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    RETURNED = "returned", _("Returned")


class Method(models.TextChoices):
    DOCUMENTS = "documents", _("Documents read")
    THIRD_PARTY = "third_party", _("Third party asked")
    SITE = "site", _("Site visited")
    DATA = "data", _("Data checked against its source")


class Verification(Entry):
    """What somebody other than the reporter found."""

    finding = models.CharField(max_length=12, choices=Finding)
    method = models.CharField(max_length=12, choices=Method)
    text = models.TextField(blank=True)

    class Meta(Entry.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(finding=Finding.CONFIRMED) | ~Q(text=""), name="verification_returned_says_why"
            )
        ]


class Decision(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class Closure(PublicId):
    """Closing for another reason than being done: one person proposes, another approves or refuses."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="closures")
    kind = models.CharField(
        max_length=16, choices=[(value.value, value.label) for value in Status if value in CLOSED_OTHERWISE]
    )
    reason = models.TextField()
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposer_mandate = models.UUIDField()
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    decision = models.CharField(max_length=12, choices=Decision, default=Decision.PROPOSED)
    decision_reason = models.TextField(blank=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approver_mandate = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(decision=Decision.PROPOSED), name="closure_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="closure_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(
                    decision=Decision.PROPOSED, approver__isnull=True, approver_mandate__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(decision=Decision.PROPOSED)
                    & Q(approver__isnull=False, approver_mandate__isnull=False, decided_at__isnull=False)
                ),
                name="closure_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(CLOSED_OTHERWISE)), name="closure_is_not_for_what_was_done"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} of {self.recommendation_id}"
