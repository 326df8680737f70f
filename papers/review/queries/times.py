"""How much time a round must leave by the rules, and whom a deadline would leave too little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.delegations.calendar import Calendar
from papers.delegations.models import Delegation
from papers.delegations.queries import calendars_of, centre_calendar, rules_of
from papers.drafting.models import Paper

USUAL = timedelta(days=7)


@dataclass(frozen=True)
class Least:
    """The least time of a round that is opened at a moment: so many working days of the centre."""

    at: datetime
    days: int
    calendar: Calendar

    @property
    def earliest(self) -> datetime:
        """The first moment at which such a round may end."""
        return self.calendar.after(self.at, self.days)

    @property
    def usual(self) -> datetime:
        """A deadline to begin with: noon of a working day in about a week, and not too early."""
        zone = timezone.get_default_timezone()
        from_day = max(self.at + USUAL, self.earliest + timedelta(hours=12)).astimezone(zone).date()
        day = self.calendar.working_day_from(from_day)
        return timezone.make_aware(datetime.combine(day, time(12)), zone)

    def warnings(self, delegations: Iterable[Delegation], deadline: datetime) -> list[str]:
        """What the chair is told before such a deadline is set; none of it forbids anything."""
        if deadline < self.earliest:
            return []  # which is refused, with the reason
        local = deadline.astimezone(self.calendar.zone)
        closed = [] if self.calendar.works_on(local.date()) else [_closed_on(local)]
        chosen = list(delegations)
        calendars = calendars_of(chosen)
        return closed + [said for one in chosen if (said := self._short(one, calendars[one.pk], deadline))]

    def _short(self, delegation: Delegation, capital: Calendar, deadline: datetime) -> str:
        """What is said of a capital that has fewer working days of its own than the rules ask for."""
        days = capital.between(self.at, deadline)
        if days >= self.days:
            return ""
        left = ngettext(
            "The capital of %(who)s has %(n)d working day until then.",
            "The capital of %(who)s has %(n)d working days until then.",
            days,
        ) % {"who": f"{delegation.code} {delegation.name}", "n": days}
        holidays = capital.holidays_between(self.at, deadline)
        closed = _("Holidays: %(names)s.") % {"names": ", ".join(holidays)} if holidays else ""
        return f"{left} {closed}".strip()


def least(paper: Paper, at: datetime) -> Least:
    """What the rules of procedure in force ask of a round that is opened now."""
    return Least(at, rules_of(paper.body, at).minimum_round_days, centre_calendar())


def _closed_on(local: datetime) -> str:
    return _("The centre does not work on %(day)s.") % {"day": dateformat.format(local, "l j F Y")}
