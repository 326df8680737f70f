"""A table from outside: read in the sandbox, kept until its columns are chosen, then taken over whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.clock import services as clock
from papers.delegations.models import Body, Delegation
from papers.drafting import rules as drafting
from papers.drafting.models import ImportRun, Paper
from papers.exchange import sheets, tables
from papers.exchange.models import Sheet, SheetKind
from papers.files import services as files
from papers.implementation import rules
from papers.implementation import services as implementation
from papers.implementation.models import Recommendation
from papers.implementation.services import File
from papers.shared.acting import Actor, System
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

LOOKED_AT = "exchange.sheet.looked_at"
KEPT = timedelta(days=30)  # a table that nobody takes over
OF_A_LIST = ("title", "symbol", "language", "theme")


@transaction.atomic
def receive(
    name: str, data: bytes, *, kind: str, by: Actor, paper: Paper | None = None, **about: Any
) -> Sheet:
    """Keep a table with what its columns probably are; nothing is taken over yet."""
    drafting.can_begin_list.require(by, None)
    if paper is not None:
        rules.can_take_over.require(by, paper)
    elif kind != SheetKind.LIST:
        raise BadInput(_("This needs its list: take the list over first, then choose it here."))
    return _keep(name, data, kind=kind, by=by, paper=paper, about=about)


@transaction.atomic
def receive_figures(recommendation: Recommendation, *, name: str, data: bytes, by: Actor) -> Sheet:
    """Keep a series that somebody brings who reports on a recommendation, for all of its list that they report on."""
    rules.can_give_figures.require(by, recommendation)
    return _keep(name, data, kind=SheetKind.FIGURES, by=by, paper=recommendation.paper, about={})


def _keep(
    name: str, data: bytes, *, kind: str, by: Actor, paper: Paper | None, about: Mapping[str, Any]
) -> Sheet:
    media_type, table = sheets.read_table(name, data)
    columns = tables.guess(tables.FIELDS[kind], table.columns)
    chosen = {
        "columns": columns, "meanings": _meanings(table, columns), "second_language": "",
        "as_of": timezone.localdate().isoformat(),
    }  # fmt: skip
    sheet = Sheet.objects.create(
        name=name[:200], blob=files.store(data, media_type), kind=kind, paper=paper, table=sheets.kept(table),
        about={} if paper else _plain(about), chosen=chosen, **act_of(by),
    )  # fmt: skip
    clock.schedule(LOOKED_AT, sheet.pk, sheet.at + KEPT)
    return sheet


class LetGo:
    """The end of the time for which a table is kept that nobody took over."""

    @transaction.atomic
    def fire(self, target_uuid: UUID, *, by: System) -> None:
        waiting = Sheet.objects.filter(pk=target_uuid, run=None).select_for_update(of=("self",))
        sheet = waiting.select_related("blob").first()
        if sheet is not None:
            sheet.delete()
            files.discard(sheet.blob)


@transaction.atomic
def choose(sheet: Sheet, *, columns: Mapping[str, str], by: Actor, **facts: Any) -> Sheet:
    """Say what the columns are taken for; of words that were not asked about yet, what they probably mean."""
    sheet = _locked(sheet, by)
    meanings = _meanings(sheets.table_of(sheet), columns) | facts.pop("meanings", {})
    sheet.chosen = {**sheet.chosen, **facts, "columns": dict(columns), "meanings": meanings}
    sheet.save(update_fields=["chosen"])
    return sheet


@transaction.atomic
def take_over(sheet: Sheet, *, leave_out: bool = False, by: Actor) -> ImportRun:
    """Take all of it over as the preview showed it, or nothing."""
    sheet = _locked(sheet, by)
    file = File(sheet.blob, sheet.name, leave_out)
    if sheet.kind == SheetKind.FIGURES:
        run = implementation.take_series(_list_of(sheet), sheets.told_of(sheet), file=file, by=by)
    elif sheet.kind == SheetKind.UPDATES:
        run = implementation.take_updates(_list_of(sheet), sheets.updates_of(sheet), file=file, by=by)
    elif sheet.paper is not None:
        run = implementation.take_items(
            sheet.paper, sheets.items_of(sheet), file=file, as_of=sheets.as_of(sheet), by=by
        )
    else:
        run = implementation.begin_list(
            sheets.items_of(sheet), file=file, as_of=sheets.as_of(sheet), by=by, **_about(sheet)
        )
    sheet.run = run
    sheet.save(update_fields=["run"])
    clock.cancel(LOOKED_AT, sheet.pk)
    return run


def _locked(sheet: Sheet, by: Actor) -> Sheet:
    rows = Sheet.objects.visible_to(by).select_for_update(of=("self",)).select_related("blob", "paper")
    held = rows.get(pk=sheet.pk)
    if held.run_id is not None:
        raise Refused(_("This file was taken over already. Nothing was changed."))
    return held


def _list_of(sheet: Sheet) -> Paper:
    paper: Paper = sheet.paper  # type: ignore[assignment] # a constraint of the table: a history has its list
    return paper


def _meanings(table: tables.Table, columns: Mapping[str, str]) -> dict[str, str]:
    return {words: tables.meaning(words) for words in table.values(columns.get("said", ""))}


def _plain(about: Mapping[str, Any]) -> dict[str, Any]:
    """What a new list is to be, as it is kept until then."""
    return {
        **{name: about[name] for name in OF_A_LIST}, "body": str(about["body"].pk), "lead": str(about["lead"].pk),
        "dated": about["dated"].isoformat(),
    }  # fmt: skip


def _about(sheet: Sheet) -> dict[str, Any]:
    kept = sheet.about
    return {
        **{name: kept[name] for name in OF_A_LIST}, "body": Body.objects.get(pk=kept["body"]),
        "lead": Delegation.objects.get(pk=kept["lead"]), "dated": date.fromisoformat(kept["dated"]),
    }  # fmt: skip
