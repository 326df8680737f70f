"""Days on which a place works, and how many of them lie between two moments. No database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

SATURDAY_SUNDAY = frozenset({5, 6})
HORIZON = 3660  # days that are looked ahead at most, so that no calendar can hold a page up


@dataclass(frozen=True)
class Calendar:
    """The working days of the centre or of a capital: its weekends, each from a day on, its holidays and its clocks."""

    zone: ZoneInfo
    weeks: Sequence[tuple[date, frozenset[int]]] = ()  # from which day on which days of the week are free
    holidays: Mapping[date, str] = field(default_factory=dict)

    def weekend_on(self, day: date) -> frozenset[int]:
        """The days of the week that are free at that time; Saturday and Sunday where nobody has said."""
        said = [weekend for first, weekend in sorted(self.weeks, key=lambda week: week[0]) if first <= day]
        return said[-1] if said else SATURDAY_SUNDAY

    def works_on(self, day: date) -> bool:
        return day not in self.holidays and day.weekday() not in self.weekend_on(day)

    def after(self, moment: datetime, days: int) -> datetime:
        """The same time of day so many working days later; on these clocks, so that their change moves nothing."""
        return next(islice(self._steps(moment), days - 1, None)) if days else moment

    def between(self, start: datetime, end: datetime) -> int:
        """How many whole working days lie between two moments."""
        return sum(1 for _step in takewhile(lambda step: step <= end, self._steps(start)))

    def holidays_between(self, start: datetime, end: datetime) -> list[str]:
        """The holidays that fall on what would be working days from one moment to another."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        within = {day: name for day, name in self.holidays.items() if first <= day <= last}
        return [name for day, name in sorted(within.items()) if day.weekday() not in self.weekend_on(day)]

    def working_day_from(self, day: date) -> date:
        """That day, or the next one on which there is work."""
        days = (day + timedelta(days=ahead) for ahead in range(HORIZON))
        return next((one for one in days if self.works_on(one)), day)

    def _steps(self, moment: datetime) -> Iterator[datetime]:
        """The same time of day on each working day that follows; a time that the clocks skip is taken an hour on."""
        local = moment.astimezone(self.zone)
        for ahead in range(1, HORIZON):
            day = local.date() + timedelta(days=ahead)
            if self.works_on(day):
                time = local.time().replace(fold=0)
                yield datetime.combine(day, time, tzinfo=self.zone).astimezone(UTC)
