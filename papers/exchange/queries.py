"""What the pages of a table from outside show: its columns, and what becomes of each of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from papers.drafting.heads import head_of
from papers.exchange import bringing, filled, sheets
from papers.exchange.models import Brought, FileKind, Sheet, SheetKind
from papers.exchange.tables import Table
from papers.implementation import queries
from papers.implementation.judging import Ground
from papers.implementation.outcomes import Kind, Note, Outcome, counted
from papers.implementation.series import plan_series
from papers.shared.acting import Actor

SHOWN = 300  # rows; those with something to say first
WIDE = 3  # samples of a column
TONES = {
    Kind.NEW: ("check", "ok"), Kind.CHANGED: ("half", ""), Kind.SAME: ("dash", ""), Kind.DOUBLE: ("dash", ""),
    Kind.ERROR: ("cross", "bad"),
}  # fmt: skip


def every_sheet() -> Any:
    return Sheet.objects.select_related("paper", "run__paper", "by")


def preview(sheet: Sheet, acting: Actor) -> dict[str, Any]:
    """The columns with samples, and if those that are needed are chosen, one outcome for each row."""
    table = sheets.table_of(sheet)
    shown: dict[str, Any] = {
        "samples": _samples(table),
        "rows_in_file": len(table.rows),
        "left_out": table.left_out,
    }
    if not sheets.is_ready(sheet):
        return shown
    paper = sheet.paper
    if paper is not None and sheet.kind == SheetKind.FIGURES:
        held = queries.series_ground(paper, acting)
        return shown | of(plan_series(sheets.told_of(sheet), held, today=timezone.localdate()))
    ground = queries.ground(paper) if paper else Ground()
    since = queries.first_day(paper) if paper else timezone.localdate()
    judged = sheets.judged(sheet, ground, since=since, external=paper is None or paper.external)
    return shown | of(judged.outcomes)


def every_brought() -> Any:
    related = Brought.objects.select_related(
        "round__paper__lead", "round__paper__body", "round__revision", "by"
    )
    return related.select_related("round__paper__current").defer("round__paper__current__text")


def preview_brought(acting: Actor, brought: Brought) -> dict[str, Any]:
    """The same of a file that a delegation brings to a round."""
    shown: dict[str, Any] = {"extra": 0}
    if brought.kind == FileKind.SHEET:
        table = Table(**brought.found)
        shown |= {"samples": _samples(table), "left_out": table.left_out}
    if not bringing.is_ready(brought):
        return shown
    outcomes = bringing.judged(brought, acting)
    return shown | {"rows_in_file": len(outcomes), **of(outcomes)}


def taken_brought(brought: Brought) -> dict[str, Any]:
    """What became of each line, as it was recorded; its words are where they went."""
    outcomes = [filled.Outcome(row, ref, kind, tuple(notes)) for row, ref, kind, notes in brought.report]
    return {"rows_in_file": len(outcomes), **of(outcomes)}


def frame(acting: Actor, round: Any) -> dict[str, Any]:
    """What every page of a round's files has."""
    return {
        "round": round,
        "paper": round.paper,
        "head": head_of(acting, round.paper, "review", review=round.number),
    }


def taken(sheet: Sheet) -> dict[str, Any]:
    """What became of each row, as it was recorded."""
    report = sheet.run.report
    outcomes = [Outcome(row, ref, kind, tuple(notes)) for row, ref, kind, notes in report["rows"]]
    return {"rows_in_file": len(sheet.table["rows"]), "paper": sheet.run.paper, **of(outcomes)}


def _samples(table: Table) -> list[tuple[str, list[str]]]:
    return [(name, table.values(name)[:WIDE]) for name in table.columns]


def of(outcomes: Sequence[Any]) -> dict[str, Any]:
    """Outcomes as a page shows them: figures, what cannot be had first, then what has something to say."""
    counts = counted(outcomes)
    order = sorted(outcomes, key=lambda one: (one.kind != Kind.ERROR, not one.notes, one.row))
    return {
        "figures": [(Kind(kind).label, *TONES[Kind(kind)], n) for kind, n in counts.items() if n],
        "faults": counts[Kind.ERROR], "coming": counts[Kind.NEW] + counts[Kind.CHANGED],
        "extra": sum(Note.NAMED_ONLY in one.notes for one in outcomes),
        "outcomes": [(one, *TONES[Kind(one.kind)]) for one in order[:SHOWN]],
        "more": max(len(outcomes) - SHOWN, 0),
    }  # fmt: skip
