"""What stands here of a list before more of it is taken over, and what its source says of one item."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from papers.drafting.models import Paper
from papers.implementation.judging import Ground
from papers.implementation.lifecycle import Answer
from papers.implementation.models import Recommendation, Report, SourceNote, StatusEntry
from papers.implementation.models.entries import Axis
from papers.implementation.replaying import Said, State
from papers.implementation.taking import Known
from papers.shared.acting import Acting

FACTS = ("responsible", "supporting", "theme", "due_on", "due_words", "second", "second_language")


@dataclass(frozen=True)
class Source:
    """What the source says of an item, what it is part of, and its parts."""

    note: SourceNote | None
    latest: Report | None
    parent: Recommendation | None
    parts: list[Recommendation]

    @property
    def disagrees(self) -> bool:
        """Whether the list and the last dated update say different things of where it stands."""
        return bool(self.note and self.note.said and self.latest and self.latest.said != self.note.said)


def ground(paper: Paper) -> Ground:
    """Everything that rows of a foreign table are judged by, in five statements."""
    rows = list(_with_acts(paper.recommendations.select_related("source_note", "parent")))
    kept, ours = _entries(paper)
    known = {name: one for row in rows for one in [_known(row)] for name in names_of(row)}
    states = {row.pk: _state(row, ours.get(row.pk, set())) for row in rows}
    return Ground(known, states, kept, _recorded(paper))


def first_day(paper: Paper) -> date:
    """The day from which its recommendations are followed: no update is older."""
    first = paper.recommendations.order_by("adopted_at").values_list("adopted_at", flat=True).first()
    return timezone.localdate(first) if first else timezone.localdate(paper.created_at)


def source_of(acting: Acting, recommendation: Recommendation) -> Source | None:
    """For an item that came from a list or has parts; three statements, none for any other."""
    if not recommendation.external_ref and not recommendation.has_parts:
        return None
    around = Recommendation.objects.visible_to(acting).filter(
        Q(parent=recommendation) | Q(pk=recommendation.parent_id)
    )
    near = list(around.order_by("serial"))
    taken = Report.objects.filter(recommendation=recommendation, said__isnull=False).exclude(said="")
    return Source(
        SourceNote.objects.select_related("run").filter(recommendation=recommendation).first(),
        taken.order_by("-effective_on", "-recorded_at").first(),
        next((one for one in near if one.pk == recommendation.parent_id), None),
        [one for one in near if one.parent_id == recommendation.pk],
    )


def _with_acts(rows: Any) -> Any:
    """Adds whether people here have reported on it or said where it stands."""
    entries = [
        model.objects.filter(recommendation=OuterRef("pk"), run=None) for model in (Report, StatusEntry)
    ]
    return rows.annotate(acted_on=Exists(entries[0]) | Exists(entries[1]))


def names_of(row: Recommendation) -> list[str]:
    """What a file may call it: as its source does, or else by its number, and by its permanent reference."""
    return [row.reference, row.external_ref or row.number]


def _known(row: Any) -> Known:
    note = getattr(row, "source_note", None)
    return Known(
        pk=row.pk, ref=row.external_ref or row.reference, words=row.text,
        parent=row.parent.external_ref if row.parent else "", has_parts=row.has_parts,
        is_followed=row.addressee_id is not None or row.answer != Answer.AWAITING or row.acted_on,
        facts={name: getattr(note, name) for name in FACTS} if note else {},
        said=note.said if note else "", said_on=note.said_on if note else None,
    )  # fmt: skip


def _state(row: Recommendation, ours: set[str]) -> State:
    return State(
        status_is_ours=Axis.STATUS in ours, confidence_is_ours=Axis.CONFIDENCE in ours,
        has_parts=row.has_parts, accepted_on=row.accepted_on,
    )  # fmt: skip


def _entries(paper: Paper) -> tuple[dict[UUID, list[Said]], dict[UUID, set[str]]]:
    """By item, its entries of status and confidence in order, and which of the two people set here."""
    kept: dict[UUID, list[Said]] = defaultdict(list)
    ours: dict[UUID, set[str]] = defaultdict(set)
    rows = StatusEntry.objects.filter(recommendation__paper=paper).order_by("effective_on", "recorded_at")
    for place, (pk, axis, value, day, run) in enumerate(
        rows.values_list("recommendation", "axis", "value", "effective_on", "run")
    ):
        kept[pk].append(Said(day, place, axis, value, kept=True))
        if run is None:
            ours[pk].add(axis)
    return kept, ours


def _recorded(paper: Paper) -> dict[UUID, set[tuple[date | None, str, str]]]:
    found: dict[UUID, set[tuple[date | None, str, str]]] = defaultdict(set)
    taken = Report.objects.filter(recommendation__paper=paper, run__isnull=False)
    for pk, day, said, text in taken.values_list("recommendation", "effective_on", "said", "text"):
        found[pk].add((day, said or "", text))
    return found
