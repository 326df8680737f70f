"""Writing the record: one event per act, in the act's own transaction."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from papers.audit import chain
from papers.audit.models import Audience, ChainHead, Event
from papers.shared.acting import Actor, System


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
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is recorded in the transaction of its act.")
    head = _locked_head()
    delegation = delegation or by.delegation
    event = Event(
        seq=head.seq + 1,
        at=timezone.now().astimezone(UTC),
        verb=verb,
        actor=by.user,
        mandate_uuid=by.mandate.pk if by.mandate else None,
        kind=target._meta.label_lower,
        target_uuid=target.pk,
        paper_uuid=paper.pk if paper is not None else None,
        delegation_uuid=delegation.pk if delegation is not None else None,
        audience=audience,
        facts=_plain({**facts, "reason": by.reason} if isinstance(by, System) else facts),
        prev=head.hash,
    )
    event.hash = chain.digest(event, head.hash)
    event.save(force_insert=True)
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=["seq", "hash"])
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
