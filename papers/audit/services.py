"""Writing the record: one event per act, in the act's own transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from papers.audit import chain
from papers.audit.models import Audience, ChainHead, Event
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
    head = _locked_head()
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
        facts=_plain({**act.facts, "reason": by.reason} if isinstance(by, System) else act.facts),
        prev=head.hash,
    )
    event.hash = chain.digest(event, head.hash)
    return event


def head_hash() -> str:
    """The chain's head, which receipts and notices carry so that capitals hold evidence of their own."""
    head = ChainHead.objects.filter(pk=1).first()
    return head.hash if head else chain.FIRST


def first_broken() -> int | None:
    """Walk the whole chain; the number of the first event that does not fit, or None."""
    return chain.first_broken(Event.objects.order_by("seq").iterator(chunk_size=2000))


def _locked_head() -> ChainHead:
    head, _created = ChainHead.objects.select_for_update().get_or_create(pk=1)
    return head


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return plain
