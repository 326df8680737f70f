"""Which delegations have been quiet, as far as the centre may know, and what those that left have left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from papers.audit.models import Audience, Event
from papers.delegations.models import (
    Delegation,
    Mandate,
    Membership,
    Participation,
    ProposedChange,
    RulesOfProcedure,
    Settlement,
)
from papers.delegations.models.delegations import SEATED
from papers.delegations.roles import AWAY, State
from papers.drafting import levels
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper, PaperPermission
from papers.implementation.models import Assignment
from papers.implementation.models.recommendations import Recommendation
from papers.review.lifecycle import Fate
from papers.review.models import Amendment, Bracket, BracketWish, Reservation
from papers.shared.acting import Acting, Capability
from papers.shared.waiting import Waiting

# What a delegation opened of what it was asked about: the chair knows it by name, so it may count as a sign of life.
OPENED = ("review.round.read", "adoption.silence.read")
STILL_THERE = (State.ACTIVE, State.OBSERVER)
OVER = (Stage.WITHDRAWN, Stage.LAPSED, Stage.CLOSED, Stage.SUPERSEDED, Stage.TRANSFERRED)


@dataclass(frozen=True)
class Quiet:
    """A delegation without an act for longer than the rules of its bodies allow, and the proposal on it, if any."""

    delegation: Any
    since: datetime
    days: int
    allowed: int
    proposal: ProposedChange | None = None


@dataclass(frozen=True)
class Left:
    """One thing that a delegation left open: what it is, where it stands, and what the chair decided of it."""

    kind: str
    target: Any
    paper: Any
    label: str
    words: str
    url: str
    settlement: Settlement | None
    may_settle: bool
    may_lapse: bool = False
    may_pass_on: bool = False


@dataclass(frozen=True)
class LeftOpen:
    """All that one delegation left open, as the one who reads may see it."""

    delegation: Delegation
    period: Participation | None
    items: list[Left]

    @property
    def waiting(self) -> int:
        """How much is neither settled nor decided."""
        return sum(item.settlement is None for item in self.items)


def last_act(acting: Acting, delegation: Any) -> QuerySet[Event]:
    """What this delegation did that the centre may know of, newest first.

    Its own drafts, notes and people are not the centre's: a date of them would tell that they exist.
    """
    presided = PaperPermission.objects.live(levels.PRESIDE, acting.delegation)
    people = Mandate.objects.filter(pk=OuterRef("mandate_uuid"), seat__delegation=OuterRef("delegation_uuid"))
    known = Q(audience__in=[Audience.PAPER, Audience.CHAIR]) | Q(verb__in=OPENED)
    return Event.objects.filter(
        known, Exists(presided.filter(content_object=OuterRef("paper_uuid"))), Exists(people),
        delegation_uuid=delegation,
    ).order_by("-seq")  # fmt: skip


def quiet(acting: Acting, proposed: Iterable[ProposedChange] | None = None) -> list[Quiet]:
    """Delegations that are active or observe and did nothing for longer than their bodies allow; three statements."""
    if not acting.can(Capability.REGISTER):
        return []
    if proposed is None:
        proposed = ProposedChange.objects.visible_to(acting).open()
    allowed = _allowed(acting.at)
    periods = Participation.objects.current(acting.at).filter(
        delegation=OuterRef("pk"), state__in=STILL_THERE
    )
    there = Delegation.objects.visible_to(acting).filter(Exists(periods), pk__in=allowed, kind__in=SEATED)
    dated = there.annotate(
        part_since=Subquery(periods.values("starts")[:1]),
        acted_at=Subquery(last_act(acting, OuterRef("pk")).values("at")[:1]),
    )
    pending = {one.delegation_id: one for one in proposed}
    rows = [_quiet(acting, one, allowed[one.pk], pending.get(one.pk)) for one in dated.in_order()]
    return [row for row in rows if row.days >= row.allowed]


def _quiet(acting: Acting, one: Any, allowed: int, proposal: ProposedChange | None) -> Quiet:
    since = max(one.acted_at or one.part_since, one.part_since)
    return Quiet(one, since, (acting.at - since).days, allowed, proposal)


def _allowed(at: datetime) -> dict[Any, int]:
    """For each member of a body the longest that one of its bodies leaves it without an act."""
    rules = RulesOfProcedure.objects.current(at).filter(body=OuterRef("body"))
    members = Membership.objects.current(at).annotate(days=Subquery(rules.values("inactivity_days")[:1]))
    found: dict[Any, int] = {}
    for member, days in members.values_list("delegation", "days"):
        found[member] = max(found.get(member, 0), days or 0)
    return found


def left_open(acting: Acting, delegation: Delegation) -> LeftOpen:
    """What a delegation that does not take part has left: papers, reservations, amendments, brackets, tasks."""
    period = Participation.objects.current(acting.at).filter(delegation=delegation).first()
    if period is None or period.state not in {*AWAY, State.DORMANT}:
        return LeftOpen(delegation, period, [])
    done = {one.target_uuid: one for one in Settlement.objects.visible_to(acting).filter(period=period)}
    things = [thing for gather in GATHER for thing in gather(acting, delegation)]
    papers = Paper.objects.permitted_to(acting, levels.PRESIDE).filter(
        pk__in={thing.paper.pk for thing in things}
    )
    chaired = set(papers.values_list("pk", flat=True)) if acting.can(Capability.PRESIDE) else set()
    items = [_left(thing, done.get(thing.target.pk), period, thing.paper.pk in chaired) for thing in things]
    return LeftOpen(delegation, period, items)


class Thing(NamedTuple):
    """One thing that hangs on a delegation: what it is, on which paper, its words, and its page."""

    kind: str
    target: Any
    paper: Any
    words: str
    url: str


def _left(thing: Thing, settlement: Settlement | None, period: Participation, is_chaired: bool) -> Left:
    """What may be done with it; the services ask their rules again, each for the one thing that is settled."""
    may = settlement is None and is_chaired
    return Left(
        kind=thing.kind, target=thing.target, paper=thing.paper, label=KINDS[thing.kind](),
        words=Truncator(thing.words).words(24), url=thing.url, settlement=settlement, may_settle=may,
        may_lapse=may and thing.kind == "reservation" and period.state in AWAY,
        may_pass_on=may and thing.kind == "paper",
    )  # fmt: skip


def _reservations(acting: Acting, delegation: Delegation) -> list[Thing]:
    found = Reservation.objects.visible_to(acting).outstanding().filter(delegation=delegation)
    return [
        Thing("reservation", one, one.paper, one.text or one.passage or one.get_kind_display(),
         reverse("review:reservation-list", args=[one.paper_id]))
        for one in found.select_related("paper__lead").order_by("entered_at")
    ]  # fmt: skip


def _amendments(acting: Acting, delegation: Delegation) -> list[Thing]:
    undecided = Amendment.objects.visible_to(acting).filter(
        delegation=delegation, state__in=[Fate.PROPOSED, Fate.ACCEPTED]
    )
    return [
        Thing("amendment", one, one.paper, f"{one.reference} {one.words or one.quote}",
         reverse("review:amendment-detail", args=[one.paper_id, one.round.number, one.pk]))
        for one in undecided.select_related("paper__lead", "round").order_by("made_at")
    ]  # fmt: skip


def _brackets(acting: Acting, delegation: Delegation) -> list[Thing]:
    wished = BracketWish.objects.filter(bracket=OuterRef("pk"), delegation=delegation)
    found = (
        Bracket.objects.visible_to(acting).filter(Exists(wished), settled="").select_related("paper__lead")
    )
    return [
        Thing("bracket", one, one.paper, one.words, reverse("review:bracket-list", args=[one.paper_id]))
        for one in found.order_by("paper", "pk")
    ]


def _recommendations(acting: Acting, delegation: Delegation) -> list[Thing]:
    part = Assignment.objects.current(acting.at).filter(delegation=delegation, recommendation=OuterRef("pk"))
    found = (
        Recommendation.objects.visible_to(acting).open().filter(Exists(part)).select_related("paper__lead")
    )
    return [
        Thing("recommendation", one, one.paper, f"{one.reference} {one.text}",
         reverse("implementation:recommendation-detail", args=[one.pk]))
        for one in found.order_by("reference")
    ]  # fmt: skip


def _papers(acting: Acting, delegation: Delegation) -> list[Thing]:
    led = (
        Paper.objects.visible_to(acting)
        .filter(lead=delegation)
        .exclude(stage__in=OVER)
        .select_related("lead")
    )
    return [
        Thing(
            "paper",
            one,
            one,
            f"{one.symbol or ''} {one.title}".strip(),
            reverse("portal:paper-detail", args=[one.pk]),
        )
        for one in led.order_by("symbol", "pk")
    ]


def waiting_for(acting: Acting) -> list[Waiting]:
    """For the register: who is quiet, and what may be decided; for a delegation: what it may reply to."""
    if acting.delegation is None:
        return []
    proposed = list(ProposedChange.objects.visible_to(acting).open().select_related("delegation"))
    found = [_pending(acting, one) for one in proposed]
    silent = [one for one in quiet(acting, proposed) if one.proposal is None]
    if silent:
        found.append(
            Waiting(
                due=None,
                what=_("Delegations that have been quiet: %(n)d") % {"n": len(silent)},
                why=", ".join(one.delegation.name for one in silent[:5]),
                url=reverse("portal:quiet-list"),
                act=_("See how long"),
                mark="dash",
            )
        )
    return [one for one in found if one is not None]


def _pending(acting: Acting, change: ProposedChange) -> Waiting | None:
    own = acting.delegation.pk == change.delegation_id
    if not own and acting.at < change.reply_until:
        return None
    return Waiting(
        due=change.reply_until if own else None,
        what=_("It is proposed that %(name)s take part as “%(state)s”")
        % {"name": change.delegation.name, "state": change.get_state_display()},
        why=_("Your delegation may reply until then.")
        if own
        else _("The time to reply is over; it is to be decided."),
        url=reverse("delegations:participation-detail", args=[change.delegation.code]),
        act=_("Read the proposal"),
        mark="clock",
    )


Gather = Callable[[Acting, Delegation], list[Thing]]
GATHER: tuple[Gather, ...] = (_papers, _reservations, _amendments, _brackets, _recommendations)
KINDS: dict[str, Callable[[], str]] = {
    "paper": lambda: _("Paper it leads"),
    "reservation": lambda: _("Reservation"),
    "amendment": lambda: _("Amendment"),
    "bracket": lambda: _("Words in brackets"),
    "recommendation": lambda: _("Recommendation"),
}
