"""Foreign tables: read in the sandbox, and what becomes of each row, asked before anything is written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.exchange import tables
from papers.exchange.reading import JOBS, refusal
from papers.exchange.tables import Choice, Table
from papers.implementation.judging import Ground, Judged, judge_items, judge_updates
from papers.implementation.series import Told
from papers.implementation.taking import Item, Update
from papers.shared import sheets as neutral
from papers.shared.sandbox import SandboxFailure, python_job, sandbox_run

MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
REFUSALS = {
    "not-utf8": gettext_lazy("The file is not UTF-8 text; save it as UTF-8."),
    "not-text": gettext_lazy("The file is not text: it holds NUL characters."),
    "damaged": gettext_lazy("The file is damaged, cut short, or not what its name says."),
    "type": gettext_lazy("This is no Excel workbook (.xlsx)."),
    "encrypted": gettext_lazy("The workbook is protected by a password; save it without one."),
    "bomb": gettext_lazy("The workbook unpacks to far more than a table holds, as malicious files do."),
    "dtd": gettext_lazy("The workbook holds definitions (a DTD) that no spreadsheet writes."),
    "empty": gettext_lazy("The file has no rows under its names of columns."),
    "large": gettext_lazy("The table is larger than 5,000 rows, 60 columns or 20,000 letters in a cell."),
    "not-rows": gettext_lazy("The JSON holds no list of rows, each with names and values."),
    "time": gettext_lazy("Reading the file took too long and was stopped."),
    "failed": gettext_lazy("The file could not be read as a table."),
}


def read_table(name: str, data: bytes, *, filled: bool = False) -> tuple[str, Table]:
    """A CSV, Excel or JSON file as a table of words, with what kind of file it is.

    One that was filled in here may have lines above the names of its columns, and its cells are kept as they are.
    """
    if not data:
        raise refusal(_("The file is empty."))
    if len(data) > settings.UPLOAD_LIMIT:
        raise refusal(_("The file is larger than %(mib)d MiB.") % {"mib": settings.UPLOAD_LIMIT // 2**20})
    kind = Path(name).suffix.lower().removeprefix(".")
    if kind not in MEDIA_TYPES:
        raise refusal(_("Only CSV, Excel (.xlsx) and JSON files can be taken over."))
    try:
        how = ["in", kind, *(["filled"] if filled else [])]
        done = sandbox_run([*python_job(JOBS / "table.py"), *how], files={"in": data})
    except SandboxFailure as failure:
        code = failure.said.strip() if failure.kind == "refused" else failure.kind
        raise refusal(REFUSALS.get(code, REFUSALS["failed"])) from failure
    table = Table(**json.loads(done.files["table.json"]))
    return MEDIA_TYPES[kind], _bare(table) if filled and kind == "csv" else table


def _bare(table: Table) -> Table:
    return replace(table, rows=[[row[0], *(neutral.bare(word) for word in row[1:])] for row in table.rows])


def kept(table: Table) -> dict[str, Any]:
    """A table as it is kept until its columns are chosen."""
    return {"columns": table.columns, "rows": table.rows, "left_out": table.left_out}


def table_of(sheet: Any) -> Table:
    return Table(**sheet.table)


def choice_of(sheet: Any) -> Choice:
    chosen = sheet.chosen
    return Choice(chosen["columns"], chosen["meanings"], chosen["second_language"], chosen.get("once", {}))


def day_of(words: str) -> date:
    return date.fromisoformat(words)


def as_of(sheet: Any) -> date:
    return day_of(sheet.chosen["as_of"])


def is_ready(sheet: Any) -> bool:
    """Whether every column that is needed is chosen."""
    columns = sheet.chosen["columns"]
    return all(columns.get(field.name) for field in tables.FIELDS[sheet.kind] if field.needed)


def items_of(sheet: Any) -> list[Item]:
    return tables.items(table_of(sheet), choice_of(sheet))


def updates_of(sheet: Any) -> list[Update]:
    return tables.updates(table_of(sheet), choice_of(sheet))


def told_of(sheet: Any) -> list[Told]:
    return tables.told(table_of(sheet), choice_of(sheet))


def judged(sheet: Any, ground: Ground, *, since: date, external: bool) -> Judged:
    """What would become of each row now; the import asks the same again under its lock."""
    if sheet.kind == tables.UPDATES:
        return judge_updates(ground, updates_of(sheet), since=since, today=timezone.localdate())
    return judge_items(ground, items_of(sheet), as_of=as_of(sheet), may_add=external)
