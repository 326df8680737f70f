"""A recommendation's place in the list that is ordered by adoption, paper and number."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

_WRITTEN = re.compile(r"(\d{1,17})-([0-9a-f]{32})-(\d{1,9})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Place(NamedTuple):
    """Newest adopted first, each paper's together, in their own order."""

    adopted_at: datetime
    paper: UUID
    serial: int

    @classmethod
    def of(cls, row: Any) -> Place:
        return cls(row.adopted_at, row.paper_id, row.serial)

    @classmethod
    def read(cls, written: str) -> Place | None:
        """The place that a link carries, or None for anything that is not one."""
        found = _WRITTEN.fullmatch(written)
        return cls(_EPOCH + int(found[1]) * _TICK, UUID(found[2]), int(found[3])) if found else None

    def __str__(self) -> str:
        return f"{(self.adopted_at - _EPOCH) // _TICK}-{self.paper.hex}-{self.serial}"

    def onward(self) -> Q:
        """What stands after it."""
        same = Q(adopted_at=self.adopted_at)
        within = same & (Q(paper__gt=self.paper) | Q(paper=self.paper, serial__gt=self.serial))
        return Q(adopted_at__lt=self.adopted_at) | within
