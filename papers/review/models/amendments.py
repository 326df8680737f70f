from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.delegations.models import Delegation
from papers.drafting.models import Block, Paper, Revision, released
from papers.review.anchoring import Anchor
from papers.review.lifecycle import FATE_MARKS, Fate, Op, Stance
from papers.review.models.rounds import Round
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class AmendmentQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """On revisions the delegation may see: its own, those it is asked to join, all once the close numbered them."""
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        seen = Exists(Revision.objects.visible_to(acting).filter(pk=OuterRef("revision")))
        asked = Exists(Cosponsor.objects.filter(amendment=OuterRef("pk"), delegation=acting.delegation))
        mine = Q(delegation=acting.delegation) | Q(asked, state=Fate.PROPOSED)
        return self.filter(seen, released(acting)).filter(Q(number__isnull=False) | mine)

    def standing(self):
        """Those that were not taken back."""
        return self.exclude(state=Fate.WITHDRAWN)

    def opened(self):
        """Those that everyone with the paper may read."""
        return self.filter(number__isnull=False)

    def for_list(self):
        """A card each, with its sponsors and the positions on it, in three statements."""
        related = self.select_related("delegation", "by", "applied_in", "round")
        light = related.defer("applied_in__text", "applied_in__block_map")
        named = [
            Prefetch("cosponsors", Cosponsor.objects.select_related("delegation")),
            Prefetch("positions", Position.objects.select_related("delegation")),
        ]
        return light.prefetch_related(*named).in_order()

    def with_counts(self):
        """How many delegations support each and how many oppose it."""
        counts = {
            name: Count("positions", filter=Q(positions__stance=stance))
            for name, stance in (("for_it", Stance.SUPPORTS), ("against_it", Stance.OPPOSES))
        }
        return self.annotate(**counts)

    def in_order(self):
        """By number; before there is one, as they were made."""
        return self.order_by(F("number").asc(nulls_last=True), "made_at", "pk")


class Amendment(PublicId, ActOf):
    """A proposal to change named words of an issued revision, by one delegation and those that join it."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="amendments")
    round = models.ForeignKey(Round, models.CASCADE, related_name="amendments")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    block = models.ForeignKey(Block, models.PROTECT, related_name="+")
    op = models.CharField(max_length=8, choices=Op)
    quote = models.TextField(
        blank=True, help_text="The words that go; none for a new passage after the block."
    )
    words = models.TextField(blank=True, help_text="The words that come in their place.")
    before = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    number = models.PositiveIntegerField(
        null=True, editable=False, help_text="Given at the close, gapless in the paper."
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=Fate, default=Fate.PROPOSED, editable=False)
    state_at = models.DateTimeField(null=True, editable=False)
    verdict = models.TextField(blank=True, help_text="Why it was decided so.")
    applied_in = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="amended_by"
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(op=Op.ADD, quote="") & ~Q(words="") | ~Q(op=Op.ADD) & ~Q(quote=""),
                name="amendment_names_words_or_adds_some",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=[Fate.PROPOSED, Fate.WITHDRAWN]),
                name="amendment_decided_once_all_may_read_it",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[Fate.REJECTED, Fate.OVERTAKEN]) | ~Q(verdict=""),
                name="amendment_not_taken_says_why",
            ),
            models.CheckConstraint(
                condition=Q(applied_in__isnull=True) | Q(state=Fate.APPLIED),
                name="amendment_issued_was_applied",
            ),
        ]
        indexes = [models.Index(fields=["revision", "block"], name="amendment_of_passage")]

    def __str__(self):
        return self.reference or f"amendment of {self.delegation_id}"

    @property
    def reference(self):
        """“AM 14”, permanent; empty before the close."""
        return f"AM {self.number}" if self.number else ""

    @property
    def is_open(self):
        """Whether everyone with the paper may read it."""
        return self.number is not None

    @property
    def anchor(self):
        return Anchor(str(self.block_id), self.quote, self.before, self.after)

    @property
    def mark(self):
        return FATE_MARKS[Fate(self.state)][0]

    @property
    def tone(self):
        return FATE_MARKS[Fate(self.state)][1]

    @property
    def sponsors(self):
        """The delegations that put it forward, the proposer first; for rows of `for_list`."""
        return [self.delegation, *(one.delegation for one in self.cosponsors.all() if one.agreed_at)]

    @property
    def supporting(self):
        return [one.delegation for one in self.positions.all() if one.stance == Stance.SUPPORTS]

    @property
    def opposing(self):
        return [one.delegation for one in self.positions.all() if one.stance == Stance.OPPOSES]

    @property
    def title(self):
        """“AM 14 (XA, XB)”; before it has a number, who puts it forward."""
        codes = ", ".join(one.code for one in self.sponsors)
        return (
            f"{self.reference} ({codes})" if self.number else _("Amendment of %(codes)s") % {"codes": codes}
        )


class OnAmendment(models.QuerySet):
    def visible_to(self, acting):
        """Whatever hangs on an amendment is seen by those who see the amendment."""
        return self.filter(Exists(Amendment.objects.visible_to(acting).filter(pk=OuterRef("amendment"))))


class Cosponsor(ActOf):
    """A delegation that was asked to put its name to an amendment, and whether it did."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="cosponsors")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    agreed_at = models.DateTimeField(null=True, editable=False)

    objects = OnAmendment.as_manager()

    class Meta:
        ordering = ["delegation__rank", "delegation__code"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "delegation"], name="cosponsor_once"),
        ]

    def __str__(self):
        return f"{self.delegation_id} with {self.amendment_id}"


class Position(ActOf):
    """What a delegation thinks of another's amendment; it may change its mind, the record keeps both."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="positions")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    stance = models.CharField(gettext_lazy("position"), max_length=8, choices=Stance)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OnAmendment.as_manager()

    class Meta:
        ordering = ["delegation__rank", "delegation__code"]
        constraints = [models.UniqueConstraint(fields=["amendment", "delegation"], name="position_once")]

    def __str__(self):
        return f"{self.delegation_id} {self.stance}"
