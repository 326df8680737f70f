"""When delegations and the centre work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS

from papers.delegations.calendar import SATURDAY_SUNDAY, Calendar
from papers.delegations.models import Delegation, Holiday, Kind, WorkingWeek


def calendars_of(delegations: Iterable[Delegation]) -> dict[Any, Calendar]:
    """The working days of each by its id, on the clocks of its capital; two statements however many."""
    known = {one.pk: one for one in delegations}
    weeks: dict[Any, list[tuple[date, frozenset[int]]]] = defaultdict(list)
    holidays: dict[Any, dict[date, str]] = defaultdict(dict)
    for week in WorkingWeek.objects.filter(delegation__in=known):
        weeks[week.delegation_id].append((week.first_day, week.free_days))
    for holiday in Holiday.objects.filter(delegation__in=known):
        holidays[holiday.delegation_id][holiday.day] = holiday.name
    return {key: Calendar(_zone_of(one), weeks[key], holidays[key]) for key, one in known.items()}


def centre_calendar() -> Calendar:
    """The working days of the centre: those of its secretariat, on the clocks in which every deadline is set."""
    secretariat = Delegation.objects.filter(kind=Kind.SECRETARIAT).first()
    if secretariat is None:
        return Calendar(ZoneInfo(timezone.get_default_timezone_name()))
    return calendars_of([secretariat])[secretariat.pk]


def calendar_page(delegation: Delegation, at: datetime) -> dict[str, Any]:
    """A delegation's working days as their page shows them: the weekends that were set, and the days to come."""
    today = timezone.localdate(at)
    weeks = [
        (week.first_day, [str(WEEKDAYS[day]) for day in sorted(week.free_days)])
        for week in WorkingWeek.objects.filter(delegation=delegation)
    ]
    return {
        "delegation": delegation,
        "is_centre": delegation.kind == Kind.SECRETARIAT,
        "weeks": weeks,
        "usual": [str(WEEKDAYS[day]) for day in sorted(SATURDAY_SUNDAY)],
        "holidays": list(Holiday.objects.filter(delegation=delegation, day__gte=today)),
    }


def _zone_of(delegation: Delegation) -> ZoneInfo:
    """The centre's clocks are a setting of the installation; a capital's, of its delegation."""
    if delegation.kind == Kind.SECRETARIAT:
        return ZoneInfo(timezone.get_default_timezone_name())
    try:
        return ZoneInfo(delegation.zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
