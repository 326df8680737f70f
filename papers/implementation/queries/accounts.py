"""An account of what became of recommendations, to be handed to somebody who does not use this portal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.drafting.models import Paper
from papers.implementation.lifecycle import OPEN, Answer, Confidence, Status
from papers.implementation.models import (
    AsOf,
    Assignment,
    Dissent,
    Evidence,
    Lookback,
    Report,
    Role,
    freshness_is,
)
from papers.implementation.progress import Freshness
from papers.implementation.queries import breakdowns, portfolio
from papers.shared.acting import Acting

MOST = 300  # recommendations that are told one by one; the figures count all
AGES = [one for one in Freshness if one != Freshness.CONTESTED]


@dataclass(frozen=True)
class Fact:
    """One of the four facts, with how many stand where; they are never added up into one."""

    label: str
    numbers: list[tuple[Any, int]]


@dataclass(frozen=True)
class Told:
    """One recommendation as the account tells it: the row, what was last said of it, and what it waits for."""

    row: Any
    waits: str


@dataclass(frozen=True)
class Group:
    """The recommendations of one paper; without its title where the paper is not open."""

    symbol: str
    paper: Paper | None
    told: list[Told]


@dataclass(frozen=True)
class Account:
    """All of it, at one moment, by the rights of one reader."""

    at: AsOf
    moment: datetime
    figures: dict[str, int]
    facts: list[Fact]
    waits: list[breakdowns.Group]
    groups: list[Group]
    left_out: int
    evidence: list[Evidence]
    dissents: list[Dissent]

    @cached_property
    def told(self) -> list[Told]:
        return [one for group in self.groups for one in group.told]

    @property
    def overdue(self) -> list[Told]:
        late = {Freshness.OVERDUE, Freshness.STALE}
        return [one for one in self.told if one.row.is_late or one.row.freshness in late]

    @property
    def contested(self) -> list[Told]:
        return [one for one in self.told if one.row.is_contested]

    @property
    def silent(self) -> list[Told]:
        return [one for one in self.told if one.row.nothing_known]

    @property
    def papers(self) -> list[Paper]:
        return [group.paper for group in self.groups if group.paper]

    @property
    def shows_hidden_papers(self) -> bool:
        """Whether it tells of recommendations whose paper is not open to the reader."""
        return any(group.paper is None for group in self.groups)


def account(acting: Acting, wanted: portfolio.Wanted) -> Account:
    """What became of all that fits the filters and that this reader may see; nine statements."""
    at = portfolio.as_of(wanted)
    found = portfolio.listed(acting, wanted, at)
    figures = portfolio.figures(acting, wanted, at)
    rows = [row.back_then(at) for row in _with_last_words(found, at).for_list().in_order()[:MOST]]
    facts = _facts(found, at)
    asked = [row.pk for row in rows]
    waits = [
        group
        for group in breakdowns.breakdown(acting, wanted, "addressee").groups
        if group["awaiting"] or group["wait_report"] or group["reported"]
    ]
    return Account(
        at, timezone.now(), figures, facts, waits, _groups(rows, _verifiers(rows, at)),
        sum(n for _label, n in facts[0].numbers) - len(rows), _evidence(asked, at), _dissents(asked, at),
    )  # fmt: skip


def _with_last_words(found: Any, at: AsOf) -> Any:
    """Adds what was last reported of each."""
    reports = Report.objects.filter(_known(at), recommendation=OuterRef("pk"))
    latest = reports.order_by("-effective_on", "-recorded_at")
    return found.annotate(last_words=Subquery(latest.values("text")[:1]))


def _facts(found: Any, at: AsOf) -> list[Fact]:
    """How many stand where in each of the four, in one statement."""
    ages = [When(freshness_is(age, at), then=Value(age.value)) for age in AGES]
    rows = (
        found.order_by()
        .values(
            is_answer=F(at.column("answer")), is_status=F(at.column("status")),
            is_confidence=F(at.column("confidence")),
            is_fresh=Case(*ages, default=Value(Freshness.NONE.value), output_field=CharField()),
        )
        .annotate(n=Count("pk"))
    )  # fmt: skip
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("answer", "status", "confidence", "fresh")
    }
    for row in rows:
        counts["answer"][row["is_answer"]] += row["n"]
        counts["status"][row["is_status"]] += row["n"]
        if row["is_status"] in OPEN:
            counts["confidence"][row["is_confidence"]] += row["n"]
            counts["fresh"][row["is_fresh"]] += row["n"]
    return [
        _fact(_("Answer"), Answer, counts["answer"]),
        _fact(_("Implementation"), Status, counts["status"]),
        _fact(_("Confidence, of the open ones"), Confidence, counts["confidence"]),
        _fact(_("Freshness, of the open ones"), AGES, counts["fresh"]),
    ]


def _fact(label: str, values: Iterable[Any], counts: Counter[str]) -> Fact:
    return Fact(label, [(value.label, counts[value.value]) for value in values if counts[value.value]])


def _verifiers(rows: Sequence[Any], at: AsOf) -> dict[UUID, list[str]]:
    """Who was to verify what is reported as done."""
    reported = [row.pk for row in rows if row.status == Status.REPORTED]
    parts = Assignment.objects.filter(recommendation__in=reported, role=Role.VERIFIER)
    held = parts.filter(starts__date__lte=at.day).filter(Q(until=None) | Q(until__date__gt=at.day))
    parts = held if at.is_past else parts.current()
    found: dict[UUID, list[str]] = {}
    for one, code in parts.values_list("recommendation", "delegation__code"):
        found.setdefault(one, []).append(code)
    return found


def _groups(rows: Sequence[Any], verifiers: dict[UUID, list[str]]) -> list[Group]:
    groups: dict[UUID, Group] = {}
    for row in rows:
        symbol, paper = row.reference.rpartition("/")[0], row.paper if row.paper_seen else None
        group = groups.setdefault(row.paper_id, Group(symbol, paper, []))
        group.told.append(Told(row, _waits(row, verifiers.get(row.pk, []))))
    return list(groups.values())


def _waits(row: Any, verifiers: list[str]) -> str:
    """What has to happen next, and by whom."""
    owner = row.addressee.code if row.addressee else ""
    if not row.is_open:
        return ""
    if not owner:
        return _("an addressee")
    if not row.is_answered:
        return _("the answer of %(code)s") % {"code": owner}
    if row.status == Status.REPORTED:
        by = ", ".join(sorted(verifiers))
        return _("verification by %(code)s") % {"code": by} if by else _("somebody who verifies")
    asked = row.asked_on is not None and row.asked_on <= row.day
    return _("the report of %(code)s") % {"code": owner} if asked else ""


def _evidence(asked: Sequence[UUID], at: AsOf) -> list[Evidence]:
    rows = Evidence.objects.filter(_known(at, "report__"), report__recommendation__in=asked)
    rows = rows.select_related("report__recommendation", "report__delegation")
    return list(rows.order_by("report__recommendation__reference", "report__effective_on", "title"))


def _dissents(asked: Sequence[UUID], at: AsOf) -> list[Dissent]:
    rows = Dissent.objects.filter(_known(at), recommendation__in=asked)
    rows = rows.select_related("recommendation", "delegation")
    return list(rows.order_by("recommendation__reference", "effective_on", "recorded_at"))


def _known(at: AsOf, prefix: str = "") -> Q:
    """Of entries: those that had taken effect by the day, or were on record by its end."""
    if not at.is_past:
        return Q(**{f"{prefix}pk__isnull": False})
    column = "recorded_at__date" if at.line == Lookback.KNOWN else "effective_on"
    return Q(**{f"{prefix}{column}__lte": at.day})
