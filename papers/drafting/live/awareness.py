"""Who is here and where their carets stand: cut down to that, and under the names that the centre knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from papers.drafting.live import framing
from papers.drafting.live.framing import Malformed, Reader

LONGEST_STATE = 4096
MOST_CLIENTS = 64
CARET = ("anchor", "head")


class Presence(NamedTuple):
    """One client of the document: its clock, and where its carets stand; None when it left."""

    client: int
    clock: int
    state: dict[str, Any] | None


def read(payload: bytes) -> list[Presence]:
    """What a socket says of clients, or Malformed."""
    reader = Reader(payload)
    count = reader.count()
    if count > MOST_CLIENTS:
        raise Malformed("more clients than one page knows")
    told = [_one(reader) for _ in range(count)]
    reader.close()
    return told


def write(told: Iterable[Presence]) -> bytes:
    """The frame that tells of these clients."""
    out = [
        framing.number(one.client) + framing.number(one.clock)
        + framing.block(json.dumps(one.state, separators=(",", ":"), ensure_ascii=False).encode())
        for one in told
    ]  # fmt: skip
    return bytes([framing.AWARENESS]) + framing.block(framing.number(len(out)) + b"".join(out))


def pinned(one: Presence, identity: Mapping[str, Any]) -> Presence:
    """The same client with the name that the centre knows, and of what it says only the carets."""
    if one.state is None:
        return one
    cursor = one.state.get("cursor")
    return one._replace(state={"user": dict(identity), "cursor": cursor if _is_caret(cursor) else None})


def _one(reader: Reader) -> Presence:
    client, clock, said = reader.number(), reader.number(), reader.words()
    if len(said) > LONGEST_STATE:
        raise Malformed("more than a caret says")
    try:
        state = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise Malformed("a state that is no JSON") from error
    if state is not None and not isinstance(state, dict):
        raise Malformed("a state that is no object")
    return Presence(client, clock, state)


def _is_caret(cursor: Any) -> bool:
    return (
        isinstance(cursor, dict)
        and set(cursor) == set(CARET)
        and all(_is_place(cursor[end]) for end in CARET)
    )


def _is_place(place: Any) -> bool:
    """A relative position of Yjs: names, numbers, and an id of two numbers."""
    return isinstance(place, dict) and set(place) <= {"type", "tname", "item", "assoc"} and all(
        value is None or isinstance(value, int) or value == "content" or _is_id(value) for value in place.values()
    )  # fmt: skip


def _is_id(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"client", "clock"}
        and all(isinstance(number, int) for number in value.values())
    )
