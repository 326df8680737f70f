"""What waits for a person in reviews: to answer, to dispose of, to decide."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.drafting import levels
from papers.drafting.lifecycle import FROZEN, Stage
from papers.drafting.models import Paper
from papers.review.lifecycle import Severity, State, Step
from papers.review.models import Disposition, OnBehalf, Round, RoundEntry
from papers.review.queries import consulting
from papers.review.queries.clearing import chains
from papers.shared.acting import Actor, Capability
from papers.shared.waiting import Silent, Unanswered, Waiting

REACHED = {
    RoundEntry.State.INVITED: "dia",
    RoundEntry.State.OPENED: "half",
    RoundEntry.State.ACKNOWLEDGED: "most",
    RoundEntry.State.DORMANT: "dash",
}


def waiting_for(acting: Actor) -> list[Waiting]:
    """Rounds to answer, comments to propose dispositions for, comments to decide on: one statement for each."""
    own = [*_to_confirm(acting), *_to_answer(acting), *consulting.waiting_for(acting)]
    return [*own, *_to_dispose_of(acting), *_to_decide(acting)]


def unanswered(acting: Actor) -> list[Unanswered]:
    """For the chair: open rounds with those invited that have not said that they are done; one statement."""
    if not acting.can(Capability.PRESIDE):
        return []
    presided = Paper.objects.permitted_to(acting, levels.PRESIDE).filter(pk=OuterRef("round__paper"))
    entries = RoundEntry.objects.filter(
        Exists(presided), round__state=State.OPEN, round__deadline__gt=acting.at, answered_at__isnull=True
    )
    found = entries.select_related("round__paper", "delegation").order_by(
        "round__deadline", "round", "delegation__rank", "delegation__code"
    )
    return [
        Unanswered(
            due=round.deadline,
            what=_("Round %(number)d on %(paper)s") % {"number": round.number, "paper": round.paper.title},
            url=reverse("review:round-detail", args=[round.paper_id, round.number]),
            silent=[Silent(one.delegation, one.state.label, REACHED[one.state]) for one in invited],
        )
        for round, invited in groupby(found, key=attrgetter("round"))
    ]


def _to_confirm(acting: Actor) -> list[Waiting]:
    """Answers of others that are to speak for the own delegation too."""
    if acting.delegation is None or not acting.can(Capability.SPEAK):
        return []
    asked = OnBehalf.objects.visible_to(acting).standing().filter(
        delegation=acting.delegation, confirmed_at__isnull=True, answer__round__state=State.OPEN,
        answer__round__deadline__gt=acting.at,
    )  # fmt: skip
    return [
        Waiting(
            due=one.round.deadline,
            what=str(one.paper.title),
            why=_("%(code)s released its answer to round %(number)d also on your behalf. Confirm it, or say no.")
            % {"code": one.answer.delegation.code, "number": one.round.number},
            url=reverse("review:behalf", args=[one.round.paper_id, one.round.number, one.pk]),
            act=_("Read and confirm"),
            mark="tri",
        )
        for one in asked.select_related("answer__delegation", "answer__round__paper")
    ]  # fmt: skip


def _to_answer(acting: Actor) -> list[Waiting]:
    if acting.delegation is None or not acting.can(Capability.COMMENT):
        return []
    own = RoundEntry.objects.visible_to(acting).filter(delegation=acting.delegation, answered_at__isnull=True)
    waiting = own.filter(
        round__state=State.OPEN, round__deadline__gt=acting.at, round__paper__stage=Stage.CIRCULATION
    )
    entries = list(waiting.with_chain(acting).select_related("round__paper").order_by("round__deadline"))
    return [*_to_clear(acting, entries), *map(_asked, entries)]


def _asked(entry: RoundEntry) -> Waiting:
    return Waiting(
        due=entry.round.deadline,
        what=str(entry.round.paper.title),
        why=_("Your delegation is asked in round %(number)d and has not said that its answer is complete.")
        % {"number": entry.round.number},
        url=reverse("review:round-detail", args=[entry.round.paper_id, entry.round.number]),
        act=_("Comment on the paper"),
        mark="clock",
    )


def _to_clear(acting: Actor, entries: list[Any]) -> list[Waiting]:
    """Drafts that this person's post is to clear next; asked only of delegations that have a chain."""
    chained = [entry.round for entry in entries if entry.is_chained]
    stands = chains(acting, chained) if chained else {}
    return [
        Waiting(
            due=round.deadline,
            what=str(round.paper.title),
            why=_("Drafts of your delegation for round %(number)d wait for your clearance.")
            % {"number": round.number},
            url=reverse("review:clearance", args=[round.paper_id, round.number]),
            act=_("Clear the drafts"),
            mark="tri",
        )
        for round in chained
        if stands[round.pk].has_drafts and stands[round.pk].asks(acting.mandate.seat)
    ]  # fmt: skip


def _to_dispose_of(acting: Actor) -> list[Waiting]:
    if not acting.can(Capability.ISSUE):
        return []
    untouched = ~Exists(Disposition.objects.filter(comment=OuterRef("comments__pk")))
    return [
        _dispositions(round, _("Propose dispositions"), _penholders)
        for round in _rounds(acting, levels.LEAD, untouched)
    ]


def _to_decide(acting: Actor) -> list[Waiting]:
    if not acting.can(Capability.PRESIDE):
        return []
    made = Disposition.objects.filter(comment=OuterRef("comments__pk"))
    proposed = Q(comments__severity=Severity.CRITICAL) | Exists(made.filter(step=Step.PROPOSED))
    undecided = ~Exists(made.filter(step=Step.DECIDED)) & proposed
    return [
        _dispositions(round, _("Decide on comments"), _chairs)
        for round in _rounds(acting, levels.PRESIDE, undecided)
    ]


def _rounds(acting: Actor, permission: str, wait: Any) -> Any:
    """Closed rounds of this person's papers with how many comments wait, and how many of them are critical."""
    papers = Paper.objects.permitted_to(acting, permission).exclude(stage__in=FROZEN)
    open_ones = Q(comments__number__isnull=False) & wait
    counted = Round.objects.closed().filter(Exists(papers.filter(pk=OuterRef("paper")))).annotate(
        waiting=Count("comments", filter=open_ones),
        critical=Count("comments", filter=open_ones & Q(comments__severity=Severity.CRITICAL)),
    )  # fmt: skip
    return counted.filter(waiting__gt=0).select_related("paper").order_by("closed_at")


def _dispositions(round: Any, act: str, why: Any) -> Waiting:
    query = "?state=unproposed" if why is _penholders else "?state=undecided"
    return Waiting(
        due=None,
        what=str(round.paper.title),
        why=why(round),
        url=reverse("review:matrix", args=[round.paper_id, round.number]) + query,
        act=act,
        mark="dia" if round.critical else "tri",
        tone="bad" if round.critical else "",
    )


def _penholders(round: Any) -> str:
    facts = {"n": round.waiting, "critical": round.critical, "number": round.number}
    return ngettext(
        "%(n)d comment of round %(number)d has no proposed disposition; %(critical)d critical.",
        "%(n)d comments of round %(number)d have no proposed disposition; %(critical)d critical.",
        round.waiting,
    ) % facts  # fmt: skip


def _chairs(round: Any) -> str:
    facts = {"n": round.waiting, "critical": round.critical, "number": round.number}
    return ngettext(
        "%(n)d comment of round %(number)d waits for your decision; %(critical)d critical.",
        "%(n)d comments of round %(number)d wait for your decision; %(critical)d critical.",
        round.waiting,
    ) % facts  # fmt: skip
