"""Reservations as pages show them: those of a paper, and the register over all papers one may see."""

from __future__ import annotations

from typing import Any

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.review import rules
from papers.review.models import Reservation
from papers.shared.acting import Actor

MOST = 200  # lines of the register on one page; filters narrow it


def of_paper(acting: Actor, paper: Paper) -> dict[str, Any]:
    """The reservations on a paper that this person may see, those that stand first."""
    found = list(Reservation.objects.visible_to(acting).filter(paper=paper).for_list())
    for one in found:
        one.may_lift = rules.can_lift(acting, one)
    return {
        "paper": paper,
        "head": head_of(acting, paper, "review"),
        "reservations": found,
        "outstanding": sum(one.stands for one in found),
        "may_reserve": rules.can_reserve(acting, paper),
        "why_not": rules.can_reserve.why_not(acting, paper),
    }


def register(acting: Actor, *, kind: str = "", delegation: str = "", lifted: bool = False) -> dict[str, Any]:
    """Reservations over all papers that this person may see: outstanding ones, or with those that were lifted."""
    visible = Reservation.objects.visible_to(acting)
    found = visible if lifted else visible.outstanding()
    found = found.filter(kind=kind) if kind else found
    found = found.filter(delegation__code=delegation) if delegation else found
    rows = list(found.for_list()[: MOST + 1])
    return {"reservations": rows[:MOST], "has_more": len(rows) > MOST}


def blocking(paper: Paper) -> list[Reservation]:
    """Those that keep the paper from being placed under silence, whoever may read them."""
    return list(Reservation.objects.filter(paper=paper).blocking().select_related("delegation"))


def outstanding_on(paper: Paper) -> list[Reservation]:
    """All that stand on a paper, for the chair who places it."""
    return list(Reservation.objects.filter(paper=paper).outstanding().for_list())
