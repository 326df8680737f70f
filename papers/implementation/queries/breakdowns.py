"""The same figures for each addressee, lead, theme or year: answers, outcomes, waits, and what is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation
from papers.implementation.lifecycle import ACCEPTING, CLOSED, OPEN, Answer, Status
from papers.implementation.models import AsOf, Blocker, Lookback
from papers.implementation.models.plans import BlockerKind
from papers.implementation.queries.conditions import CONDITIONS
from papers.implementation.queries.portfolio import Wanted, as_of, listed
from papers.shared.acting import Acting

BY = {
    "addressee": _("Addressee"), "lead": _("Lead of the paper"), "theme": _("Theme"), "year": _("Year of adoption"),
}  # fmt: skip
OF_DELEGATIONS = {"addressee", "lead"}
REFUSING = (Answer.NOT_ACCEPTED, Answer.NOT_ADDRESSED, Answer.NOT_RECOGNISED)


@dataclass(frozen=True)
class Group:
    """One line of the table: of whom or what, and its numbers. Every recommendation is in exactly one."""

    key: str
    party: Delegation | None
    numbers: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]

    @property
    def accepted_share(self) -> int:
        return percent(self["accepted"], self["total"])

    @property
    def verified_share(self) -> int:
        return percent(self["verified"], self["total"])


@dataclass(frozen=True)
class Breakdown:
    """The table, its sum, and beside it what is in the way, by theme and kind."""

    at: AsOf
    moment: datetime
    by: str
    groups: list[Group]
    total: Group
    obstacles: list[tuple[str, list[int]]]


def percent(part: int, whole: int) -> int:
    """A share of all of them, those that nobody has answered included."""
    return round(100 * part / whole) if whole else 0


def breakdown(acting: Acting, wanted: Wanted, by: str) -> Breakdown:
    """The figures of what fits the filters, for each of them; three statements."""
    at = as_of(wanted)
    rows = listed(acting, wanted, at)
    counted = rows.order_by().values(key=_key(by, at)).annotate(**_numbers(acting, at)).order_by("key")
    found = [(row.pop("key"), row) for row in counted]
    parties = _parties(key for key, _row in found) if by in OF_DELEGATIONS else {}
    groups = [Group(key, parties.get(key), numbers) for key, numbers in found]
    return Breakdown(
        at, timezone.now(), by, groups, summed(groups, _numbers(acting, at)), _obstacles(rows, at)
    )


def summed(groups: list[Group], names: Any) -> Group:
    """All groups as one."""
    total: Counter[str] = Counter(dict.fromkeys(names, 0))
    for group in groups:
        total.update(group.numbers)
    return Group("", None, dict(total))


def _key(by: str, at: AsOf) -> Any:
    """What a recommendation is counted under; what its paper is like only where the paper is open to the reader."""
    if by == "addressee":
        return Coalesce(F(at.column("addressee__code")), Value(""))
    if by == "year":
        year = ExtractYear("adopted_at", tzinfo=timezone.get_default_timezone())
        return Cast(year, CharField())
    own = F("paper__lead__code") if by == "lead" else F("paper__theme")
    return Case(When(paper_seen=True, then=own), default=Value(""), output_field=CharField())


def _numbers(acting: Acting, at: AsOf) -> dict[str, Any]:
    asked = {
        "accepted": at(answer__in=sorted(ACCEPTING)), "refused": at(answer__in=REFUSING),
        "noted": at(answer=Answer.NOTED), "unanswered": at(answer=Answer.AWAITING), "open": at(status__in=sorted(OPEN)),
        "verified": at(status=Status.VERIFIED), "otherwise": at(status__in=sorted(CLOSED - {Status.VERIFIED})),
        "wait_report": at(asked_on__lte=at.day) & ~at(status=Status.REPORTED),
    }  # fmt: skip
    asked |= {
        name: CONDITIONS[name](acting, at)
        for name in ("awaiting", "reported", "overdue", "silent", "contested")
    }
    return {"total": Count("pk")} | {name: Count("pk", filter=condition) for name, condition in asked.items()}


def _parties(codes: Any) -> dict[str, Delegation]:
    return {one.code: one for one in Delegation.objects.filter(code__in=[code for code in codes if code])}


def _obstacles(rows: Any, at: AsOf) -> list[tuple[str, list[int]]]:
    """By theme, how many recommendations each kind of obstacle held up on the day; one with two kinds is in both."""
    theme = Case(
        When(recommendation__in=rows.filter(paper_seen=True).values("pk"), then=F("recommendation__paper__theme")),
        default=Value(""), output_field=CharField(),
    )  # fmt: skip
    held = _in_the_way(at).filter(recommendation__in=rows.values("pk"))
    found = held.order_by().values("kind", theme=theme).annotate(n=Count("recommendation", distinct=True))
    cells = {(row["theme"], row["kind"]): row["n"] for row in found}
    return [
        (theme, [cells.get((theme, kind.value), 0) for kind in BlockerKind])
        for theme in sorted({theme for theme, _kind in cells})
    ]


def _in_the_way(at: AsOf) -> Any:
    if at.line == Lookback.KNOWN:
        late = Q(ended_at__isnull=True) | Q(ended_at__date__gt=at.day)
        return Blocker.objects.filter(late, recorded_at__date__lte=at.day)
    return Blocker.objects.filter(Q(until__isnull=True) | Q(until__gt=at.day), since__lte=at.day)
