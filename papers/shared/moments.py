"""A time typed for a place: the moment it means, or the sentence that says why it means none or two."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class NoMoment(ValueError):
    """This wall-clock time names no moment, or two."""


def in_zone(typed: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a wall-clock time in a zone; refused where the clocks skip it or show it twice."""
    if typed.tzinfo is not None:
        raise ValueError("a typed time has no zone of its own")
    if not EARLIEST_YEAR <= typed.year <= LATEST_YEAR:
        raise NoMoment(_("%(year)d is no year that this centre plans for.") % {"year": typed.year})
    first, second = typed.replace(tzinfo=zone, fold=0), typed.replace(tzinfo=zone, fold=1)
    if not _returns(first, typed):
        raise NoMoment(
            _("%(time)s does not exist in %(zone)s: the clocks are put forward over it. Choose another time.")
            % {"time": f"{typed:%Y-%m-%d %H:%M}", "zone": zone.key}
        )
    if first.utcoffset() != second.utcoffset():
        raise NoMoment(
            _("%(time)s comes twice in %(zone)s: the clocks are put back over it. Choose another time.")
            % {"time": f"{typed:%Y-%m-%d %H:%M}", "zone": zone.key}
        )
    return first.astimezone(UTC)


def _returns(moment: datetime, typed: datetime) -> bool:
    """Whether a wall-clock time comes back from UTC as it went; a skipped one does not."""
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None, fold=0) == typed.replace(fold=0)
