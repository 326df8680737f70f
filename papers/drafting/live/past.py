"""Earlier moments of a working text, replayed from its log in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from papers.drafting.live.log import log
from papers.drafting.live.replica import Replica, Spoilt
from papers.drafting.models import TextUpdate

AT_ONCE = 2_000  # updates fetched together


def texts(paper_id: UUID, generation: int, moments: Collection[int]) -> dict[int, str]:
    """The text as it stood after each of these updates of one generation."""
    wanted, found = sorted(set(moments)), {}
    replica, good = Replica(), []
    for seq, payload in _updates(paper_id, generation, up_to=wanted[-1] if wanted else 0):
        while wanted and wanted[0] < seq:
            found[wanted.pop(0)] = replica.text
        try:
            replica.apply(payload)
            good.append(payload)
        except Spoilt:
            log.error("Update %d of %s cannot be applied; its history is read without it", seq, paper_id)
            replica = Replica(good)
    return {**found, **dict.fromkeys(wanted, replica.text)}


def _updates(paper_id: UUID, generation: int, *, up_to: int) -> Iterator[tuple[int, bytes]]:
    rows = TextUpdate.objects.filter(paper=paper_id, generation=generation, seq__lte=up_to).order_by("seq")
    for seq, payload in rows.values_list("seq", "payload").iterator(chunk_size=AT_ONCE):
        yield seq, bytes(payload)
