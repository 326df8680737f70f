from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from papers.delegations.models.periods import Period, PeriodQuerySet, ends_after_start
from papers.delegations.naming import in_reader_language
from papers.delegations.roles import State
from papers.shared.models import ActOf, PublicId


class Kind(models.TextChoices):
    COUNTRY = "country", _("Country")
    ORGANISATION = "organisation", _("Organisation")
    SECRETARIAT = "secretariat", _("Secretariat")
    CONSULTED = "consulted", _("Consulted party")
    BODY = "body", _("Body")


# Those to whom access is given, who are asked, and who start papers.
SEATED = frozenset({Kind.COUNTRY, Kind.ORGANISATION})


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """Those who take part are known to all who take part; consulted parties, and without part, only oneself."""
        if acting.delegation is None:
            return self.none()
        own = Q(pk=acting.delegation.pk)
        takes_part = acting.capabilities and acting.delegation.kind != Kind.CONSULTED
        return self.filter(own | ~Q(kind=Kind.CONSULTED)) if takes_part else self.filter(own)

    def parties_known_to(self, acting):
        """Consulted parties; those whose name is withheld only to the post that is their custodian."""
        known = Q(custodian=None)
        if acting.mandate is not None:
            known |= Q(custodian=acting.mandate.seat)
        return self.filter(known, kind=Kind.CONSULTED).in_order()

    def seated(self):
        """Countries and organisations."""
        return self.filter(kind__in=SEATED)

    def with_state(self, at=None):
        """Adds `state`, how each takes part at that moment, or None."""
        periods = Participation.objects.current(at).filter(delegation=OuterRef("pk"))
        return self.annotate(state=Subquery(periods.values("state")[:1]))

    def in_order(self):
        return self.order_by("rank", "code")


class Delegation(PublicId):
    """The actor of this product: a country, an organisation, the secretariat, a consulted party or a body."""

    code = models.CharField(max_length=8, unique=True, validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,7}$")])
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COUNTRY)
    iso = models.CharField(max_length=3, blank=True)
    names = models.JSONField(default=dict, help_text=_("Name by language code; English is required."))
    zone = models.CharField(max_length=60, default="UTC", help_text=_("Time zone of the capital."))
    group = models.OneToOneField(Group, models.PROTECT, editable=False, related_name="delegation")
    colour = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    rank = models.PositiveSmallIntegerField(default=100)
    custodian = models.ForeignKey(
        "delegations.Seat", models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        help_text="The post that alone knows the name of a party whose name is withheld for its safety.",
    )  # fmt: skip

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "code"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="secretariat"), name="one_secretariat"),
            models.CheckConstraint(condition=Q(colour__range=(1, 12)), name="delegation_colour_known"),
            models.CheckConstraint(
                condition=Q(custodian__isnull=True) | Q(kind="consulted"), name="only_a_party_has_a_custodian"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def name(self):
        return in_reader_language(self.names, self.code)


class ParticipationQuerySet(PeriodQuerySet):
    def visible_to(self, acting):
        return self.filter(delegation__in=Delegation.objects.visible_to(acting))


class Participation(Period, ActOf):
    """How a delegation takes part, from when until when, by which decision. Kept for ever."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="participations")
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    decision_ref = models.CharField(max_length=120, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            ends_after_start("participation"),
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(until__isnull=True), name="one_open_participation"
            ),
        ]

    def __str__(self):
        return f"{self.delegation_id} {self.state}"
