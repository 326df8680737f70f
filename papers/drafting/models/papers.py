from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Body, Delegation
from papers.delegations.models.periods import Period, PeriodQuerySet
from papers.drafting import levels
from papers.drafting.lifecycle import FROZEN, MARKS, Stage
from papers.drafting.models.access import PaperPermission
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class Kind(models.TextChoices):
    WHITE_PAPER = "white_paper", _("White paper")
    WORKING_PAPER = "working_paper", _("Working paper")
    NON_PAPER = "non_paper", _("Non-paper")
    LIST = "list", _("List kept elsewhere")


# What people write here; a list kept elsewhere is taken over instead.
WRITTEN = [(kind.value, kind.label) for kind in Kind if kind != Kind.LIST]


class Marking(models.TextChoices):
    DELEGATIONS = "delegations", _("Delegations only")
    NO_ATTRIBUTION = "no_attribution", _("No attribution")
    CLEAR = "clear", _("May be passed on")


class Effect(models.TextChoices):
    ADVISORY = "advisory", _("Advisory")
    DECISION = "decision", _("Decision")


class PaperQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Papers whose country grant lets this delegation read, while it takes part and the person may read for it."""
        return self.permitted_to(acting, levels.VIEW)

    def permitted_to(self, acting, permission):
        """Papers on which the delegation holds this permission now, for people who may read for it."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        if acting.is_support and permission == levels.DRAFT:
            return self.none()  # whoever helps reads what was issued, not what is being written
        held = PaperPermission.objects.live(permission, acting.delegation)
        return self.filter(Exists(held.filter(content_object=OuterRef("pk"))))

    def for_list(self):
        """What a line of a list shows, without the texts."""
        return self.select_related("lead", "body", "current").defer("current__text", "current__block_map")

    def for_lines(self):
        """The few fields that the list of papers shows of each, and of its lead and current revision."""
        shown = ("title", "kind", "language", "stage", "theme", "symbol", "first_issue", "moved_at")
        lead, current = ("lead__code", "lead__colour", "lead__names"), ("current__number",)
        return self.select_related("lead", "current").only(*shown, *lead, *current)

    def newest_first(self):
        return self.order_by("-moved_at", "-id")


class Paper(PublicId):
    """A paper as an institution sees it: who leads it, where it stands, under which symbol."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.WHITE_PAPER)
    title = models.CharField(_("title"), max_length=200)
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    lead = models.ForeignKey(Delegation, models.PROTECT, related_name="led_papers")
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.DRAFT, editable=False)
    symbol = models.CharField(max_length=80, null=True, unique=True, editable=False)
    serial_year = models.PositiveSmallIntegerField(null=True, editable=False)
    serial = models.PositiveSmallIntegerField(null=True, editable=False)
    marking = models.CharField(_("marking"), max_length=16, choices=Marking, default=Marking.DELEGATIONS)
    effect = models.CharField(_("effect"), max_length=12, choices=Effect, default=Effect.ADVISORY)
    brackets = models.BooleanField(_("square brackets mark open text"), default=True)
    consulted = models.CharField(
        _("who of the people concerned was consulted"), max_length=300, blank=True,
        help_text=_("Left empty, the paper says that nobody was."),
    )  # fmt: skip
    external = models.BooleanField(default=False, editable=False)
    bulk = models.BooleanField(default=False, editable=False, help_text="Made for measuring only.")
    current = models.ForeignKey(
        "drafting.Revision", models.PROTECT, null=True, editable=False, related_name="+"
    )
    first_issue = models.PositiveIntegerField(
        null=True, editable=False, help_text="Number of the revision that was current at tabling."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(
        default=timezone.now, editable=False, db_index=True, help_text="Last issue or change of stage."
    )
    deferred_until = models.DateField(null=True, editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = levels.PERMISSIONS
        constraints = [
            models.UniqueConstraint(
                fields=["body", "serial_year", "serial"],
                condition=Q(serial__isnull=False),
                name="paper_serial_once",
            ),
            models.CheckConstraint(
                condition=Q(symbol__isnull=True, serial__isnull=True, first_issue__isnull=True)
                | Q(symbol__isnull=False, serial__isnull=False, first_issue__isnull=False)
                | Q(symbol__isnull=False, serial__isnull=True, first_issue__isnull=False, external=True),
                name="paper_symbol_all_or_none",
            ),
            models.CheckConstraint(
                condition=Q(external=True, stage=Stage.PUBLISHED, kind=Kind.LIST)
                | (Q(external=False) & ~Q(stage=Stage.PUBLISHED) & ~Q(kind=Kind.LIST)),
                name="paper_from_elsewhere_is_a_published_list",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.DRAFT) | Q(symbol__isnull=True), name="paper_draft_has_no_symbol"
            ),
        ]
        indexes = [models.Index(F("moved_at").desc(), F("id").desc(), name="paper_newest_first")]

    def __str__(self):
        return self.symbol or self.title

    @property
    def is_tabled(self):
        return self.first_issue is not None

    @property
    def is_frozen(self):
        """The working text may not change: the paper is under silence, adopted or at an end."""
        return self.stage in FROZEN

    @property
    def stage_label(self):
        """What `get_stage_display` says, without Django's walk through every stage in the reader's language."""
        return Stage(self.stage).label

    @property
    def stage_mark(self):
        return MARKS[Stage(self.stage)]

    def label_of(self, number):
        """What revision `number` is called: “Draft 2” before tabling; then none, “Rev.1”, “Rev.2”."""
        if self.first_issue is None or number < self.first_issue:
            return gettext("Draft %(number)d") % {"number": number}
        return gettext("first issue") if number == self.first_issue else f"Rev.{number - self.first_issue}"

    def symbol_of(self, number):
        """The full symbol of a revision, or its label when the paper has none yet."""
        if self.first_issue is None or number < self.first_issue:
            return self.label_of(number)
        return self.symbol if number == self.first_issue else f"{self.symbol}/{self.label_of(number)}"


class Sponsor(Period):
    """A delegation that puts its name to a paper; the lead is one from the start."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="sponsors")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "delegation"], condition=Q(until__isnull=True), name="sponsor_once"
            ),
        ]

    def __str__(self):
        return f"{self.delegation_id} sponsors {self.paper_id}"


class PaperTemplate(ActOf):
    """The text from which a paper of a kind starts, in a language."""

    kind = models.CharField(max_length=16, choices=Kind)
    language = models.CharField(max_length=8, default="en")
    title = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language", "title"], name="template_once")]

    def __str__(self):
        return self.title
