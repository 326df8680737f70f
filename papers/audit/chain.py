"""Hashes of events and of batches of accesses: over facts and the hash before, so that no past row changes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

FIRST = "0" * 64
FIELDS = (
    "seq", "at", "verb", "actor_id", "mandate_uuid", "kind", "target_uuid", "paper_uuid", "delegation_uuid",
    "audience", "facts",
)  # fmt: skip
ACCESS_FIELDS = (
    "id", "at", "what", "page", "user_uuid", "mandate_uuid", "delegation_uuid", "paper_uuid", "target_uuid", "number",
)  # fmt: skip


def digest(event: Any, prev: str) -> str:
    """The sha256 that seals this event after the one whose hash is `prev`."""
    return _sealed([prev, _values(event, FIELDS)])


def digest_batch(batch: Any, accesses: Iterable[Any], prev: str) -> str:
    """The sha256 that seals these accesses, in the order of their moments and ids, after the batch before."""
    rows = [_values(one, ACCESS_FIELDS) for one in sorted(accesses, key=lambda one: (one.at, one.pk))]
    return _sealed([prev, batch.number, _moment(batch.sealed_at), batch.lost, rows])


@dataclass(frozen=True)
class Link:
    """One link of a chain, with the hash that it ought to carry after the link before."""

    number: int
    prev: str
    hash: str
    due: Callable[[str], str]


def links_of(events: Iterable[Any]) -> Iterator[Link]:
    """Events as links."""
    return (Link(event.seq, event.prev, event.hash, partial(digest, event)) for event in events)


def links_of_batches(batches: Iterable[tuple[Any, Iterable[Any]]]) -> Iterator[Link]:
    """Batches, each with its accesses, as links."""
    return (
        Link(batch.number, batch.prev, batch.hash, partial(digest_batch, batch, accesses))
        for batch, accesses in batches
    )


def first_broken(links: Iterable[Link], head: Callable[[], tuple[int, str]]) -> int | None:
    """The number of the first link that does not hold, or is missing, or is one too many; None when all hold.

    Links alone cannot tell that the last were cut off: the end is compared with the head that every writer moves. It is
    read before and after, because others may write meanwhile.
    """
    at_first, passed, prev = head(), 0, FIRST
    for link in links:
        is_head = link.number == at_first[0]
        if link.prev != prev or link.hash != link.due(prev) or (is_head and link.hash != at_first[1]):
            return link.number
        passed, prev = link.number, link.hash
    return passed + 1 if passed < at_first[0] else _too_many(passed, head()[0])


def _too_many(passed: int, most: int) -> int | None:
    return most + 1 if passed > most else None


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} | {"at": _moment(row.at)}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _sealed(values: Any) -> str:
    sealed = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(sealed.encode()).hexdigest()
