"""Writes of sockets, many in one transaction: when it is committed, they are saved. Nothing else counts as saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from papers.drafting import rules
from papers.drafting.live import log
from papers.drafting.live.door import actings_on
from papers.drafting.live.log import Entry
from papers.drafting.models import Paper, WorkingText


class Offer(NamedTuple):
    """An update that somebody wants in the log."""

    user_id: Any
    mandate_id: UUID
    payload: bytes


@transaction.atomic(durable=True)
def append(paper_id: UUID, generation: int, offers: Sequence[Offer]) -> list[int | None]:
    """Put a group of updates into the log; for each its number, or None where its author may not write now.

    The paper's lock is what access, stage and generation change under: whoever lost the right before this
    transaction does not get in by it.
    """
    paper = Paper.objects.select_for_update(no_key=True).get(pk=paper_id)
    working = WorkingText.objects.only("paper_id", "generation", "head_seq", "size").get(paper=paper_id)
    if working.generation != generation or working.size > settings.LOG_LIMIT:
        return [None] * len(offers)
    writers = {
        mandate_id: acting
        for mandate_id, acting in actings_on(paper, {offer.mandate_id for offer in offers}).items()
        if rules.can_edit(acting, paper)
    }
    return _append(working, [(offer, writers.get(offer.mandate_id)) for offer in offers])


def _append(working: WorkingText, offers: Sequence[tuple[Offer, Any]]) -> list[int | None]:
    seqs: list[int | None] = []
    seq, entries = working.head_seq, []
    for offer, writer in offers:
        if writer is None or writer.user.pk != offer.user_id:
            seqs.append(None)
            continue
        seq += 1
        seqs.append(seq)
        entries.append(Entry(offer.payload, writer))
    if entries:
        log.append(working, entries)
    return seqs
