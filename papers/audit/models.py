from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.shared.models import PublicId


class Audience(models.TextChoices):
    PAPER = "paper", _("everyone who may see the paper")
    DELEGATION = "delegation", _("the delegation itself")
    CHAIR = "chair", _("those who preside")
    AUDITOR = "auditor", _("the auditor")
    SELF = "self", _("the person")


class EventQuerySet(models.QuerySet):
    def of_paper(self, paper):
        return self.filter(paper_uuid=paper.pk)

    def since(self, seq):
        return self.filter(seq__gt=seq).order_by("seq")


class Event(models.Model):
    """One act, append-only: ids and facts, never text. Each carries the hash of the one before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    mandate_uuid = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    target_uuid = models.UUIDField(null=True)
    paper_uuid = models.UUIDField(null=True)
    delegation_uuid = models.UUIDField(null=True)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PAPER)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["paper_uuid", "-seq"], name="event_of_paper"),
            models.Index(fields=["target_uuid", "-seq"], name="event_of_target"),
            models.Index(fields=["delegation_uuid", "-seq"], name="event_of_delegation"),
        ]

    def __str__(self):
        return f"{self.seq} {self.verb}"


class ChainHead(models.Model):
    """The one row that every writer of a chain locks: its last number and hash; 1 is of events, 2 of accesses."""

    EVENTS, ACCESSES = 1, 2

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class AccessBatch(models.Model):
    """Accesses that were sealed together, append-only: the hash is over all of them and the batch before."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    lost = models.PositiveIntegerField(default=0, help_text="Accesses that could not be kept until then.")
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-number"]


class What(models.TextChoices):
    OPENED = "opened", _("Opened")
    SUPPORT = "support", _("Opened in support")
    SUPPORT_TOOK = "support_took", _("Taken away in support")
    TAKEN = "taken", _("Taken away as a file")
    REFUSED = "refused", _("Refused")
    NOT_FOUND = "not_found", _("Asked for what is not there for them")
    SIGNED_IN = "signed_in", _("Signed in")
    NOT_SIGNED_IN = "not_signed_in", _("Sign-in refused")
    SIGNED_OUT = "signed_out", _("Signed out")


class AccessRecord(PublicId):
    """Who opened or took away what, was refused, or signed in: ids and the name of the page, never text."""

    batch = models.ForeignKey(AccessBatch, models.PROTECT, related_name="records")
    at = models.DateTimeField()
    what = models.CharField(max_length=14, choices=What)
    page = models.CharField(max_length=80, help_text="The name of the address.")
    user_uuid = models.UUIDField(null=True)
    mandate_uuid = models.UUIDField(null=True)
    delegation_uuid = models.UUIDField(null=True)
    paper_uuid = models.UUIDField(null=True)
    target_uuid = models.UUIDField(null=True)
    number = models.PositiveIntegerField(null=True, help_text="Of the revision, round or silence.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="access_newest_first"),
            models.Index(fields=["delegation_uuid", "-at", "-id"], name="access_of_delegation"),
            models.Index(fields=["paper_uuid", "-at", "-id"], name="access_to_paper"),
        ]

    def __str__(self):
        return f"{self.what} {self.page}"
