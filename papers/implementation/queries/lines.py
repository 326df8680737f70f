"""One thing that happened to a recommendation, as its page tells it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from papers.implementation.figures import shown
from papers.implementation.lifecycle import (
    ACTION_MARKS,
    CONFIDENCE_MARKS,
    STATUS_MARKS,
    ActionState,
    Answer,
    Confidence,
    Status,
)
from papers.implementation.models import (
    AsOf,
    Direction,
    Lookback,
    Role,
)
from papers.implementation.models.entries import Axis, Decision, EvidenceKind, Finding, Method, Stance
from papers.implementation.models.links import BACK, Link
from papers.implementation.models.plans import Agreement, BlockerKind


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
    def figure(self) -> str:
        """The newest figure of an indicator, as a person reads it."""
        return shown(Decimal(self.detail)) if self.detail else ""

    @property
    def detail_label(self) -> Any:
        return DETAILS[self.kind](self.detail).label if self.detail and self.kind in DETAILS else ""

    def seen(self, at: AsOf) -> bool:
        """Whether it had taken effect by the day, or was on record by then."""
        recorded = timezone.localdate(self.at)
        own = self.day if at.line == Lookback.STOOD and self.kind not in BESIDE else None
        return (own or recorded) <= at.day

    def still(self, at: AsOf, ended: set[UUID], agreed: UUID | None) -> Line:
        """A part that had not ended by then was live, a proposal that was not decided waited, a link held."""
        if self.kind in {"link", "link_back"} and self.day is not None and self.day > at.day:
            return replace(self, day=None)
        if self.kind == "criteria" and (self.pk not in ended or self.pk == agreed):
            return replace(self, value=Agreement.AGREED if self.pk == agreed else Agreement.PROPOSED)
        if self.kind in {"part", "blocker"} and self.pk not in ended:
            return replace(self, detail="live")
        if self.kind == "closure" and self.pk not in ended:
            return replace(self, detail=Decision.PROPOSED)
        return self

    @property
    def mark(self) -> tuple[str, str]:
        """Its mark and tone, where it is a status or a confidence."""
        if self.kind == Axis.STATUS:
            return STATUS_MARKS[Status(self.value)]
        if self.kind in {"action", "step"}:
            return ACTION_MARKS[ActionState(self.value)]
        return CONFIDENCE_MARKS[Confidence(self.value)] if self.kind == Axis.CONFIDENCE else ("", "")


# Shown where they belong, not as something that happened: their day is another one than that of their record.
BESIDE = {"evidence", "link", "link_back", "action"}
WORDS: dict[str, Any] = {
    "answer": Answer, "status": Status, "confidence": Confidence, "report": Status, "verification": Finding,
    "closure": Status, "decision": Decision, "part": Role, "part_ended": Role, "evidence": EvidenceKind,
    "dissent": Stance, "link": Link, "link_back": Link, "action": ActionState, "step": ActionState,
    "blocker": BlockerKind, "blocker_ended": BlockerKind, "criteria": Agreement, "criteria_decided": Agreement,
    "indicator": Direction, "indicator_restated": Direction, "indicator_ended": Direction,
}  # fmt: skip
DETAILS: dict[str, Any] = {
    "verification": Method, "closure": Decision, "link": Status, "link_back": Status,
}  # fmt: skip
