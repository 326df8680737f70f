from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from papers.adoption.lifecycle import Standing
from papers.adoption.models.silences import Silence
from papers.delegations.models import Delegation
from papers.delegations.models.bodies import Disclosure
from papers.drafting import levels
from papers.drafting.models import Paper, Revision
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class BreakQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Objections whose author one may know: one's own, the chair's to see, or counted and named to all."""
        if acting.delegation is None:
            return self.none()
        own = Q(delegation=acting.delegation)
        named = Q(disclosure=Disclosure.NAMED, standing=Standing.COUNTED)
        shown = own | named
        if acting.can(Capability.PRESIDE):
            presided = Paper.objects.permitted_to(acting, levels.PRESIDE)
            shown |= Exists(presided.filter(pk=OuterRef("silence__paper")))
        return self.filter(shown, Exists(Silence.objects.visible_to(acting).filter(pk=OuterRef("silence"))))

    def counted(self):
        return self.filter(standing=Standing.COUNTED)

    def beside(self):
        """Objections that changed nothing: late, overtaken, or further to the one that counted."""
        return self.exclude(standing=Standing.COUNTED)

    def own(self, acting):
        return self.filter(delegation=acting.delegation)


class Break(PublicId, ActOf):
    """An objection as it was received, for ever as it was; `standing` says what it counts for."""

    silence = models.ForeignKey(Silence, models.PROTECT, related_name="breaks")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    expiry_then = models.DateTimeField()
    standing = models.CharField(max_length=12, choices=Standing)
    disclosure = models.CharField(max_length=12, choices=Disclosure)
    block_ids = models.JSONField(default=list)
    cited = models.JSONField(default=list, help_text="The same paragraphs as people name them.")
    objection = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="For the chair only.")
    chain_head = models.CharField(max_length=64)

    objects = BreakQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["silence", "delegation"], name="one_objection_per_delegation"),
            models.UniqueConstraint(
                fields=["silence"], condition=Q(standing=Standing.COUNTED), name="silence_broken_once"
            ),
        ]

    def __str__(self):
        return f"objection of {self.delegation_id} to {self.silence_id}"


class Noted(ActOf):
    """The chair has taken note of an objection that changed nothing."""

    objection = models.OneToOneField(Break, models.PROTECT, related_name="noted")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"note of {self.objection_id}"


class AdoptionQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Adoptions of revisions that the delegation may read."""
        return self.filter(Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision"))))


class Adoption(PublicId, ActOf):
    """The paper is adopted, effective at the expiry, and sealed; never changed and never taken back."""

    class Method(models.TextChoices):
        SILENCE = "silence"

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="adoption")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    silence = models.OneToOneField(Silence, models.PROTECT, related_name="adoption")
    method = models.CharField(max_length=12, choices=Method, default=Method.SILENCE)
    at = models.DateTimeField(help_text="Effective at the expiry, however late it was established.")
    recorded_at = models.DateTimeField(default=timezone.now)
    seal = models.CharField(max_length=64)
    chain_head = models.CharField(max_length=64)

    objects = AdoptionQuerySet.as_manager()

    def __str__(self):
        return f"adoption of {self.paper_id}"
