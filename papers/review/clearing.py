"""How far the drafts of an answer have come in a delegation's clearance chain. No database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from papers.review.lifecycle import Cleared

# Of a note and of a suggestion; what one of them has not is empty.
WORDS = ("block_id", "quote", "comment_kind", "severity", "text", "proposed", "reason", "wanted")


def digest_of(drafts: Iterable[Any]) -> str:
    """By what a set of drafts is known: every word that its release would send, whoever wrote it and when."""
    said = sorted([str(note.pk), *(str(getattr(note, name, "") or "") for name in WORDS)] for note in drafts)
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """A seat of the chain with its last verdict; `holds` while it is about the drafts as they stand now."""

    seat: Any
    verdict: Any | None
    holds: bool

    @property
    def is_cleared(self) -> bool:
        return self.holds and self.verdict is not None and self.verdict.verdict == Cleared.CLEARED

    @property
    def is_returned(self) -> bool:
        return self.holds and self.verdict is not None and self.verdict.verdict == Cleared.RETURNED

    @property
    def is_void(self) -> bool:
        """Whether it once said something of drafts that were changed since."""
        return self.verdict is not None and not self.holds


@dataclass(frozen=True)
class Chain:
    """The seats in their order, and the drafts they were asked about."""

    links: Sequence[Link]
    digest: str
    has_drafts: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether nothing is in the way of releasing; a delegation without a chain releases freely."""
        return all(link.is_cleared for link in self.links)

    @property
    def waits_for(self) -> Link | None:
        """The first seat that has not cleared."""
        return next((link for link in self.links if not link.is_cleared), None)

    def asks(self, seat: Any) -> bool:
        """Whether it is this seat's turn, and it has not answered yet."""
        turn = self.waits_for
        return turn is not None and turn.seat.pk == seat.pk and not turn.is_returned

    def takes_from(self, seat: Any) -> bool:
        """Whether this seat may say something: its turn has come, or it has spoken and thinks again."""
        for link in self.links:
            if link.seat.pk == seat.pk:
                return True
            if not link.is_cleared:
                return False
        return False


def chain_of(seats: Iterable[Any], verdicts: Iterable[Any], drafts: Sequence[Any]) -> Chain:
    """The chain of these seats; of the verdicts, in the order in which they were given, the last of a seat counts."""
    digest = digest_of(drafts)
    last = {verdict.seat_id: verdict for verdict in verdicts}
    links = []
    for seat in seats:
        said = last.get(seat.pk)
        links.append(Link(seat, said, holds=said is not None and said.digest == digest))
    return Chain(links, digest, bool(drafts))
