"""How far an answer has come within its delegation: read by its own people alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from papers.delegations import roles
from papers.delegations.models import Seat
from papers.drafting.heads import head_of
from papers.drafting.projection import for_reader
from papers.review import passages, rules
from papers.review.clearing import Chain, chain_of
from papers.review.lifecycle import RECALL
from papers.review.models import Answer, Clearance, ClearanceStep, NationalNote, Round, Suggestion
from papers.review.queries import suggestions
from papers.review.queries.national import Written
from papers.review.queries.rounds import invited_to
from papers.shared.acting import Actor, Capability


def chain(acting: Actor, round: Round) -> Chain:
    """The own delegation's chain, and how far it has come with the drafts for this round; four statements."""
    return chains(acting, [round])[round.pk]


def chains(acting: Actor, rounds: Sequence[Round]) -> dict[Any, Chain]:
    """The same for several rounds, in as many statements."""
    seats = [step.seat for step in ClearanceStep.objects.visible_to(acting).select_related("seat")]
    drafts, changed, verdicts = defaultdict(list), defaultdict(list), defaultdict(list)
    for note in _drafts(acting).filter(revision__in=[round.revision_id for round in rounds]):
        drafts[note.revision_id].append(note)
    for suggestion in _suggestions(acting).filter(round__in=rounds):
        changed[suggestion.round_id].append(suggestion)
    for verdict in Clearance.objects.visible_to(acting).filter(round__in=rounds):
        verdicts[verdict.round_id].append(verdict)
    return {
        round.pk: chain_of(seats, verdicts[round.pk], [*drafts[round.revision_id], *changed[round.pk]])
        for round in rounds
    }


def clearance_page(acting: Actor, round: Round) -> dict[str, Any]:
    """The drafts for a round, who has cleared them and what was said so far."""
    seats = [step.seat for step in ClearanceStep.objects.visible_to(acting).select_related("seat")]
    found = list(_drafts(acting).filter(revision=round.revision_id).for_list())
    said = list(Clearance.objects.visible_to(acting).filter(round=round).select_related("by", "seat"))
    suggested = suggestions.of_round(acting, round)
    stands = chain_of(seats, said, [*found, *(kept.suggestion for kept in suggested)])
    names = passages.named(for_reader(round.revision, acting).block_map)
    entry = rules.entry_of(acting, round)
    is_open = rules.takes_comments(acting, round) and rules.has_not_answered(acting, round)
    return {
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review"),
        "chain": stands,
        "drafts": [Written(one, names.get(str(one.block_id)), may_change=False) for one in found],
        "suggestions": suggested,
        "said": said,
        "entry": entry,
        "may_clear": is_open and rules.can_clear(acting, stands),
        "may_set": rules.can_set_chain(acting, acting.delegation),
        "may_release": rules.can_release(acting, round),
    }


def chain_page(acting: Actor) -> dict[str, Any]:
    """The seats that may clear, and the places that they have now."""
    able = roles.with_capability(Capability.COMMENT)
    return {
        "seats": list(Seat.objects.visible_to(acting).filter(role__in=able).order_by("role", "title")),
        "steps": list(ClearanceStep.objects.visible_to(acting).select_related("seat", "by")),
        "may_set": rules.can_set_chain(acting, acting.delegation),
    }


def release_page(acting: Actor, round: Round) -> dict[str, Any]:
    """What releasing would send, how far it is cleared, and whether a released answer can still be recalled."""
    names = passages.named(for_reader(round.revision, acting).block_map)
    drafts = _drafts(acting).filter(revision=round.revision).for_list()
    stands = None if rules.is_unchained(acting, round) else chain(acting, round)
    standing = Answer.objects.visible_to(acting).standing().filter(round=round).first()
    return {
        "drafts": [Written(one, names.get(str(one.block_id)), may_change=False) for one in drafts],
        "suggestions": suggestions.of_round(acting, round),
        "chain": stands,
        "others": invited_to(round).with_state().exclude(pk=acting.delegation.pk),
        "is_cleared": stands is None or stands.is_complete,
        "answer": standing,
        "may_recall": standing is not None and acting.at <= standing.released_at + RECALL,
    }


def _drafts(acting: Actor) -> Any:
    return NationalNote.objects.visible_to(acting).drafts()


def _suggestions(acting: Actor) -> Any:
    return Suggestion.objects.visible_to(acting).waiting()
