"""At adoption: each recommendation of the sealed text receives its permanent reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from papers.adoption.models import Adoption
from papers.audit import services as audit
from papers.delegations.queries import rules_of
from papers.drafting.models import Paper, Revision
from papers.drafting.projection import whole
from papers.implementation import progress
from papers.implementation.models import Recommendation
from papers.implementation.services import past
from papers.shared import markdown
from papers.shared.acting import Actor


@dataclass(frozen=True)
class Passage:
    """A recommendation as it stands in the text: its first block, printed number and plain words."""

    block: str
    label: str
    text: str


def at_adoption(adoption: Adoption, *, by: Actor) -> list[Recommendation]:
    """What follows from an adoption, in its own transaction: adopted with references, or not at all."""
    return activate(adoption.paper, adoption.revision, at=adoption.at, by=by, adoption=adoption)


@transaction.atomic
def activate(
    paper: Paper, revision: Revision, *, at: datetime, by: Actor, adoption: Adoption | None = None
) -> list[Recommendation]:
    """Number the recommendations of a sealed revision, in the transaction that adopts it.

    No rule is asked here: adopting is the act, and it was allowed. The paper enters implementation with the first
    act on one of them. A second call adds nothing.
    """
    known = {str(block) for block in paper.recommendations.values_list("block", flat=True)}
    fresh = [passage for passage in passages(whole(revision).block_map) if passage.block not in known]
    if not fresh:
        return []
    every_days, day = rules_of(paper.body, at).first_report_days, timezone.localdate(at)
    times = progress.timetable(progress.Heard(day), due=None, every_days=every_days)
    made = Recommendation.objects.bulk_create(
        Recommendation(
            paper=paper, revision=revision, adoption=adoption, block_id=passage.block, serial=serial,
            label=passage.label, reference=f"{paper.symbol}/R{serial}", text=passage.text, adopted_at=at,
            followed_from=day, every_days=every_days, silent_on=times.silent_on,
        )
        for serial, passage in enumerate(fresh, start=len(known) + 1)
    )  # fmt: skip
    past.begin(made)
    audit.record(
        "implementation.recommendations.numbered", paper, by=by, paper=paper, number=revision.number,
        references=[recommendation.reference for recommendation in made],
    )  # fmt: skip
    return made


def passages(block_map: list[dict[str, Any]]) -> Iterator[Passage]:
    """The recommendations of an issued text in its order, each in plain words without its printed number."""
    inside = (entry for entry in block_map if entry.get("recommendation") is not None)
    for _index, group in groupby(inside, key=lambda entry: entry["recommendation"]):
        entries = list(group)
        words = [markdown.from_json(entry).body for entry in entries]
        yield Passage(entries[0]["id"], entries[0]["label"], "\n\n".join(filter(None, words)))
