"""Rows of a foreign table become items, source notes, reports and histories: all that can, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.audit import services as audit
from papers.drafting import listing
from papers.drafting.models import ImportRun, Paper
from papers.drafting.projection import whole
from papers.files.models import Blob
from papers.implementation import judging, progress, rules, taking
from papers.implementation.judging import Judged
from papers.implementation.models import Recommendation, SourceNote
from papers.implementation.outcomes import Kind, counted
from papers.implementation.queries import sources
from papers.implementation.services import past, telling
from papers.implementation.services.activating import passages
from papers.implementation.taking import Item, Update
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of
from papers.shared.rules import Rule

LISTED, HISTORY = "list", "updates"
FIRST_CYCLE = 180  # days after which nothing is known of an item of a list; nothing is due by it


@dataclass(frozen=True)
class File:
    """Where rows came from: the file as it was kept, its name, and whether rows with faults are left out."""

    blob: Blob
    name: str
    leave_out: bool = False


@transaction.atomic
def begin_list(items: Sequence[Item], *, file: File, as_of: date, by: Actor, **about: Any) -> ImportRun:
    """A list kept elsewhere becomes a paper that holds it, with an item for every row."""
    judged = judging.judge_items(judging.Ground(), items, as_of=as_of, may_add=True)
    refuse_faults(judged, file)
    fresh = taking.parents_first(judged.of(Kind.NEW))
    if not fresh:
        raise BadInput(_("No row can be taken over, so no list was begun."))
    text = taking.as_markdown(about["title"], fresh)
    paper = listing.begin_list(text=text, by=by, **about)
    run = make_run(paper, LISTED, judged, file, by)
    _write_items(paper, judged, run, as_of, by, dated=about["dated"])
    return record_run(run, judged, by)


@transaction.atomic
def take_items(paper: Paper, items: Sequence[Item], *, file: File, as_of: date, by: Actor) -> ImportRun:
    """More or newer rows of a list: what is not here is added, what the source now says is noted beside it."""
    paper = locked_list(paper, by)
    ground = sources.ground(paper)
    judged = judging.judge_items(ground, items, as_of=as_of, may_add=paper.external)
    refuse_faults(judged, file)
    run = make_run(paper, LISTED, judged, file, by)
    fresh = taking.parents_first(judged.of(Kind.NEW))
    if fresh:
        text = (whole(paper.current).text if paper.current else "") + taking.passages(fresh)
        listing.write_list(paper, text, by=by, note=file.name)
    _write_items(paper, judged, run, as_of, by, dated=sources.first_day(paper))
    return record_run(run, judged, by)


@transaction.atomic
def take_updates(paper: Paper, updates: Sequence[Update], *, file: File, by: Actor) -> ImportRun:
    """Dated rows of a history: each is a report in the words of the source, and moves what it may from its own day."""
    paper = locked_list(paper, by)
    ground = sources.ground(paper)
    today = timezone.localdate()
    judged = judging.judge_updates(ground, updates, since=sources.first_day(paper), today=today)
    refuse_faults(judged, file)
    run = make_run(paper, HISTORY, judged, file, by)
    every = paper.recommendations.in_bulk()
    rows = {ref: every[ground.known[ref].pk] for ref in judged.replays}
    told = [(rows[ground.known[one.ref].ref], one) for one in judged.of(Kind.NEW)]
    telling.reports(told, run=run, by=by)
    telling.histories([(rows[ref], replay) for ref, replay in judged.replays.items()], run=run, by=by)
    return record_run(run, judged, by)


def locked_list(paper: Paper, by: Actor, rule: Rule = rules.can_take_over) -> Paper:
    """The paper of a list and its items under lock, for somebody who keeps it or whom the rule lets."""
    rows = Paper.objects.select_for_update(of=("self",)).select_related("body", "lead", "current")
    held = rows.get(pk=paper.pk)
    rule.require(by, held)
    list(held.recommendations.select_for_update(of=("self",)).values_list("pk"))
    return held


def refuse_faults(judged: Judged, file: File) -> None:
    """Rows that cannot be taken over keep all of them out, unless they are left out knowingly."""
    n = len(judged.faults)
    if n and not file.leave_out:
        raise BadInput(
            ngettext(
                "%(n)d row cannot be taken over, so none was. Put it right in the file, or leave it out.",
                "%(n)d rows cannot be taken over, so none was. Put them right in the file, or leave them out.",
                n,
            )
            % {"n": n}
        )


def make_run(paper: Paper, kind: str, judged: Judged, file: File, by: Actor) -> ImportRun:
    """The import itself: the file, and what became of each of its rows."""
    rows = [[one.row, one.ref, one.kind, list(one.notes)] for one in judged.outcomes]
    report = {"name": file.name, "rows": rows, "counts": counted(judged.outcomes)}
    return ImportRun.objects.create(
        paper=paper, kind=kind, lead=paper.lead, blob=file.blob, report=report, **act_of(by)
    )


def record_run(run: ImportRun, judged: Judged, by: Actor) -> ImportRun:
    """Record the import as one act."""
    counts = counted(judged.outcomes)
    audit.record(
        "implementation.list.taken_over", run.paper, by=by, paper=run.paper, run=run.pk, rows=len(judged.outcomes),
        added=counts[Kind.NEW], changed=counts[Kind.CHANGED], left_out=counts[Kind.ERROR],
    )  # fmt: skip
    return run


def _write_items(
    paper: Paper, judged: Judged, run: ImportRun, as_of: date, by: Actor, *, dated: date
) -> None:
    fresh = taking.parents_first(judged.of(Kind.NEW))
    _make(paper, fresh, dated)
    rows = {name: row for row in paper.recommendations.all() for name in sources.names_of(row)}
    for item in judged.of(Kind.NEW, Kind.CHANGED):
        _note_source(rows[item.ref], item, run, as_of)
    telling.histories([(rows[ref], replay) for ref, replay in judged.replays.items()], run=run, by=by)


def _make(paper: Paper, items: Sequence[Item], dated: date) -> None:
    """New items, each bound to its passage of the list as it stands now, parts after what they are part of."""
    if not items:
        return
    revision: Any = paper.current  # the list was written just before
    blocks = [passage.block for passage in passages(whole(revision).block_map)][-len(items) :]
    serial = paper.recommendations.count()
    known = {row.external_ref: row for row in paper.recommendations.all()}
    times = progress.timetable(progress.Heard(dated), due=None, every_days=FIRST_CYCLE)
    made = [
        Recommendation(
            paper=paper, revision=revision, block_id=block, serial=place, reference=f"{paper.symbol}/R{place}",
            external_ref=item.ref, text=item.words, adopted_at=_noon(dated), followed_from=dated,
            every_days=FIRST_CYCLE, silent_on=times.silent_on,
        )
        for place, (item, block) in enumerate(zip(items, blocks, strict=True), start=serial + 1)
    ]  # fmt: skip
    known |= {row.external_ref: row for row in made}
    for row, item in zip(made, items, strict=True):
        row.parent = known[item.parent] if item.parent else None
    parents = {row.parent.pk for row in made if row.parent is not None}
    for row in made:
        row.has_parts = row.pk in parents
    Recommendation.objects.bulk_create(made)
    paper.recommendations.filter(pk__in=parents).update(has_parts=True)
    past.begin(made)


def _note_source(row: Recommendation, item: Item, run: ImportRun, as_of: date) -> None:
    said = {"said": item.said, "said_on": as_of} if item.said else {}
    SourceNote.objects.update_or_create(
        recommendation=row, defaults={"run": run, "row": item.row, **item.facts, **said}
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)), timezone.get_default_timezone())
