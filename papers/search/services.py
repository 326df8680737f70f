"""Keeping the index: what the record tells since the cursor, or everything anew. Texts are stemmed outside any lock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from papers.audit.models import ChainHead, Event
from papers.drafting.models import Paper
from papers.drafting.projection import whole
from papers.search import stems
from papers.search.models import CURSOR, Cursor, Entry
from papers.shared.acting import Actor, System

BATCH = 200
# Bytes of stems of one text: PostgreSQL's limit for one document, with every word in it a different one.
MOST = 500_000
FIELDS = ("revision", "language", "title", "body")


def catch_up(*, by: Actor, most: int | None = None) -> int:
    """Take in the papers that the record speaks of since the cursor; returns how many lines were written."""
    written = 0
    while True:
        seq = Cursor.objects.filter(name=CURSOR).values_list("seq", flat=True).first() or 0
        events = list(Event.objects.since(seq).values_list("seq", "paper_uuid")[: most or BATCH])
        if not events:
            return written
        drafts = list(_drafts({paper for _seq, paper in events if paper}))
        if not _advance(seq, events[-1][0], drafts):
            return written
        written += len(drafts)
        if most is not None:
            return written


def pull() -> None:
    """What the clock calls at every beat."""
    catch_up(by=System("clock"))


def rebuild(*, by: Actor) -> int:
    """Write every line of the index anew; searching goes on meanwhile."""
    head = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    written = _write_all(Paper.objects.all(), anew=True)
    _move(head)
    return written


def complete(*, by: Actor) -> int:
    """Catch up, and write what is still missing: papers of which the record tells nothing, as after filling in bulk."""
    told = catch_up(by=by)
    untold = Paper.objects.exclude(Exists(Entry.objects.filter(paper=OuterRef("pk"))))
    return told + _write_all(untold, anew=False)


def _write_all(papers: QuerySet[Paper], *, anew: bool) -> int:
    ids, written = iter(list(papers.order_by("pk").values_list("pk", flat=True))), 0
    while batch := list(islice(ids, BATCH)):
        drafts = list(_drafts(batch, anew=anew))
        _write(drafts)
        written += len(drafts)
    return written


@transaction.atomic
def _advance(before: int, after: int, drafts: list[Entry]) -> bool:
    """Write lines and move the cursor on, unless somebody else has done so meanwhile."""
    cursor, _created = Cursor.objects.select_for_update().get_or_create(name=CURSOR)
    if cursor.seq != before:
        return False
    _write(drafts)
    cursor.seq = after
    cursor.save(update_fields=["seq"])
    return True


@transaction.atomic
def _move(seq: int) -> None:
    Cursor.objects.update_or_create(name=CURSOR, defaults={"seq": seq})


def _write(drafts: list[Entry]) -> None:
    Entry.objects.bulk_create(
        drafts, batch_size=50, update_conflicts=True, unique_fields=["paper"], update_fields=FIELDS
    )


def _drafts(papers: Collection[UUID], *, anew: bool = False) -> Iterator[Entry]:
    """A line for each of these papers whose line in the index does not say what the paper says now."""
    known = {entry.paper_id: entry for entry in Entry.objects.filter(paper__in=papers).defer("body")}
    for paper in Paper.objects.filter(pk__in=papers).select_related("current").defer("current__text"):
        title = " ".join(stems.stemmed(f"{paper.symbol or ''} {paper.title}", paper.language))
        entry = known.get(paper.pk)
        if anew or entry is None or (entry.revision_id, entry.title) != (paper.current_id, title):
            yield Entry(
                paper=paper, revision=paper.current, language=paper.language, title=title, body=_body(paper)
            )


def _body(paper: Paper) -> str:
    """The stems of the current text, as many as either engine can hold."""
    blocks: Iterable[dict[str, Any]] = whole(paper.current).block_map if paper.current else ()
    stemmed = " ".join(known for block in blocks for known in stems.stemmed(block["text"], paper.language))
    if len(stemmed.encode()) <= MOST:
        return stemmed
    return stemmed.encode()[:MOST].decode(errors="ignore").rpartition(" ")[0]
