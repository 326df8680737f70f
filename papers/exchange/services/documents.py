"""Imports: everything foreign is read and aligned first; then one short transaction writes all of it, or nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from django.db import transaction

from papers.audit import services as audit
from papers.delegations.models import Body, Delegation
from papers.drafting import rules, services, writing
from papers.drafting.models import ImportRun, Paper, Picture
from papers.drafting.pictures import address
from papers.drafting.preparing import Prepared, prepare
from papers.exchange.reading import Incoming, Series, Step, refusal
from papers.files import services as files
from papers.shared.acting import Actor
from papers.shared.models import act_of
from papers.shared.text import normalise_line_ends

PICTURE = re.compile(r"(!\[[^\]]*\]\()(media/[^)\s]+)")
CONTENTS_HEADING = re.compile(r"^# Table of Contents.*\n+", re.IGNORECASE | re.MULTILINE)


class Imported(NamedTuple):
    """What an import made."""

    paper: Paper
    run: ImportRun
    survived: int = 0
    died: int = 0

    @property
    def share(self) -> float:
        """The share of blocks whose permanent id survived a step, over all steps."""
        there = self.survived + self.died
        return self.survived / there if there else 1.0


def import_document(
    incoming: Incoming,
    *,
    body: Body,
    lead: Delegation,
    title: str,
    language: str,
    by: Actor,
    file_name: str = "",
    **fields: Any,
) -> Imported:
    """One file becomes a paper with its working text and a first revision."""
    rules.can_import.require(by, None)
    paper_id = uuid.uuid4()
    pictures = {name: files.name_of(content) for name, content in sorted(incoming.pictures.items())}
    text = _with_pictures(normalise_line_ends(incoming.text), paper_id, pictures)
    prepared = _prepared(text)
    with transaction.atomic():
        paper = services.start_paper(
            body=body, lead=lead, title=title, language=language, text=text, brackets=False, by=by, id=paper_id,
            **{"kind": "white_paper", **fields},
        )  # fmt: skip
        _keep_pictures(paper, incoming, by)
        writing.write_revision(paper, prepared, previous=None, by=by, note=file_name)
        blob = files.store(incoming.source, incoming.media_type) if incoming.source else None
        run = _record(paper, incoming.kind, incoming.report, lead, by, blob=blob)
    return Imported(paper, run)


def import_series(series: Series, *, body: Body, lead: Delegation, by: Actor, title: str = "") -> Imported:
    """A history becomes a paper with all its revisions, numbered and dated as they were."""
    rules.can_import.require(by, None)
    ready = list(_aligned(series.steps))
    with transaction.atomic():
        paper = services.start_paper(
            body=body, lead=lead, title=title or series.title, kind="white_paper", language=series.language,
            text=ready[-1][1].text, brackets=False, by=by,
        )  # fmt: skip
        previous = None
        for step, prepared in ready:
            previous = writing.write_revision(
                paper, prepared, previous=previous, by=by, note=step.note, number=step.number, dated=step.dated,
                author_label=step.author_label,
            )  # fmt: skip
        totals = _totals(prepared for _step, prepared in ready[1:])
        run = _record(paper, "series", {"revisions": len(ready), **totals}, lead, by)
    return Imported(paper, run, **totals)


def _aligned(steps: Iterable[Step]) -> Iterator[tuple[Step, Prepared]]:
    before: Sequence[dict[str, Any]] = ()
    for step in steps:
        prepared = _prepared(step.text, before, of=f"{step.number:03d}: ")
        before = prepared.block_map
        yield step, prepared


def _prepared(text: str, before: Sequence[dict[str, Any]] = (), of: str = "") -> Prepared:
    try:
        return prepare(text, before, brackets=False)
    except ValueError as error:
        raise refusal(f"{of}{error}") from error


def _totals(steps: Iterable[Prepared]) -> dict[str, int]:
    steps = list(steps)
    return {
        "survived": sum(prepared.survived for prepared in steps), "died": sum(len(p.died) for p in steps),
    }  # fmt: skip


def _with_pictures(text: str, paper_id: uuid.UUID, pictures: dict[str, str]) -> str:
    """The text with each picture's address in this house; a picture that was left out keeps its words only."""

    def inside(match: re.Match[str]) -> str:
        found = pictures.get(_stored_name(match[2]))
        return match[1] + (address(paper_id, found) if found else "")

    return PICTURE.sub(inside, CONTENTS_HEADING.sub("", text))


def _stored_name(reference: str) -> str:
    return str(PurePosixPath("media") / PurePosixPath(reference).name)


def _keep_pictures(paper: Paper, incoming: Incoming, by: Actor) -> None:
    for name, content in incoming.pictures.items():
        blob = files.store(content, "image/png")
        title = PurePosixPath(name).name
        Picture.objects.get_or_create(paper=paper, blob=blob, defaults={"title": title, **act_of(by)})


def _record(
    paper: Paper, kind: str, report: dict[str, Any], lead: Delegation, by: Actor, **fields: Any
) -> ImportRun:
    run = ImportRun.objects.create(paper=paper, kind=kind, lead=lead, report=report, **fields, **act_of(by))
    audit.record("exchange.paper.imported", paper, by=by, paper=paper, kind=kind)
    return run
