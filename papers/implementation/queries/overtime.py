"""Where everything one may see stood at the ends of the last months; rights are always today's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language_bidi

from papers.implementation import stacks
from papers.implementation.models import AsOf, Lookback, Stretch
from papers.implementation.queries.portfolio import Wanted, as_of, listed
from papers.shared.acting import Acting

# What a recommendation is, apart from where it stood on a day: that is what the columns show.
LASTING = ("stage", "lead", "theme", "addressee")


@dataclass(frozen=True)
class OverTime:
    """By day how many stood at each status."""

    at: AsOf
    days: list[date]
    counts: list[dict[str, int]]

    @property
    def total(self) -> int:
        return sum(self.counts[-1].values())

    @property
    def drawing(self) -> stacks.Stacks:
        return stacks.chart(self.days, self.counts, mirrored=get_language_bidi())

    @property
    def rows(self) -> list[tuple[Any, tuple[int, ...]]]:
        """The table: a line for each group of statuses."""
        numbers = [stacks.grouped(some) for some in self.counts]
        return [
            (group.label, tuple(some[place] for some in numbers)) for place, group in enumerate(stacks.GROUPS)
        ]


def over_time(acting: Acting, wanted: Wanted) -> OverTime:
    """The counts of what fits the lasting filters; one statement."""
    at = as_of(wanted)
    days = stacks.ends_of_months(at.day)
    lasting = {name: wanted[name] for name in LASTING if wanted.get(name)}
    seen = listed(acting, lasting, AsOf.now()).values("pk")
    line = Lookback.KNOWN if at.line == Lookback.KNOWN else Lookback.STOOD
    held = {
        f"d{place}": Count("pk", filter=Q(starts__lte=day, ends__gt=day)) for place, day in enumerate(days)
    }
    rows = (
        Stretch.objects.filter(recommendation__in=seen, line=line)
        .order_by()
        .values("status")
        .annotate(**held)
    )
    counts: list[dict[str, int]] = [defaultdict(int) for _day in days]
    for row in rows:
        for place in range(len(days)):
            counts[place][row["status"]] += row[f"d{place}"]
    return OverTime(at, days, [dict(some) for some in counts])
