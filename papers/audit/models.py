from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


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
        ]

    def __str__(self):
        return f"{self.seq} {self.verb}"


class ChainHead(models.Model):
    """The one row that every writer locks: the last event's number and hash."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
