from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.delegations.models import Kind as DelegationKind
from papers.drafting import levels
from papers.drafting.levels import Level
from papers.drafting.models.papers import Kind
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId

GIVING = (Capability.SHARE, Capability.ADMINISTER_ACCESS)


class AccessTemplateQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """A delegation's own templates and the centre's, for those who give access."""
        if acting.delegation is None or not any(acting.can(one) for one in GIVING):
            return self.none()
        return self.filter(Q(owner=acting.delegation) | Q(owner__kind=DelegationKind.SECRETARIAT))

    def fitting(self, papers):
        """Templates that are for every one of these papers, by kind and theme."""
        fitting = self
        for kind, theme in {(paper.kind, paper.theme) for paper in papers}:
            fitting = fitting.filter(Q(kind="") | Q(kind=kind), Q(theme="") | Q(theme__iexact=theme))
        return fitting


class AccessTemplate(PublicId, ActOf):
    """Which delegation is usually given what on papers of a kind or theme; it gives nothing by itself."""

    owner = models.ForeignKey(Delegation, models.PROTECT, related_name="access_templates")
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind of paper"), max_length=16, choices=Kind, blank=True)
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AccessTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint("owner", Lower("title"), name="access_template_once_per_owner"),
        ]

    def __str__(self):
        return self.title


class AccessTemplateRow(models.Model):
    """One delegation's level in a template."""

    template = models.ForeignKey(AccessTemplate, models.CASCADE, related_name="rows")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=[(one.value, one.label) for one in levels.STEPS])

    class Meta:
        ordering = ["delegation__rank", "delegation__code"]
        constraints = [
            models.UniqueConstraint(fields=["template", "delegation"], name="access_template_row_once"),
            models.CheckConstraint(
                condition=Q(level__in=levels.STEPS), name="access_template_level_of_the_text"
            ),
        ]

    def __str__(self):
        return f"{self.delegation_id} {self.level}"

    @property
    def level_label(self):
        return Level(self.level).label
