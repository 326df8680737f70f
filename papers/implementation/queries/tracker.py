"""The recommendations of one paper, and one recommendation with all that happened to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Case, CharField, DateField, DateTimeField, F, TextField, UUIDField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import get_language

from papers.drafting.models import Paper
from papers.implementation import progress, rules
from papers.implementation.lifecycle import CONFIDENCE_MARKS, STATUS_MARKS, Answer, Confidence, Status
from papers.implementation.models import (
    Assignment,
    Closure,
    Evidence,
    Recommendation,
    Report,
    Response,
    Role,
    StatusEntry,
    Verification,
)
from papers.implementation.models.entries import Axis, Decision, EvidenceKind, Finding, Method
from papers.shared.acting import Acting


class Face(NamedTuple):
    """What the text of a paper says beside a recommendation: its reference and where it stands."""

    reference: str
    number: str
    label: Any
    mark: str
    tone: str
    url: str


@dataclass(frozen=True)
class Standing:
    """The recommendations of one paper, and where it stands as a whole."""

    rows: list[Recommendation]
    overall: progress.Overall
    closed: int

    @property
    def mark(self) -> tuple[str, str]:
        return progress.OVERALL_MARKS[self.overall]

    @property
    def all_closed(self) -> bool:
        return bool(self.rows) and self.closed == len(self.rows)


class Party(NamedTuple):
    """A delegation as a line of the history names it."""

    code: str
    colour: int
    names: dict[str, str]

    @property
    def name(self) -> str:
        language = (get_language() or "en").split("-")[0]
        return self.names.get(language) or self.names.get("en") or self.code


@dataclass
class Line:
    """One thing that happened: what, for which day, known when, by whom and for whom."""

    kind: str
    at: datetime
    day: date | None
    value: str
    detail: str
    text: str
    note: str
    pk: UUID
    of: UUID | None
    party: Party | None
    person_id: UUID | None
    person: str
    evidence: list[Line] = field(default_factory=list)

    @property
    def label(self) -> Any:
        """The word for its value."""
        return WORDS[self.kind](self.value).label

    @property
    def detail_label(self) -> Any:
        return DETAILS[self.kind](self.detail).label if self.detail and self.kind in DETAILS else ""

    @property
    def mark(self) -> tuple[str, str]:
        """Its mark and tone, where it is a status or a confidence."""
        if self.kind == Axis.STATUS:
            return STATUS_MARKS[Status(self.value)]
        return CONFIDENCE_MARKS[Confidence(self.value)] if self.kind == Axis.CONFIDENCE else ("", "")


WORDS: dict[str, Any] = {
    "answer": Answer, "status": Status, "confidence": Confidence, "report": Status, "verification": Finding,
    "closure": Status, "decision": Decision, "part": Role, "part_ended": Role, "evidence": EvidenceKind,
}  # fmt: skip
DETAILS: dict[str, Any] = {"verification": Method, "closure": Decision}


@dataclass(frozen=True)
class Story:
    """All that happened to a recommendation, oldest first, and what of it holds now."""

    lines: list[Line]

    def of(self, *kinds: str) -> list[Line]:
        return [line for line in self.lines if line.kind in kinds]

    @property
    def answers(self) -> list[Line]:
        return self.of("answer")[::-1]

    @property
    def reports(self) -> list[Line]:
        return self.of("report")[::-1]

    @property
    def parts(self) -> list[Line]:
        """The parts that delegations have now, the owner first."""
        order = list(Role)
        live = [line for line in self.of("part") if line.detail == "live"]
        return sorted(live, key=lambda line: order.index(Role(line.value)))

    @property
    def proposal(self) -> Line | None:
        """The proposal to close it that waits for a decision."""
        return next((line for line in self.of("closure") if line.detail == Decision.PROPOSED), None)

    def closure(self, recommendation: Recommendation) -> Closure | None:
        """The waiting proposal, as the rules ask about it."""
        found = self.proposal
        if found is None:
            return None
        return Closure(pk=found.pk, recommendation=recommendation, proposer_id=found.person_id)

    @property
    def history(self) -> list[Line]:
        """The lines of the history, newest first."""
        return [line for line in self.lines if line.kind != "evidence"][::-1]


def papers_with_heads() -> Any:
    """Papers with what the head of each of their pages shows, without the texts."""
    return Paper.objects.for_list()


def one(acting: Acting) -> Any:
    """Recommendations as their own page shows one: with the number of the revision it stands in."""
    return (
        Recommendation.objects.with_paper_seen(acting).for_list().annotate(in_revision=F("revision__number"))
    )


def of_paper(acting: Acting, paper: Paper) -> Standing:
    """The recommendations of a paper that the reader may see, in their order, in one statement."""
    rows = list(Recommendation.objects.visible_to(acting).filter(paper=paper).for_list().order_by("serial"))
    counts = Counter(row.status for row in rows)
    return Standing(rows, progress.overall(counts), progress.share_closed(counts)[0])


def for_paper_face(acting: Acting, paper: Paper) -> dict[str, Face]:
    """By the id of its first block: what the text says of each recommendation. One statement."""
    seen = Recommendation.objects.visible_to(acting).filter(paper=paper).only(
        "reference", "serial", "status", "block_id"
    )  # fmt: skip
    return {str(one.block_id): _face(one) for one in seen}


def story(acting: Acting, recommendation: Recommendation) -> Story:
    """Everything that happened to it, in one statement; the rules of this request need not ask again."""
    lines = [_line(row) for row in _everything(recommendation)]
    files = [line for line in lines if line.kind == "evidence"]
    for report in (line for line in lines if line.kind == "report"):
        report.evidence = [line for line in files if line.of == report.pk]
    told = Story(lines)
    own = acting.delegation
    rules.know(
        acting,
        recommendation,
        parts={line.value for line in told.parts if line.party and line.party.code == own.code},
        reporters={(line.person_id, line.party.code if line.party else "") for line in told.reports},
    )
    return told


def _face(one: Recommendation) -> Face:
    mark, tone = one.status_mark
    url = reverse("implementation:recommendation-detail", args=[one.pk])
    return Face(one.reference, one.number, one.get_status_display(), mark, tone, url)  # type: ignore[attr-defined] # Django's own


NO_DAY, NO_ID, NOTHING = (
    Cast(Value(None), DateField()),
    Cast(Value(None), UUIDField()),
    Value("", TextField()),
)


def _everything(recommendation: Recommendation) -> Iterable[tuple[Any, ...]]:
    """One row per thing that happened, of eight tables, in one statement."""
    mine: dict[str, Any] = {"recommendation": recommendation}
    parts = Assignment.objects.filter(**mine)
    closures = Closure.objects.filter(**mine)
    first, *others = [
        _arm(Response.objects.filter(**mine), "answer", value="value", text="text", note="received_by"),
        _arm(StatusEntry.objects.filter(**mine), F("axis"), value="value", text="reason"),
        _arm(Report.objects.filter(**mine), "report", value="status", text="text"),
        _arm(Verification.objects.filter(**mine), "verification", value="finding", text="text", detail="method"),
        _arm(parts, "part", value="role", at="starts", day=NO_DAY, detail=_LIVE),
        _arm(parts.filter(until__isnull=False), "part_ended", value="role", at="until", day=NO_DAY),
        _arm(closures, "closure", value="kind", at="proposed_at", day=NO_DAY, detail="decision", text="reason",
             person="proposer"),
        _arm(closures.filter(decided_at__isnull=False), "decision", value="decision", at="decided_at", day=NO_DAY,
             text="decision_reason", person="approver"),
        _arm(Evidence.objects.filter(report__recommendation=recommendation), "evidence", value="kind",
             at="report__recorded_at", day="dated", text="title", note="url", of="report",
             delegation="report__delegation", person="report__by"),
    ]  # fmt: skip
    return first.union(*others, all=True).order_by("c_at_")


_LIVE = Case(When(until__isnull=True, then=Value("live")), default=Value("ended"))


def _arm(
    rows: models.QuerySet[Any],
    kind: Any,
    *,
    value: str,
    at: str = "recorded_at",
    day: Any = "effective_on",
    detail: Any = NOTHING,
    text: Any = NOTHING,
    note: Any = NOTHING,
    of: Any = NO_ID,
    delegation: str = "delegation",
    person: str = "by",
) -> models.QuerySet[Any]:
    """The rows of one table in the columns that all share."""
    columns: dict[str, Any] = {
        "kind": Cast(Value(kind) if isinstance(kind, str) else kind, CharField()), "at_": Cast(at, DateTimeField()),
        "day": Cast(day, DateField()), "value_": Cast(value, TextField()), "detail": Cast(detail, TextField()),
        "words": Cast(text, TextField()), "note": Cast(note, TextField()), "uid": F("pk"),
        "of": Cast(of, UUIDField()), "code": F(f"{delegation}__code"), "colour": F(f"{delegation}__colour"),
        "names": F(f"{delegation}__names"), "who": F(person), "person": F(f"{person}__name"),
    }  # fmt: skip
    renamed = {f"c_{name}": expression for name, expression in columns.items()}
    return rows.order_by().annotate(**renamed).values_list(*renamed)


def _line(row: tuple[Any, ...]) -> Line:
    kind, at, day, value, detail, words, note, uid, of, code, colour, names, who, person = row
    party = Party(code, colour, names or {}) if code else None
    return Line(kind, at, day, value, detail, words, note or "", uid, of, party, who, person or "")
