"""Rounds as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papers.delegations.models import Delegation
from papers.drafting import rules as drafting
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.projection import for_reader
from papers.review import passages, rules
from papers.review.models import Comment, Round, RoundEntry
from papers.review.queries import behalf
from papers.review.queries.facts import told
from papers.review.queries.times import Least
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Totals:
    """How many delegations were asked, and how far they came."""

    invited: int
    acknowledged: int
    answered: int
    unopened: int = 0
    dormant: int = 0


def open_round_of(acting: Actor, paper: Paper) -> Round | None:
    """The round in which comments on this paper are taken now, if this person may see it."""
    found = Round.objects.visible_to(acting).open().filter(paper=paper).select_related("paper", "revision")
    return found.defer("revision__text", "revision__block_map").first()


def answers_total(acting: Actor, round: Round) -> Totals | None:
    """Who was asked and how many answered, in numbers: to the chair at once, to others after the close."""
    if round.is_open and not drafting.presides(acting, round.paper):
        return None
    return _totals(list(round.entries.all()))


def round_list(acting: Actor, paper: Paper) -> dict[str, Any]:
    """The rounds of a paper, newest first, and whether the next may be opened."""
    rounds = list(Round.objects.visible_to(acting).filter(paper=paper).for_list().with_totals())
    return {
        "paper": paper,
        "rounds": rounds,
        "may_open": rules.can_open_round(acting, paper),
        "may_issue": bool(rounds) and rules.can_issue_next(acting, paper),
        "head": head_of(acting, paper, "review", review=len(rounds) or None),
    }


def round_page(acting: Actor, round: Round) -> dict[str, Any]:
    """A round: what is asked, who answered as far as one may know, and the comments one may see."""
    entries = _entries(acting, round)
    comments = Comment.objects.visible_to(acting).filter(round=round).standing().for_list()
    names = passages.named(for_reader(round.revision, acting).block_map)
    comments = list(comments)
    others = behalf.in_round(acting, round) if any(comment.answer_id for comment in comments) else []
    spoken = behalf.by_answer(others)
    said = [told(comment, names, round, behalf=spoken[comment.answer_id]) for comment in comments]
    own = rules.entry_of(acting, round)
    presides = drafting.presides(acting, round.paper)
    return {
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review", review=round.number),
        "own": own,
        "entries": entries if presides else [],
        "totals": _totals(entries) if presides else _annotated(round),
        "comments": said,
        "others": [one for one in others if acting.delegation and one.concerns(acting.delegation)],
        "is_over": round.is_over(acting.at),
        "may_comment": rules.can_comment_freely(acting, round),
        "changing": own.delegation_id if own and rules.can_comment_freely(acting, round) else 0,
        "may_amend": rules.can_comment_now(acting, round),
        "why_not": rules.can_comment_freely.why_not(acting, round) if own else None,
        "may_acknowledge": bool(own and not own.acknowledged_at and rules.can_acknowledge(acting, round)),
        "may_answer": rules.can_answer(acting, round),
        "late_until": rules.late_until(acting, round) if own else None,
        "may_comment_late": bool(own) and rules.can_comment_late(acting, round),
        "permissions": list(round.permissions.select_related("delegation")) if round.has_permissions else [],
        "may_permit": presides and rules.can_permit_late(acting, round),
        "may_extend": rules.can_extend_round(acting, round),
        "extensions": list(round.extensions.all()) if round.version else [],
        "may_close": presides and round.is_open and all(entry.answered_at for entry in entries),
        "passages": names,
    }


def invitable(acting: Actor) -> Any:
    """The delegations that can be asked: countries and organisations that take part, with `state`."""
    seated = Delegation.objects.visible_to(acting).seated().with_state(acting.at)
    return seated.filter(state__in=rules.TAKING_PART).in_order()


def joinable(acting: Actor) -> Any:
    """The delegations that can be asked to join an amendment: those that can be asked at all, but the own one."""
    return invitable(acting).exclude(pk=acting.delegation.pk if acting.delegation else None)


def invited_to(round: Round) -> Any:
    """The delegations that were asked in a round."""
    return Delegation.objects.filter(pk__in=round.entries.values("delegation")).in_order()


def suggested(paper: Paper, least: Least) -> dict[str, Any]:
    """What a new round begins with: the body's members except the lead, about a week, noon at the centre."""
    members = paper.body.memberships.current(least.at).exclude(delegation=paper.lead_id)
    return {"delegations": list(members.values_list("delegation", flat=True)), "deadline": least.usual}


def _entries(acting: Actor, round: Round) -> list[RoundEntry]:
    """The invitations this person may see, in one query; the own one is remembered for the rules."""
    visible = RoundEntry.objects.visible_to(acting).filter(round=round).with_chain(acting)
    entries = list(visible.select_related("delegation"))
    own = [entry for entry in entries if acting.delegation and entry.delegation_id == acting.delegation.pk]
    acting.memo["entry", round.pk] = own[0] if own else None
    return entries


def _totals(entries: list[RoundEntry]) -> Totals:
    return Totals(
        invited=len(entries),
        acknowledged=sum(entry.acknowledged_at is not None for entry in entries),
        answered=sum(entry.answered_at is not None for entry in entries),
        unopened=sum(entry.state == RoundEntry.State.INVITED for entry in entries),
        dormant=sum(entry.state == RoundEntry.State.DORMANT for entry in entries),
    )


def _annotated(round: Any) -> Totals | None:
    """The totals that came with the round: none while it is open."""
    if round.is_open:
        return None
    return Totals(round.invited, round.acknowledged, round.answered, round.unopened, round.dormant)
