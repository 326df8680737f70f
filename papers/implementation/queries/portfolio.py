"""What became of everything one may see: figures, papers and recommendations, filtered in the query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.implementation import ageing, progress
from papers.implementation.lifecycle import (
    AFTER_ADOPTION,
    CLOSED,
    CONFIDENCE_MARKS,
    OPEN,
    Answer,
    Confidence,
    Status,
)
from papers.implementation.models import AsOf, Recommendation
from papers.implementation.queries.conditions import CONDITIONS, fits, narrowed, of_papers
from papers.implementation.queries.places import Place
from papers.shared import keyset
from papers.shared.acting import Acting

SIZE = 50
ALL = 10**9
SHEET = (
    "reference",
    "external_ref",
    "paper_seen",
    "paper__title",
    "paper__lead__code",
    "paper__stage",
    "text",
    "adopted_at",
)
SHEET_STANDING = (
    "addressee__code", "answer", "status", "confidence", "asked_on", "report_due", "silent_on", "due", "last_report",
    "contested_on",
)  # fmt: skip
AS_THEY_ARE = (
    "reference", "external_ref", "text", "answer", "status", "confidence", "due", "last_report", "report_due",
    "contested_on",
)  # fmt: skip
Wanted = Mapping[str, Any]


@dataclass(frozen=True)
class RollUp:
    """A paper's recommendations, counted: only those the reader may see."""

    counts: dict[str, int]
    open_confidence: frozenset[str]
    overdue: int
    silent: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def verified(self) -> int:
        return self.counts.get(Status.VERIFIED, 0)

    @property
    def closed(self) -> int:
        return progress.share_closed(self.counts)[0]

    @property
    def percent(self) -> int:
        return round(100 * self.closed / self.total) if self.total else 0

    @property
    def overall(self) -> progress.Overall:
        return progress.overall(self.counts)

    @property
    def mark(self) -> tuple[str, str]:
        return progress.OVERALL_MARKS[self.overall]

    @property
    def confidence(self) -> Confidence | None:
        """The worst of its open ones; none where nothing is open."""
        return progress.overall_confidence(self.open_confidence) if self.open_confidence else None

    @property
    def confidence_mark(self) -> tuple[str, str]:
        return CONFIDENCE_MARKS[self.confidence] if self.confidence else ("", "")


EMPTY = RollUp({}, frozenset(), 0, 0)


@dataclass(frozen=True)
class Group:
    """Recommendations of one paper that stand together in the list; without its title where it is not open."""

    symbol: str
    paper: Paper | None
    roll_up: RollUp
    rows: list[Any]


@dataclass(frozen=True)
class Portfolio:
    """A page of it: the figures as of now, and the rows with the places of the pages around them."""

    as_of: datetime
    at: AsOf
    figures: dict[str, int]
    rows: list[Any]
    newer: str = ""
    older: str = ""

    @property
    def ageing(self) -> ageing.Ageing:
        return ageing.chart(self.figures, mirrored=get_language_bidi())


def by_paper(acting: Acting, wanted: Wanted, *, before: str = "", after: str = "") -> Portfolio:
    """A page of papers with where each stands as a whole, the last moved first; three statements."""
    at = as_of(wanted)
    page = keyset.page(_papers(acting, wanted, at), "moved_at", before=before, after=after, size=SIZE)
    roll_ups = _roll_ups(acting, [paper.pk for paper in page.rows], at)
    rows = [(paper, roll_ups.get(paper.pk, EMPTY)) for paper in page.rows]
    return Portfolio(timezone.now(), at, figures(acting, wanted, at), rows, page.newer, page.older)


