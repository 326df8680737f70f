"""What a socket sends is read here first, byte by byte, before the document sees it.

An update may do two things: write words into the one shared text, and delete some. Whatever else Yjs knows (formats,
embedded things, other texts, documents inside documents) is malformed here, and so is every count that promises more
than follows: the document's own reader would reserve memory for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from papers.drafting.live.framing import Malformed, Reader
from papers.drafting.live.replica import NAME

GC, DELETED, STRING = 0, 1, 4  # kinds of structs
KIND, HAS_SUB, HAS_RIGHT, HAS_LEFT = 0x1F, 0x20, 0x40, 0x80
BY_NAME = 1
MOST_STRUCTS = 50_000
LAST_CLOCK = 2**31

Span = tuple[int, int]  # from the first clock up to, not including, the last


@dataclass(slots=True)
class Change:
    """What an update brings: by client the span of its structs, what it rests on, what it deletes."""

    structs: dict[int, Span] = field(default_factory=dict)
    needs: dict[int, int] = field(default_factory=dict)
    deletes: dict[int, list[Span]] = field(default_factory=dict)
    words: int = 0

    def rest_on(self, client: int, clock: int) -> None:
        """It can only be applied where this client's structs are known up to here."""
        if clock > self.needs.get(client, 0):
            self.needs[client] = clock

    def fits(self, state: Mapping[int, int]) -> bool:
        """Whether a document that knows `state` can take it in at once, with nothing left waiting."""
        if any(start > state.get(client, 0) for client, (start, _end) in self.structs.items()):
            return False
        return all(
            need <= state.get(client, 0) or need <= self.structs.get(client, (0, 0))[1]
            for client, need in self.needs.items()
        )

    def news(self, state: Mapping[int, int]) -> list[int]:
        """The clients of whom it brings something new."""
        return [client for client, (_start, end) in self.structs.items() if end > state.get(client, 0)]

    def advance(self, state: dict[int, int]) -> None:
        """What is known once it is applied."""
        for client, (_start, end) in self.structs.items():
            state[client] = max(end, state.get(client, 0))


def read_update(payload: bytes) -> Change:
    """Take an update apart, or Malformed."""
    reader, change = Reader(payload), Change()
    budget = MOST_STRUCTS
    for _ in range(reader.count()):
        budget = _client(reader, change, budget)
    for _ in range(reader.count()):
        _deletions(reader, change)
    reader.close()
    return change


def read_state(payload: bytes) -> dict[int, int]:
    """What somebody knows: by client, up to which clock."""
    reader = Reader(payload)
    state = {reader.number(): reader.number() for _ in range(reader.count())}
    reader.close()
    return state


def is_known(deletes: Mapping[int, list[Span]], known: Mapping[int, list[Span]]) -> bool:
    """Whether everything that is deleted here was deleted already."""
    return all(
        any(low <= start and end <= high for low, high in _joined(known.get(client, ())))
        for client, spans in deletes.items()
        for start, end in spans
    )


def _client(reader: Reader, change: Change, budget: int) -> int:
    count, client, clock = reader.count(), reader.number(), reader.number()
    if client in change.structs or count > budget:
        raise Malformed("one client twice, or too much at once")
    start = clock
    for _ in range(count):
        clock += _struct(reader, change, client, clock)
        if clock > LAST_CLOCK:
            raise Malformed("a clock beyond all counting")
    change.structs[client] = (start, clock)
    return budget - count


def _struct(reader: Reader, change: Change, client: int, clock: int) -> int:
    """One struct; returns how many clocks it takes."""
    info = reader.data[reader.at] if reader.left else 0xFF
    reader.at += 1
    kind = info & KIND
    if kind == GC:
        return _length(reader, whole=info)
    if kind not in (DELETED, STRING) or info & HAS_SUB:
        raise Malformed("only words are written here")
    for flag in (HAS_LEFT, HAS_RIGHT):
        if info & flag:
            _neighbour(reader, change, client, clock)
    if not info & (HAS_LEFT | HAS_RIGHT) and (reader.number() != BY_NAME or reader.words() != NAME):
        raise Malformed("written elsewhere than in the text")
    if kind == DELETED:
        return _length(reader)
    words = reader.words()
    if not words or "\x00" in words:
        raise Malformed("words that cannot be stored")
    change.words += len(words)
    return (
        len(words) + sum(character > "\uffff" for character in words) if not words.isascii() else len(words)
    )


def _neighbour(reader: Reader, change: Change, client: int, clock: int) -> None:
    beside, at = reader.number(), reader.number()
    if beside == client and at >= clock:
        raise Malformed("a struct beside one that comes later")
    change.rest_on(beside, at + 1)


def _length(reader: Reader, whole: int = 0) -> int:
    length = reader.number()
    if not length or length > LAST_CLOCK or whole:
        raise Malformed("nothing, or too much of it")
    return length


def _deletions(reader: Reader, change: Change) -> None:
    client, count = reader.number(), reader.count()
    spans = change.deletes.setdefault(client, [])
    for _ in range(count):
        start = reader.number()
        end = start + _length(reader)
        change.rest_on(client, end)
        spans.append((start, end))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
