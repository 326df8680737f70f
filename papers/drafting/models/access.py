from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from guardian.managers import GroupObjectPermissionManager
from guardian.models import GroupObjectPermissionBase

from papers.delegations.models import Delegation
from papers.drafting import levels
from papers.drafting.levels import Ladder, Level
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId

# Who manages the access to a paper: the person's capability, and what the country holds on it.
MANAGING = ((Capability.SHARE, levels.LEAD), (Capability.ADMINISTER_ACCESS, levels.PRESIDE))


class GrantQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """A delegation's own grants; all of a paper's for those who manage its access."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        shown = Q(delegation=acting.delegation)
        for capability, permission in MANAGING:
            if acting.can(capability):
                held = PaperPermission.objects.live(permission, acting.delegation)
                shown |= Exists(held.filter(content_object=OuterRef("paper")))
        return self.filter(shown)

    def open(self):
        return self.filter(ended_at__isnull=True)

    def live(self, at=None):
        at = at or timezone.now()
        return self.open().filter(Q(until__isnull=True) | Q(until__gt=at), starts__lte=at)


class Grant(PublicId, ActOf):
    """The record of access: which country, which level, from which revision, why, by whom, and how it ended."""

    paper = models.ForeignKey("drafting.Paper", models.CASCADE, related_name="grants")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="grants")
    level = models.CharField(max_length=8, choices=Level)
    ladder = models.CharField(max_length=8, choices=Ladder)
    from_number = models.PositiveIntegerField(default=1, help_text="The first revision it shows.")
    starts = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        "delegations.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "delegation", "ladder"],
                condition=Q(ended_at__isnull=True),
                name="one_open_grant_per_ladder",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("starts")), name="grant_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ladder="text", level__in=levels.STEPS)
                | Q(ladder="preside", level="preside")
                | Q(ladder="report", level="report"),
                name="grant_level_on_its_ladder",
            ),
        ]

    def __str__(self):
        return f"{self.delegation_id} {self.level} on {self.paper_id}"


class Told(models.Aggregate):
    """Permission and first revision of several rows in one word: “view_paper:1,draft_paper:1”."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    arg_joiner = " || ':' || "
    output_field = models.CharField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class PaperPermissionQuerySet(models.QuerySet):
    def giving(self, *permissions):
        """Rows that give one of these permissions, whose ids the database looks up once in each statement.

        A join by codename would hide from the planner how many papers a delegation sees, so that it sorts them all for
        a page of twenty-five. Ids kept by the process would be wrong after a flush or a restored backup: other rights.
        """
        anyone = Q()
        for codename in permissions:
            ids = Permission.objects.filter(
                codename=codename, content_type__app_label="drafting", content_type__model="paper"
            )
            anyone |= Q(permission=Subquery(ids.order_by().values("pk")))
        return self.filter(anyone)

    def in_force(self, at=None):
        """Rows whose end, if they have one, has not come."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at or timezone.now()))

    def held_by(self, delegation, at=None):
        """Rows that give this delegation anything now."""
        return self.in_force(at).filter(group=delegation.group_id)

    def live(self, permission, delegation, at=None):
        """Rows that give this delegation this permission now; only views and rules build on it."""
        return self.held_by(delegation, at).giving(permission)

    def of_any(self, permission, at=None):
        """Rows that give this permission to anybody now."""
        return self.in_force(at).giving(permission)

    def in_one_word(self):
        """What rows of one delegation on one paper give, as a single value for a subquery."""
        return self.values("group").annotate(told=Told("permission__codename", "from_number")).values("told")


class PaperPermission(GroupObjectPermissionBase):
    """guardian's direct table: derived from grants by drafting/access.py, in the same transaction, by nobody else."""

    content_object = models.ForeignKey("drafting.Paper", models.CASCADE, related_name="permissions")
    from_number = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(default=timezone.now, help_text="Held without a break since then.")
    until = models.DateTimeField(null=True)

    objects = GroupObjectPermissionManager.from_queryset(PaperPermissionQuerySet)()

    class Meta(GroupObjectPermissionBase.Meta):
        indexes = [models.Index(fields=["content_object", "group"], name="permission_of_paper")]
