"""One thing that waits for a person or their delegation; slices make them, the desk merges them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