def by_recommendation(acting: Acting, wanted: Wanted, *, before: str = "") -> Portfolio:
    """A page of recommendations, grouped by paper, newest adopted first; three statements."""
    at = as_of(wanted)
    found = listed(acting, wanted, at).for_list().in_order()
    place = Place.read(before)
    some = list((found.filter(place.onward()) if place else found)[: SIZE + 1])
    rows = [row.back_then(at) for row in some[:SIZE]]
    roll_ups = _roll_ups(acting, {row.paper_id for row in rows if row.paper_seen}, at)
    older = str(Place.of(rows[-1])) if len(some) > SIZE else ""
    groups = list(_groups(rows, roll_ups))
    return Portfolio(timezone.now(), at, figures(acting, wanted, at), groups, older=older)


def as_of(wanted: Wanted) -> AsOf:
    """The day the filters ask about: today, unless they name a past one."""
    return AsOf(wanted["on"], wanted["line"]) if wanted.get("on") else AsOf.now()


def rows_for_sheet(acting: Acting, wanted: Wanted) -> Iterator[list[Any]]:
    """The lines of the table as a file, by the same filters; the paper's own facts only where it is open."""
    day = as_of(wanted).day
    return (_sheet_line(row, day) for row in _rows(acting, wanted))


def rows_for_exchange(acting: Acting, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The same lines by the names and values that other programs read (docs/users/following.md)."""
    day = as_of(wanted).day
    return (_exchanged(row, day) for row in _rows(acting, wanted))


def _rows(acting: Acting, wanted: Wanted) -> Iterator[dict[str, Any]]:
    at = as_of(wanted)
    names, columns = [*SHEET, *SHEET_STANDING], [*SHEET, *map(at.column, SHEET_STANDING)]
    rows = listed(acting, wanted, at).in_order().values_list(*columns)
    for row in rows.iterator(chunk_size=2000):
        yield dict(zip(names, row, strict=True))


def _exchanged(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    times = progress.Timetable(row["asked_on"], row["report_due"], row["silent_on"])
    of_paper = {"title": row["paper__title"], "lead": row["paper__lead__code"], "stage": row["paper__stage"]}
    return {
        **{name: row[name] for name in AS_THEY_ARE}, "paper": of_paper if row["paper_seen"] else None,
        "addressee": row["addressee__code"], "freshness": progress.fresh(day, times).value,
        "nothing_known": progress.nothing_known(day, times), "adopted_on": timezone.localdate(row["adopted_at"]),
    }  # fmt: skip


def _sheet_line(row: Mapping[str, Any], day: date) -> list[Any]:
    times = progress.Timetable(row["asked_on"], row["report_due"], row["silent_on"])
    of_paper = [row["paper__title"], row["paper__lead__code"], Stage(row["paper__stage"]).label]
    said = [
        _("yes") if fact else _("no") for fact in (progress.nothing_known(day, times), row["contested_on"])
    ]
    return [
        row["reference"], row["external_ref"], *(of_paper if row["paper_seen"] else [""] * len(of_paper)), row["text"],
        row["addressee__code"], Answer(row["answer"]).label, Status(row["status"]).label,
        Confidence(row["confidence"]).label, progress.fresh(day, times).label, *said, row["due"], row["last_report"],
        row["report_due"], timezone.localdate(row["adopted_at"]),
    ]  # fmt: skip


def figures(acting: Acting, wanted: Wanted, at: AsOf) -> dict[str, int]:
    """All the numbers of a page in one statement: `total` of all one may see, the others of what fits the filters.

    Each question is asked once for each row, inside; outside, its answers are counted. The limit keeps databases
    from asking it again for every number that counts it.
    """
    questions = {"fits": fits(acting, wanted, at), "is_open": at(status__in=OPEN)}
    questions |= {f"is_{name}": build(acting, at) for name, build in CONDITIONS.items()}
    flags = {name: Case(When(asked, then=True), default=False) for name, asked in questions.items()}
    stands = F(at.column("status"))
    counted = {"n": Q(fits=True), "open": Q(fits=True, is_open=True), **_closed(), **_ages(at.day)}
    counted |= {name: Q(fits=True) & Q(**{f"is_{name}": True}) for name in CONDITIONS}
    seen = Recommendation.objects.visible_to(acting).followed().as_of(at)
    numbers: dict[str, int] = (
        seen.annotate(stands=stands, **flags).order_by()[:ALL].aggregate(
            total=Count("pk"),
            papers=Count("paper", filter=Q(fits=True), distinct=True),
            **{name: Count("pk", filter=condition) for name, condition in counted.items()},
        )
    )  # fmt: skip
    return numbers


def _closed() -> dict[str, Q]:
    otherwise = Q(fits=True, stands__in=CLOSED - {Status.VERIFIED})
    return {"verified": Q(fits=True, stands=Status.VERIFIED), "closed_otherwise": otherwise}


def _ages(today: date) -> dict[str, Q]:
    """By age since adoption: on time, late, nothing known; each open recommendation once."""
    kinds = {
        "timely": Q(is_silent=False, is_overdue=False), "late": Q(is_silent=False, is_overdue=True),
        "unknown": Q(is_silent=True),
    }  # fmt: skip
    found = {}
    for band in ageing.BANDS:
        newest, oldest = ageing.between(band, today)
        age = Q(fits=True, is_open=True, adopted_at__lt=_midnight_after(newest))
        if oldest is not None:
            age &= Q(adopted_at__gte=_midnight_after(oldest))
        found |= {f"{band.key}_{kind}": age & condition for kind, condition in kinds.items()}
    return found


def _midnight_after(day: date) -> datetime:
    start = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(start, timezone.get_default_timezone())


def _papers(acting: Acting, wanted: Wanted, at: AsOf) -> Any:
    papers = Paper.objects.visible_to(acting).for_list().filter(of_papers(wanted))
    if not wanted.get("stage"):
        papers = papers.filter(stage__in=AFTER_ADOPTION)
    if not any(wanted.get(name) for name in ("view", "status", "confidence", "freshness", "addressee", "on")):
        return papers
    followed = Recommendation.objects.followed().filter(paper=OuterRef("pk")).as_of(at)
    matching = narrowed(followed, acting, wanted, at)
    return papers.filter(Exists(matching))


def listed(acting: Acting, wanted: Wanted, at: AsOf) -> Any:
    seen = Recommendation.objects.visible_to(acting).followed().with_paper_seen(acting).as_of(at)
    return narrowed(seen, acting, wanted, at)


def _groups(rows: Iterable[Any], roll_ups: Mapping[UUID, RollUp]) -> Iterator[Group]:
    group: Group | None = None
    for row in rows:
        if group is None or group.rows[0].paper_id != row.paper_id:
            if group is not None:
                yield group
            symbol = row.reference.rpartition("/")[0]
            paper = row.paper if row.paper_seen else None
            group = Group(symbol, paper, roll_ups.get(row.paper_id, EMPTY), [])
        group.rows.append(row)
    if group is not None:
        yield group


def _roll_ups(acting: Acting, papers: Iterable[UUID], at: AsOf) -> dict[UUID, RollUp]:
    """For each of these papers how many of its visible recommendations stand where, in one statement."""
    overdue, silent = CONDITIONS["overdue"](acting, at), CONDITIONS["silent"](acting, at)
    counts: dict[str, Any] = {f"s_{status}": Count("pk", filter=at(status=status)) for status in Status}
    counts |= {f"c_{one}": Count("pk", filter=at(status__in=OPEN, confidence=one)) for one in Confidence}
    seen = Recommendation.objects.visible_to(acting).followed().as_of(at)
    rows = (
        seen.filter(paper__in=list(papers)).order_by().values("paper")
        .annotate(late=Count("pk", filter=overdue), unknown=Count("pk", filter=silent), **counts)
    )  # fmt: skip
    return {row["paper"]: _roll_up(row) for row in rows}


def _roll_up(row: Mapping[str, Any]) -> RollUp:
    counts = {status.value: row[f"s_{status}"] for status in Status if row[f"s_{status}"]}
    open_confidence = frozenset(one.value for one in Confidence if row[f"c_{one}"])
    return RollUp(counts, open_confidence, row["late"], row["unknown"])
