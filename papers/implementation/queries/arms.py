"""All that happened to a recommendation, of many tables, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    OuterRef,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from papers.implementation.models import (
    Action,
    ActionStep,
    Assignment,
    Blocker,
    Closure,
    Criteria,
    Definition,
    Dissent,
    Ending,
    Evidence,
    Indicator,
    Reading,
    Recommendation,
    RecommendationLink,
    Report,
    Response,
    Restatement,
    StatusEntry,
    Verification,
)
from papers.implementation.models.plans import Agreement
from papers.implementation.queries.lines import Line, Party
from papers.shared.acting import Acting

NO_DAY, NO_ID, NOTHING = (
    Cast(Value(None), DateField()),
    Cast(Value(None), UUIDField()),
    Value("", TextField()),
)


def everything(acting: Acting, recommendation: Recommendation) -> Iterable[tuple[Any, ...]]:
    """One row per thing that happened, of eighteen tables, in one statement."""
    mine: dict[str, Any] = {"recommendation": recommendation}
    parts = Assignment.objects.filter(**mine)
    closures = Closure.objects.filter(**mine)
    first, *others = [
        _arm(Response.objects.filter(**mine), "answer", value="value", text="text", note="received_by"),
        _arm(StatusEntry.objects.filter(**mine), F("axis"), value="value", text=Coalesce("said", "reason")),
        _arm(Report.objects.filter(**mine), "report", value="status", text="text", note="letter__received_by",
             detail=Coalesce("said", Value(""))),
        *_links(acting, recommendation),
        *_indicators(mine),
        *_plan(mine),
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


def _plan(mine: dict[str, Any]) -> Iterable[models.QuerySet[Any]]:
    """Actions with their steps, what is in the way and what was, criteria with their answers."""
    blockers, criteria = Blocker.objects.filter(**mine), Criteria.objects.filter(**mine)
    late = Case(When(late=True, then=Value("late")), default=Value(""))
    yield _arm(
        Action.objects.filter(**mine),
        "action",
        value="state",
        day="due",
        text="what",
        of="after",
        delegation="owner",
    )
    yield _arm(
        ActionStep.objects.filter(**mine),
        "step",
        value="state",
        text="reason",
        of="action",
        note="action__what",
    )
    yield _arm(blockers, "blocker", value="kind", day="since", text="text", of="action", detail=_LIVE)
    yield _arm(
        blockers.filter(until__isnull=False), "blocker_ended", value="kind", at="ended_at", day="until",
        text="end_text",
    )  # fmt: skip
    yield _arm(
        criteria,
        "criteria",
        value="state",
        day=NO_DAY,
        text="text",
        detail=late,
        note="side",
        delegation="verifier",
    )
    yield _arm(
        criteria.filter(decided_at__isnull=False), "criteria_decided", value=_ANSWERED, at="decided_at", day=NO_DAY,
        text="answer", person="decider",
    )  # fmt: skip


def _indicators(mine: dict[str, Any]) -> Iterable[models.QuerySet[Any]]:
    """What is measured, from the day on which its first definition holds, with the newest figure of today.

    A correction of its words holds from that same day, because they were never right.
    """
    of = {f"indicator__{name}": value for name, value in mine.items()}
    begun = Definition.objects.filter(number=1)
    first = begun.filter(indicator=OuterRef("pk")).values("since")[:1]
    holding = Reading.objects.filter(indicator=OuterRef("pk"), corrected_by=None, value__isnull=False)
    newest = holding.order_by("-on", "scope", "-recorded_at").values("value")[:1]
    yield _arm(
        Indicator.objects.filter(**mine), "indicator", value="direction", day=Subquery(first), text="name",
        note="unit", detail=Coalesce(Cast(Subquery(newest), TextField()), NOTHING),
    )  # fmt: skip
    yield _arm(
        Restatement.objects.filter(**of), "indicator_restated", value="indicator__direction",
        day=Subquery(begun.filter(indicator=OuterRef("indicator")).values("since")[:1]), text="name", note="unit",
        detail="reason", of="indicator",
    )  # fmt: skip
    yield _arm(
        Ending.objects.filter(**of), "indicator_ended", value="indicator__direction", day="on", text="reason",
        of="indicator",
    )  # fmt: skip


def _links(acting: Acting, recommendation: Recommendation) -> Iterable[models.QuerySet[Any]]:
    """The links from this end and from the other, each with the day it ended; it names the one at the far end."""
    seen = RecommendationLink.objects.visible_to(acting)
    for near, far, kind in (("a", "b", "link"), ("b", "a", "link_back")):
        yield _arm(
            seen.filter(**{near: recommendation}), kind, value="kind", at="starts", day="until",
            detail=f"{far}__status", text="reason", note=f"{far}__reference", of=far, delegation=f"{far}__addressee",
        )  # fmt: skip


# What was agreed and later replaced was answered with a yes.
_ANSWERED = Case(When(state=Agreement.REPLACED, then=Value(Agreement.AGREED.value)), default=F("state"))
_LIVE = Case(When(until__isnull=True, then=Value("live")), default=Value("ended"))


def _arm(
    rows: models.QuerySet[Any],
    kind: Any,
    *,
    value: Any,
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


def read(row: tuple[Any, ...]) -> Line:
    kind, at, day, value, detail, words, note, uid, of, code, colour, names, who, person = row
    party = Party(code, colour, names or {}) if code else None
    return Line(kind, at, day, value, detail, words, note or "", uid, of, party, who, person or "")
