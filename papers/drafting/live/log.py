"""The log of a working text: the one way in, and every way to read what it says.

Whoever appends holds the lock of the working text (and before it the paper's) and has asked the rule.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from papers.drafting.live.replica import Replica, Spoilt, merged, seed
from papers.drafting.models import Paper, TextUpdate, WorkingText
from papers.shared.acting import Actor
from papers.shared.models import act_of
from papers.shared.text import normalise_line_ends

log = logging.getLogger(__name__)
ROWS_BEFORE_SNAPSHOT = 500


class Because(NamedTuple):
    """What the centre changed a text for: a kind of thing and its public id."""

    kind: str = ""
    uuid: UUID | None = None


UNSAID = Because()


class Entry(NamedTuple):
    """One update on its way into the log."""

    payload: bytes
    by: Actor
    because: Because = UNSAID


class Loaded(NamedTuple):
    """A copy of the document and the last update it holds."""

    replica: Replica
    generation: int
    seq: int


def begin(paper: Paper, text: str, *, by: Actor) -> WorkingText:
    """Begin the first or a new generation with this text, and nothing of what went before it."""
    working, _new = WorkingText.objects.select_for_update().get_or_create(paper=paper)
    working.generation += 1
    working.snapshot, working.snapshot_seq, working.size = b"", working.head_seq, 0
    working.save(update_fields=["generation", "snapshot", "snapshot_seq"])
    text = normalise_line_ends(text)
    append(working, [Entry(seed(text), by)], text=text)
    return working


def begin_in_bulk(texts: Sequence[tuple[Paper, str]]) -> None:
    """The first generation of many papers at once: for filling a database to be measured."""
    seeds = [(paper, text, seed(text)) for paper, text in texts]
    TextUpdate.objects.bulk_create(
        (TextUpdate(paper=paper, generation=1, seq=1, payload=update) for paper, _text, update in seeds),
        batch_size=500,
    )
    WorkingText.objects.bulk_create(
        (
            WorkingText(paper=paper, generation=1, head_seq=1, text=text, text_seq=1, size=len(update))
            for paper, text, update in seeds
        ),
        batch_size=500,
    )


def append(working: WorkingText, entries: Sequence[Entry], *, text: str | None = None) -> None:
    """Add updates at the head of the log; with the text they lead to, where the caller knows it."""
    now = timezone.now()
    TextUpdate.objects.bulk_create(
        TextUpdate(
            paper_id=working.paper_id, generation=working.generation, seq=seq, payload=entry.payload, at=now,
            because_kind=entry.because.kind, because_uuid=entry.because.uuid, **act_of(entry.by),
        )
        for seq, entry in enumerate(entries, working.head_seq + 1)
    )  # fmt: skip
    working.head_seq += len(entries)
    working.size += sum(len(entry.payload) for entry in entries)
    working.saved_at = now
    fields = ["head_seq", "size", "saved_at"]
    if text is not None:
        working.text, working.text_seq = text, working.head_seq
        fields += ["text", "text_seq"]
    working.save(update_fields=fields)


def change_to(working: WorkingText, text: str, *, by: Actor, because: Because = UNSAID) -> bool:
    """Make the working text this one by one update of its author; False if it says so already."""
    replica = load(working).replica
    if replica.text == text:
        return False
    append(working, [Entry(replica.become(text), by, because)], text=text)
    return True


def load(working: WorkingText) -> Loaded:
    """The document as the log has it: from the snapshot and the updates after it."""
    rows = list(_rows(working.paper_id, working.generation, working.snapshot_seq))
    parts = [bytes(working.snapshot)] if working.snapshot else []
    replica = _replay([*parts, *(payload for _seq, payload in rows)])
    return Loaded(replica, working.generation, rows[-1][0] if rows else working.snapshot_seq)


def since(paper_id: UUID, generation: int, seq: int) -> list[tuple[int, bytes]]:
    """The updates of a generation after `seq`, in order."""
    return list(_rows(paper_id, generation, seq))


def payloads_by_author(paper_id: UUID, generation: int) -> list[tuple[Any, bytes]]:
    """Every update of a generation with its author, oldest first."""
    rows = TextUpdate.objects.filter(paper=paper_id, generation=generation).order_by("seq")
    return [(author, bytes(payload)) for author, payload in rows.values_list("by", "payload")]


def current(working: WorkingText) -> WorkingText:
    """The working text as its log has it at this moment, however far the stored words lag behind."""
    if working.text_seq < working.head_seq:
        loaded = load(working)
        working.text, working.text_seq = loaded.replica.text, loaded.seq
        working.head_seq = max(working.head_seq, loaded.seq)
    return working


def text_at(paper_id: UUID, seq: int) -> str | None:
    """The text as it stood after an update, of whichever generation; None if there never was such an update."""
    found = TextUpdate.objects.filter(paper=paper_id, seq=seq).values_list("generation", flat=True).first()
    if found is None:
        return None
    rows = TextUpdate.objects.filter(paper=paper_id, generation=found, seq__lte=seq).order_by("seq")
    return _replay([bytes(payload) for payload in rows.values_list("payload", flat=True)]).text


def materialise(paper_id: UUID, generation: int, seq: int, text: str) -> None:
    """Store the words that the log gave up to `seq`, unless newer ones are stored."""
    rows = WorkingText.objects.filter(
        paper=paper_id, generation=generation, text_seq__lt=seq, head_seq__gte=seq
    )
    rows.update(text=text, text_seq=seq)


def take_snapshot(paper_id: UUID) -> bool:
    """Merge a long tail of updates into the snapshot, so that opening stays quick. The updates themselves stay."""
    working = WorkingText.objects.get(paper=paper_id)
    rows = since(paper_id, working.generation, working.snapshot_seq)
    if len(rows) < ROWS_BEFORE_SNAPSHOT:
        return False
    parts = [bytes(working.snapshot)] if working.snapshot else []
    try:
        snapshot = merged([*parts, *(payload for _seq, payload in rows)])
        if Replica([snapshot]).text != load(working).replica.text:
            return False
    except Spoilt:
        log.exception("The updates of %s do not merge; they are read one by one", paper_id)
        return False
    same = WorkingText.objects.filter(
        paper=paper_id, generation=working.generation, snapshot_seq=working.snapshot_seq
    )
    return bool(same.update(snapshot=snapshot, snapshot_seq=rows[-1][0]))


def _rows(paper_id: UUID, generation: int, after: int) -> list[tuple[int, bytes]]:
    rows = TextUpdate.objects.filter(paper=paper_id, generation=generation, seq__gt=after).order_by("seq")
    return [(seq, bytes(payload)) for seq, payload in rows.values_list("seq", "payload")]


def _replay(updates: Sequence[bytes]) -> Replica:
    """A document from updates; one that cannot be applied is left out, and the text goes on without it."""
    try:
        return Replica(updates)
    except Spoilt:
        return _replay_what_can_be(updates)


def _replay_what_can_be(updates: Sequence[bytes]) -> Replica:
    good: list[bytes] = []
    replica = Replica()
    for update in updates:
        try:
            replica.apply(update)
            good.append(update)
        except Spoilt:
            log.error("An update of %d bytes cannot be applied; the text is read without it", len(update))
            replica = Replica(good)
    return replica
