"""Writing the record: one event per act, in the act's own transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from papers.audit import chain
from papers.audit.models import AccessBatch, AccessRecord, Audience, ChainHead, Event
from papers.shared.acting import Actor, System


@dataclass(frozen=True)
class Act:
    """What one event says: what was done, to what, by whom, and who may know; facts are ids, numbers, dates, codes."""

    verb: str
    target: Any
    by: Actor
    paper: Any = None
    delegation: Any = None
    audience: str = Audience.PAPER
    facts: dict[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    target: Any,
    *,
    by: Actor,
    paper: Any = None,
    delegation: Any = None,
    audience: str = Audience.PAPER,
    **facts: Any,
) -> Event:
    """Append one event about `target`; facts are ids, numbers, dates and codes, never text."""
    return record_all([Act(verb, target, by, paper, delegation, audience, facts)])[0]


def record_all(acts: Sequence[Act]) -> list[Event]:
    """Append an event for each of these, in this order; three statements however many."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of its act.")
    if not acts:
        return []
    head = _locked_head(ChainHead.EVENTS)
    events = []
    for act in acts:
        event = _event(act, head)
        head.seq, head.hash = event.seq, event.hash
        events.append(event)
    Event.objects.bulk_create(events)
    head.save(update_fields=["seq", "hash"])
    return events


def _event(act: Act, head: ChainHead) -> Event:
    """The event that follows the head of the chain."""
    by, delegation = act.by, act.delegation or act.by.delegation
    marks = {"support": True} if by.is_support else {"reason": by.reason} if isinstance(by, System) else {}
    event = Event(
        seq=head.seq + 1,
        at=timezone.now().astimezone(UTC),
        verb=act.verb,
        actor=by.user,
        mandate_uuid=by.mandate.pk if by.mandate else None,
        kind=act.target._meta.label_lower,
        target_uuid=act.target.pk,
        paper_uuid=act.paper.pk if act.paper is not None else None,
        delegation_uuid=delegation.pk if delegation is not None else None,
        audience=act.audience,
        facts=_plain({**act.facts, **marks}),
        prev=head.hash,
    )
    event.hash = chain.digest(event, head.hash)
    return event


@transaction.atomic
def seal(accesses: Sequence[AccessRecord], *, lost: int = 0) -> AccessBatch:
    """Append accesses as the next batch of their own chain; four statements however many."""
    head = _locked_head(ChainHead.ACCESSES)
    batch = AccessBatch(number=head.seq + 1, sealed_at=timezone.now(), lost=lost, prev=head.hash)
    head.seq, head.hash = batch.number, chain.digest_batch(batch, accesses, head.hash)
    batch.hash = head.hash
    batch.save(force_insert=True)
    for access in accesses:
        access.batch = batch
    AccessRecord.objects.bulk_create(accesses, batch_size=500)
    head.save(update_fields=["seq", "hash"])
    return batch


def head_hash() -> str:
    """The chain's head, which receipts and notices carry so that capitals hold evidence of their own."""
    return _head(ChainHead.EVENTS)[1]


def first_broken() -> int | None:
    """Walk the whole chain to its head; the number of the first event that does not fit or is not there, or None."""
    events = Event.objects.order_by("seq").iterator(chunk_size=2000)
    return chain.first_broken(chain.links_of(events), partial(_head, ChainHead.EVENTS))


def first_broken_batch() -> int | None:
    """The same for the batches of accesses."""
    return chain.first_broken(chain.links_of_batches(_batches()), partial(_head, ChainHead.ACCESSES))


def _batches() -> Iterator[tuple[AccessBatch, list[AccessRecord]]]:
    for batch in AccessBatch.objects.order_by("number").iterator(chunk_size=2000):
        yield batch, list(batch.records.all())


def _head(of: int) -> tuple[int, str]:
    head = ChainHead.objects.filter(pk=of).first() or ChainHead()
    return head.seq, head.hash


def _locked_head(of: int) -> ChainHead:
    head, _created = ChainHead.objects.select_for_update().get_or_create(pk=of)
    return head


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return plain
