"""Long lists a page at a time: a place is a moment and an id, so that pages cost the same at any depth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

SIZE = 25
_PLACE = re.compile(r"(\d{1,17})-([0-9a-f]{32})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Place(NamedTuple):
    """A row's place in a list that is ordered by a moment, then by id."""

    moment: datetime
    pk: UUID

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // _TICK}-{self.pk.hex}"


@dataclass(frozen=True)
class Page:
    """Some rows, and the places from which the pages on either side start; empty where there are none."""

    rows: list[Any]
    newer: str = ""
    older: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing of the list lies outside this page."""
        return not (self.newer or self.older)


def place_from(written: str) -> Place | None:
    """The place that a link carries, or None for anything that is not one."""
    found = _PLACE.fullmatch(written)
    if found is None:
        return None
    try:
        return Place(_EPOCH + int(found[1]) * _TICK, UUID(found[2]))
    except OverflowError:
        return None


def page(rows: Any, moment: str, *, before: str = "", after: str = "", size: int = SIZE) -> Page:
    """One page of a queryset, newest first by `moment` and id; what is no place is ignored."""
    start, back_to = place_from(before), place_from(after)
    if start is None and back_to is not None:
        return _back(rows, moment, back_to, size)
    found = rows.order_by(f"-{moment}", "-pk")
    if start is not None:
        found = found.filter(**{f"{moment}__lte": start.moment}).exclude(
            **{moment: start.moment, "pk__gte": start.pk}
        )
    some = list(found[: size + 1])
    return Page(
        some[:size],
        newer=_place(some[0], moment) if start and some else "",
        older=_place(some[size - 1], moment) if len(some) > size else "",
    )


def _back(rows: Any, moment: str, back_to: Place, size: int) -> Page:
    later = rows.filter(**{f"{moment}__gte": back_to.moment}).exclude(
        **{moment: back_to.moment, "pk__lte": back_to.pk}
    )
    some = list(later.order_by(moment, "pk")[: size + 1])
    if len(some) < size:
        return page(rows, moment, size=size)
    shown = some[:size][::-1]
    return Page(
        shown, newer=_place(shown[0], moment) if len(some) > size else "", older=_place(shown[-1], moment)
    )


def _place(row: Any, moment: str) -> str:
    return str(Place(getattr(row, moment), row.pk))
