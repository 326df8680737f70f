"""The hash of an event: over its facts and the hash before, so that no past row can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

FIRST = "0" * 64
FIELDS = (
    "seq", "at", "verb", "actor_id", "mandate_uuid", "kind", "target_uuid", "paper_uuid", "delegation_uuid",
    "audience", "facts",
)  # fmt: skip


def digest(event: Any, prev: str) -> str:
    """The sha256 that seals this event after the one whose hash is `prev`."""
    values = {name: getattr(event, name) for name in FIELDS}
    values["at"] = event.at.isoformat(timespec="microseconds")
    sealed = json.dumps([prev, values], cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(sealed.encode()).hexdigest()


def first_broken(events: Iterable[Any], prev: str = FIRST) -> int | None:
    """The number of the first event, in order, whose link does not hold; None when all hold."""
    for event in events:
        if event.prev != prev or event.hash != digest(event, prev):
            return int(event.seq)
        prev = event.hash
    return None
