"""How far what a country was given reaches, when several gifts bring one permission. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from papers.drafting import levels


class Reach(NamedTuple):
    """From which revision on, and until when."""

    from_number: int
    until: datetime | None


def of(grants: Iterable[Any]) -> dict[tuple[Any, str], Reach]:
    """What live grants bring: by delegation and permission, how far it reaches."""
    wanted: dict[tuple[Any, str], Reach] = {}
    for grant in grants:
        for codename in levels.BRINGS[grant.level]:
            place = (grant.delegation_id, codename)
            wanted[place] = _wider(wanted.get(place), Reach(grant.from_number, grant.until))
    return wanted


def _wider(found: Reach | None, more: Reach) -> Reach:
    """The reach that goes further back, for as long as it lasts: the clock writes what is left at its end.

    With the clock standing still it then shows too little; lasting as long as the other, it would show too much.
    """
    if found is None or more.from_number < found.from_number:
        return more
    if found.from_number < more.from_number:
        return found
    latest = None if found.until is None or more.until is None else max(found.until, more.until)
    return Reach(found.from_number, latest)
