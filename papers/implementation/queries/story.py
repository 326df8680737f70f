"""One recommendation with all that happened to it, and what of it was so or was known on a past day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Case, CharField, DateField, DateTimeField, F, TextField, UUIDField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import get_language

from papers.implementation import rules
from papers.implementation.lifecycle import CONFIDENCE_MARKS, STATUS_MARKS, Answer, Confidence, Status
from papers.implementation.models import (
    AsOf,
    Assignment,
    Closure,
    Dissent,
    Evidence,
    Lookback,
    Recommendation,
    RecommendationLink,
    Report,
    Response,
    Role,
    StatusEntry,
    Verification,
)
from papers.implementation.models.entries import Axis, Decision, EvidenceKind, Finding, Method, Stance
from papers.implementation.models.links import BACK, Link
from papers.shared.acting import Acting


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
        if self.kind == "link_back":
            return BACK[Link(self.value)]
        return WORDS[self.kind](self.value).label

    @property
    def detail_label(self) -> Any:
        return DETAILS[self.kind](self.detail).label if self.detail and self.kind in DETAILS else ""

    def seen(self, at: AsOf) -> bool:
        """Whether it had taken effect by the day, or was on record by then."""
        recorded = timezone.localdate(self.at)
        own = self.day if at.line == Lookback.STOOD and self.kind != "evidence" else None
        return (own or recorded) <= at.day

    def still(self, ended: set[UUID]) -> Line:
        """A part that had not ended by then was live, a proposal that was not decided waited."""
        if self.kind == "part" and self.pk not in ended:
            return replace(self, detail="live")
        if self.kind == "closure" and self.pk not in ended:
            return replace(self, detail=Decision.PROPOSED)
        return self

    @property
    def mark(self) -> tuple[str, str]:
        """Its mark and tone, where it is a status or a confidence."""
        if self.kind == Axis.STATUS:
            return STATUS_MARKS[Status(self.value)]
        return CONFIDENCE_MARKS[Confidence(self.value)] if self.kind == Axis.CONFIDENCE else ("", "")


BESIDE = {"evidence", "link", "link_back"}  # shown where they belong, not as something that happened
WORDS: dict[str, Any] = {
    "answer": Answer, "status": Status, "confidence": Confidence, "report": Status, "verification": Finding,
    "closure": Status, "decision": Decision, "part": Role, "part_ended": Role, "evidence": EvidenceKind,
    "dissent": Stance, "link": Link, "link_back": Link,
}  # fmt: skip
DETAILS: dict[str, Any] = {
    "verification": Method, "closure": Decision, "link": Status, "link_back": Status,
}  # fmt: skip


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
    def dissents(self) -> list[Line]:
        return self.of("dissent")[::-1]

    @property
    def links(self) -> list[Line]:
        return self.of("link", "link_back")

    def reason(self, axis: str) -> str:
        """Why its status or its confidence is what it is."""
        return next((line.text for line in reversed(self.lines) if line.kind == axis), "")

    @property
    def reasons(self) -> dict[str, str]:
        return {axis.value: self.reason(axis) for axis in Axis}

    def on(self, at: AsOf) -> Story:
        """What of it was so, or was known, on a past day; a part or a proposal that ended later still held."""
        if not at.is_past:
            return self
        kept = [line for line in self.lines if line.seen(at)]
        ended = {line.pk for line in kept if line.kind in {"part_ended", "decision"}}
        return Story([line.still(ended) for line in kept])

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
        return [line for line in self.lines if line.kind not in BESIDE][::-1]


def story(acting: Acting, recommendation: Recommendation) -> Story:
    """Everything that happened to it, in one statement; the rules of this request need not ask again."""
    lines = [_line(row) for row in _everything(acting, recommendation)]
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


NO_DAY, NO_ID, NOTHING = (
    Cast(Value(None), DateField()),
    Cast(Value(None), UUIDField()),
    Value("", TextField()),
)


def _everything(acting: Acting, recommendation: Recommendation) -> Iterable[tuple[Any, ...]]:
    """One row per thing that happened, of ten tables, in one statement."""
    mine: dict[str, Any] = {"recommendation": recommendation}
    parts = Assignment.objects.filter(**mine)
    closures = Closure.objects.filter(**mine)
    first, *others = [
        _arm(Response.objects.filter(**mine), "answer", value="value", text="text", note="received_by"),
        _arm(StatusEntry.objects.filter(**mine), F("axis"), value="value", text="reason"),
        _arm(Report.objects.filter(**mine), "report", value="status", text="text"),
        *_links(acting, recommendation),
        _arm(Dissent.objects.filter(**mine), "dissent", value="stance", text="text", note="source"),
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


def _links(acting: Acting, recommendation: Recommendation) -> Iterable[models.QuerySet[Any]]:
    """The links that hold, from this end and from the other; each names the one at the far end."""
    live = RecommendationLink.objects.visible_to(acting).filter(until__isnull=True)
    for near, far, kind in (("a", "b", "link"), ("b", "a", "link_back")):
        yield _arm(
            live.filter(**{near: recommendation}), kind, value="kind", at="starts", day=NO_DAY,
            detail=f"{far}__status", text="reason", note=f"{far}__reference", of=far, delegation=f"{far}__addressee",
        )  # fmt: skip


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
