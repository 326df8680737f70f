from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.delegations import Delegation
from papers.delegations.models.periods import Period, PeriodQuerySet, ends_after_start
from papers.delegations.naming import in_reader_language
from papers.shared.models import PublicId


class Disclosure(models.TextChoices):
    NAMED = "named", _("The breaking delegation is named to all")
    CHAIR = "chair", _("The breaking delegation is named to the chair only")
    PARAGRAPHS = "paragraphs", _("Only the paragraphs are published")


class Body(PublicId):
    """What adopts papers: a working group with members, rules of procedure and symbols of its own."""

    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField(default=dict)
    symbol_pattern = models.CharField(
        max_length=120,
        default="CMCC/{body}/WP.{year}/{serial:02d}",
        help_text=_("Placeholders: {body}, {year}, {serial}. Revisions add /Rev.1 and so on."),
    )

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["code"]

    def __str__(self):
        return self.code

    @property
    def name(self):
        return in_reader_language(self.names, self.code)


class Membership(Period):
    """A delegation can be on the rolls of a body, from when until when."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="memberships")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("membership"),
            models.UniqueConstraint(
                fields=["body", "delegation"],
                condition=models.Q(until__isnull=True),
                name="one_open_membership",
            ),
        ]

    def __str__(self):
        return f"{self.delegation_id} in {self.body_id}"


class RulesOfProcedure(Period):
    """The centre's dated settings: how long silence lasts, who learns of a break, how often it may be extended."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="rules")
    minimum_silence_hours = models.PositiveSmallIntegerField(_("minimum silence, hours"), default=72)
    shortest_silence_hours = models.PositiveSmallIntegerField(
        _("shortest silence the chair may set with a reason, hours"), default=24
    )
    minimum_round_hours = models.PositiveSmallIntegerField(_("minimum round, hours"), default=24)
    expiry_inclusive = models.BooleanField(_("an act received exactly at expiry still counts"), default=False)
    break_disclosure = models.CharField(max_length=12, choices=Disclosure, default=Disclosure.NAMED)
    maximum_extensions = models.PositiveSmallIntegerField(default=2)
    acknowledgement_quorum_percent = models.PositiveSmallIntegerField(default=0)
    statement_days = models.PositiveSmallIntegerField(_("days for statements after adoption"), default=7)
    outage_minutes = models.PositiveSmallIntegerField(
        _("a gap of the clock longer than this suspends a procedure, minutes"), default=5
    )
    first_report_days = models.PositiveSmallIntegerField(
        _("days until the first progress report"), default=90
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "rules of procedure"
        ordering = ["-starts"]
        constraints = [
            ends_after_start("rules"),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(until__isnull=True), name="one_open_rules"
            ),
            models.CheckConstraint(
                condition=models.Q(shortest_silence_hours__lte=models.F("minimum_silence_hours")),
                name="shortest_silence_within_minimum",
            ),
        ]

    def __str__(self):
        return f"Rules of {self.body_id} from {self.starts:%Y-%m-%d}"
