"""Who works on which section, for the page of the working text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papers.drafting import rules
from papers.drafting.models import Paper, SectionHold
from papers.drafting.sections import Section, find, sections
from papers.shared.acting import Actor
from papers.shared.markdown import Document


@dataclass(frozen=True)
class Line:
    """One hold as the page shows it."""

    pk: Any
    heading: str
    place: int
    delegation: Any
    person: str
    until: Any
    may_release: bool
    is_gone: bool = False


def standing(acting: Actor, paper: Paper, document: Document | None = None) -> list[Line]:
    """The holds that stand now; with the text, each under the heading that its section has by now."""
    held = SectionHold.objects.visible_to(acting).standing().filter(paper=paper)
    among = sections(document) if document is not None else None
    return [_line(acting, one, among) for one in held.select_related("seat__delegation", "by", "paper")]


def others(acting: Actor, held: SectionHold) -> list[Line]:
    """Who else works on the same section."""
    return [
        line
        for line in standing(acting, held.paper)
        if (line.heading, line.place) == (held.heading, held.place) and line.pk != held.pk
    ]


def _line(acting: Actor, held: SectionHold, among: list[Section] | None) -> Line:
    now = find(among, held.heading, held.place) if among is not None else None
    return Line(
        pk=held.pk,
        heading=now.heading if now else held.heading,
        place=now.place if now else held.place,
        delegation=held.seat.delegation,
        person=held.by.name if held.by else "",
        until=held.until,
        may_release=rules.can_release(acting, held),
        is_gone=among is not None and now is None,
    )
