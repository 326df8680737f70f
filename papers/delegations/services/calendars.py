"""When a delegation's capital, or the centre, works: kept by whoever manages its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations import rules
from papers.delegations.models import Delegation, Holiday, WorkingWeek
from papers.delegations.models.calendars import EVERY_DAY
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of


@transaction.atomic
def set_weekend(delegation: Delegation, *, first_day: date, weekend: Iterable[int], by: Actor) -> WorkingWeek:
    """From that day on these days of the week are free; what held on days that are over stays as it was."""
    rules.can_set_calendar.require(by, delegation)
    days = "".join(str(day) for day in sorted({int(day) for day in weekend}))
    if not set(days) <= set(EVERY_DAY) or days == EVERY_DAY:
        raise BadInput(_("At least one day of the week is for work. Nothing was changed."))
    if first_day < timezone.localdate(by.at):
        raise BadInput(_("A weekend changes from today or a later day on. Nothing was changed."))
    week, _made = WorkingWeek.objects.update_or_create(
        delegation=delegation,
        first_day=first_day,
        defaults={"weekend": days, "made_at": by.at, **act_of(by)},
    )
    audit.record(
        "delegations.calendar.weekend_set", delegation, by=by, delegation=delegation, weekend=days,
        day=first_day,
    )  # fmt: skip
    return week


@transaction.atomic
def add_holidays(delegation: Delegation, *, days: Mapping[date, str], by: Actor) -> int:
    """Add holidays by their day; a day that is a holiday already keeps its name. Returns how many are new."""
    rules.can_set_calendar.require(by, delegation)
    named = {day: name.strip()[:120] for day, name in days.items()}
    if not named or not all(named.values()):
        raise BadInput(_("A holiday is a day and a name. Nothing was changed."))
    known = Holiday.objects.filter(delegation=delegation, day__in=named).values_list("day", flat=True)
    fresh = sorted(set(named) - set(known))
    Holiday.objects.bulk_create(
        Holiday(delegation=delegation, day=day, name=named[day], made_at=by.at, **act_of(by)) for day in fresh
    )
    if fresh:
        audit.record(
            "delegations.calendar.holidays_added", delegation, by=by, delegation=delegation, days=fresh
        )
    return len(fresh)


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by: Actor) -> None:
    """Make it a working day again; deadlines that are set stay where they are."""
    rules.can_set_calendar.require(by, holiday.delegation)
    audit.record(
        "delegations.calendar.holiday_removed", holiday.delegation, by=by, delegation=holiday.delegation,
        day=holiday.day,
    )  # fmt: skip
    holiday.delete()
