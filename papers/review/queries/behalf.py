"""For whom answers speak beside the delegation that released them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from papers.drafting.heads import head_of
from papers.drafting.projection import for_reader
from papers.review import passages, rules
from papers.review.models import Answer, Comment, OnBehalf, Round
from papers.review.queries.facts import told
from papers.shared.acting import Actor


def in_round(acting: Actor, round: Round) -> list[OnBehalf]:
    """Those that this person may know of, in one statement: confirmed ones, and what the own one asks or is asked."""
    found = OnBehalf.objects.visible_to(acting).standing().filter(answer__round=round)
    return list(found.select_related("delegation", "answer__delegation"))


def by_answer(found: Iterable[OnBehalf]) -> dict[Any, list[Any]]:
    """The delegations for which an answer speaks, by answer."""
    spoken = defaultdict(list)
    for one in found:
        if one.speaks:
            spoken[one.answer_id].append(one.delegation)
    return spoken


def taken_back(acting: Actor, round: Round, since: datetime) -> bool:
    """Whether words that others had shown to the own delegation may have been taken back from it since."""
    recalled = Answer.objects.filter(round=round, recalled_at__gte=since).exclude(
        delegation=acting.delegation
    )
    asked = OnBehalf.objects.filter(answer__round=round, delegation=acting.delegation)
    return recalled.exists() or asked.filter(withdrawn_at__gte=since).exists()


def behalf_page(acting: Actor, one: OnBehalf) -> dict[str, Any]:
    """What the other delegation said, and whether it is to speak for the own one."""
    round = one.round
    names = passages.named(for_reader(round.revision, acting).block_map)
    comments = Comment.objects.visible_to(acting).filter(answer=one.answer_id).standing().for_list()
    return {
        "one": one,
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review"),
        "comments": [told(comment, names, round) for comment in comments],
        "may_confirm": not one.speaks and rules.can_confirm(acting, one),
        "may_disown": one.withdrawn_at is None and rules.can_disown(acting, one),
    }
