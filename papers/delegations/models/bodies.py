from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.delegations import Delegation
from papers.delegations.models.periods import Period, PeriodQuerySet, ends_after_start
from papers.delegations.naming import in_reader_language
from papers.shared.models import ActOf, PublicId


class Disclosure(models.TextChoices):
    NAMED = "named", _("The breaking delegation is named to all")
    CHAIR = "chair", _("The breaking delegation is named to the chair only")
    PARAGRAPHS = "paragraphs", _("Only the paragraphs are published")


class Late(models.TextChoices):
    """What becomes of a comment after the close of its round."""

    REFUSED = "refused", _("Refused; it is brought in the next round")
    MARKED = "marked", _("Taken for some days and marked as late")
    PERMITTED = "permitted", _("Taken with the chair's permission and marked as late")


class BodyQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Bodies and their rules are known to all who take part."""
        return self if acting.delegation is not None and acting.capabilities else self.none()


class Body(PublicId):
    """What adopts papers: a working group with members, rules of procedure and symbols of its own."""

    code = models.CharField(max_length=20, unique=True)
    names = models.JSONField(default=dict)
    symbol_pattern = models.CharField(
        max_length=120,
        default="CMCC/{body}/WP.{year}/{serial:02d}",
        help_text=_("Placeholders: {body}, {year}, {serial}. Revisions add /Rev.1 and so on."),
    )

    objects = BodyQuerySet.as_manager()

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


class RulesQuerySet(PeriodQuerySet):
    def longest_for(self, delegation, at=None):
        """What the rules of a delegation's bodies leave it before and after a change of its participation, in days.

        Several bodies may say different things; the longest holds, and the usual for a delegation that is in none.
        """
        member = Membership.objects.current(at).filter(delegation=delegation)
        found = self.current(at).filter(body__in=member.values("body"))
        named = ("inactivity_days", "reply_days", "kept_record_days")
        longest = found.aggregate(**{name: models.Max(name) for name in named})
        usual = {name: self.model._meta.get_field(name).default for name in named}
        return {name: usual[name] if days is None else days for name, days in longest.items()}


class RulesOfProcedure(Period, ActOf):
    """The centre's dated settings: how long silence lasts, who learns of a break, how often it may be extended.

    Changing them closes the ones in force and opens others; procedures that have begun keep those they began under.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="rules")
    minimum_silence_hours = models.PositiveSmallIntegerField(_("minimum silence, hours"), default=72)
    shortest_silence_hours = models.PositiveSmallIntegerField(
        _("shortest silence the chair may set with a reason, hours"), default=24
    )
    minimum_round_days = models.PositiveSmallIntegerField(
        _("minimum round, working days of the centre"), default=3
    )
    late_comments = models.CharField(
        _("comments after the close of a round"), max_length=12, choices=Late, default=Late.REFUSED
    )
    late_days = models.PositiveSmallIntegerField(_("days during which late comments are taken"), default=5)
    expiry_inclusive = models.BooleanField(_("an act received exactly at expiry still counts"), default=False)
    break_disclosure = models.CharField(
        _("who is named when silence is broken"), max_length=12, choices=Disclosure, default=Disclosure.NAMED
    )
    maximum_extensions = models.PositiveSmallIntegerField(_("extensions of a silence, at most"), default=2)
    acknowledgement_quorum_percent = models.PositiveSmallIntegerField(
        _("acknowledgements needed for adoption, per cent"), default=0
    )
    statement_days = models.PositiveSmallIntegerField(_("days for statements after adoption"), default=7)
    outage_minutes = models.PositiveSmallIntegerField(
        _("a gap of the clock longer than this suspends a procedure, minutes"), default=5
    )
    first_report_days = models.PositiveSmallIntegerField(
        _("days until the first progress report"), default=90
    )

    decision_ref = models.CharField(
        _("decision"), max_length=200, blank=True, help_text="Empty for the first ones."
    )

    inactivity_days = models.PositiveSmallIntegerField(
        _("days without an act after which a change of participation may be proposed"), default=90
    )
    reply_days = models.PositiveSmallIntegerField(
        _("days a delegation has to reply to a proposed change of its participation"), default=14
    )
    kept_record_days = models.PositiveSmallIntegerField(
        _("days for which a delegation that withdrew still reads its own record"), default=365
    )

    objects = RulesQuerySet.as_manager()

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
