"""The list of papers: what the acting delegation may read, narrowed, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from papers.drafting import rules, tables
from papers.drafting.levels import HIGHEST_FIRST, Level
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Kind, Paper, PaperPermission
from papers.shared import keyset
from papers.shared.acting import Actor


@dataclass(frozen=True)
class PaperRow:
    """A line of the list: the paper, and the highest level the reader's delegation holds on it."""

    paper: Paper
    level: Level | None

    @property
    def kind_label(self) -> str:
        """The kind, where it is not the usual one."""
        return "" if self.paper.kind == Kind.WHITE_PAPER else str(self.paper.get_kind_display())

    @property
    def symbol(self) -> str:
        """What its current text is called: a symbol once tabled, before that a label."""
        current = self.paper.current
        return self.paper.symbol_of(current.number) if current else ""


def list_papers(
    acting: Actor, wanted: Mapping[str, Any], *, before: str = "", after: str = ""
) -> keyset.Page:
    """A page of the papers this delegation may read, the last moved first; three statements however many."""
    found = narrowed(Paper.objects.visible_to(acting).for_lines(), acting, wanted)
    page = keyset.page(found, "moved_at", before=before, after=after)
    held = highest_levels(acting, [paper.pk for paper in page.rows])
    rows = [PaperRow(paper, held.get(paper.pk)) for paper in page.rows]
    return keyset.Page(rows, page.newer, page.older)


def list_page(acting: Actor, wanted: Mapping[str, Any], **places: str) -> dict[str, Any]:
    """What the page of the list shows of the papers themselves."""
    page = list_papers(acting, wanted, **places)
    newer = _address({**wanted, "after": page.newer}) if page.newer else ""
    older = _address({**wanted, "before": page.older}) if page.older else ""
    return {
        "page": page,
        "lines": tables.paper_lines(page.rows),
        "links": {"newer": newer, "older": older},
        "wanted": wanted,
        "views": saved_views(wanted),
    }


def narrowed(papers: Any, acting: Actor, wanted: Mapping[str, Any]) -> Any:
    """The papers that fit every filter; a filter left empty narrows nothing."""
    for word in wanted.get("q", "").split()[:8]:
        papers = papers.filter(Q(title__icontains=word) | Q(symbol__icontains=word))
    if wanted.get("ours") and acting.delegation:
        papers = papers.filter(lead=acting.delegation)
    if wanted.get("theme"):
        papers = papers.filter(theme__icontains=wanted["theme"])
    exact = {"stage": "stage", "kind": "kind", "lead": "lead__code"}
    return papers.filter(**{field: wanted[name] for name, field in exact.items() if wanted.get(name)})


def highest_levels(acting: Actor, papers: Iterable[UUID]) -> dict[UUID, Level]:
    """The highest level the acting delegation holds on each of these papers."""
    if acting.delegation is None:
        return {}
    rows = PaperPermission.objects.held_by(acting.delegation).filter(content_object__in=list(papers))
    held: dict[UUID, set[str]] = {}
    for paper, codename in rows.values_list("content_object", "permission__codename"):
        held.setdefault(paper, set()).add(codename)
    return {paper: level for paper, names in held.items() for level in [_highest(names)] if level}


def _highest(codenames: set[str]) -> Level | None:
    return next((level for codename, level in HIGHEST_FIRST if codename in codenames), None)


@dataclass(frozen=True)
class View:
    """A saved filter over the list."""

    label: Any
    url: str
    current: bool
    count: None = None


SAVED_VIEWS = (
    (_("All"), {}),
    (_("Led by us"), {"ours": True}),
    (Stage.DRAFT.label, {"stage": Stage.DRAFT.value}),
    (Stage.CIRCULATION.label, {"stage": Stage.CIRCULATION.value}),
    (Stage.SILENCE.label, {"stage": Stage.SILENCE.value}),
    (Stage.IMPLEMENTATION.label, {"stage": Stage.IMPLEMENTATION.value}),
)


def saved_views(wanted: Mapping[str, Any]) -> list[View]:
    """The filters that people use every day, as links."""
    return [View(label, _address(filters), filters == wanted) for label, filters in SAVED_VIEWS]


def access_address(acting: Actor) -> str:
    """Where this person reads who can see what: the matrix for those who give access, else their delegation's page."""
    if rules.can_see_matrix(acting, None):
        return reverse("drafting:access-matrix")
    return reverse("drafting:delegation-access", args=[acting.delegation.code if acting.delegation else "-"])


def import_address() -> str:
    """The page that imports a paper; nothing where that slice is not installed."""
    try:
        return reverse("exchange:paper-import")
    except NoReverseMatch:
        return ""


def _address(filters: Mapping[str, Any]) -> str:
    written = {name: "1" if value is True else value for name, value in filters.items()}
    return reverse("drafting:paper-list") + (f"?{urlencode(written)}" if written else "")
