"""What waits for a person, and whom a person waits for; slices make them, the desk merges them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """What waits, until when, why for this reader, where to do it, and the one act (a verb and its object)."""

    due: datetime | None
    what: str
    why: str
    url: str
    act: str
    mark: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Silent:
    """A delegation that has not answered, and how far it came: a word and its mark."""

    delegation: Any
    state: str
    mark: str


@dataclass(frozen=True)
class Unanswered:
    """Delegations that were asked something until a moment and have not answered: for those who asked, nobody else."""

    due: datetime
    what: str
    url: str
    silent: list[Silent]
