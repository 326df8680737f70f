"""What delegations can see and do: of one, over all its papers; of all, as papers by delegations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from papers.delegations.models import Delegation
from papers.delegations.queries import signature_of, signed
from papers.drafting import reviewing, rules
from papers.drafting.levels import Ladder, Level
from papers.drafting.models import AccessReview, Grant, Paper
from papers.drafting.models.access import MANAGING
from papers.drafting.queries.lists import narrowed
from papers.shared import keyset
from papers.shared.acting import Actor

MOST = 5000  # lines of one file


@dataclass(frozen=True)
class MatrixRow:
    """A paper, and what each delegation of the columns holds on it."""

    paper: Paper
    cells: list[tuple[Delegation, str]]

    @property
    def as_cells(self) -> SafeString:
        """The cells as HTML: a word for the level, leading to the explanation on the paper's page."""
        url = reverse("drafting:access-detail", args=[self.paper.pk])
        return format_html_join(
            "",
            '<td class="lv" data-label="{}">{}</td>',
            ((one.code, _cell(url, one.code, level)) for one, level in self.cells),
        )


def managed(acting: Actor) -> Any:
    """Papers whose access this person manages: those the delegation leads, and for the administrator tabled ones."""
    papers = Paper.objects.none()
    for capability, permission in MANAGING:
        if acting.can(capability):
            papers = papers | Paper.objects.permitted_to(acting, permission)
    return papers


def matrix(acting: Actor, wanted: Mapping[str, Any], *, before: str = "", after: str = "") -> dict[str, Any]:
    """A page of the papers one manages by the delegations, three statements however many there are."""
    page = keyset.page(_wanted(acting, wanted).for_lines(), "moved_at", before=before, after=after)
    columns = list(Delegation.objects.visible_to(acting).seated().in_order())
    if wanted.get("delegation"):
        columns = [one for one in columns if one.code == wanted["delegation"]] or columns
    levels = _levels([paper.pk for paper in page.rows])
    rows = [
        MatrixRow(paper, [(one, levels.get((paper.pk, one.pk), "")) for one in columns])
        for paper in page.rows
    ]
    links = {
        side: reverse("drafting:access-matrix") + "?" + urlencode({**wanted, name: place})
        for side, name, place in (("newer", "after", page.newer), ("older", "before", page.older))
        if place
    }
    return {"rows": rows, "columns": columns, "links": links, "wanted": wanted}


def matrix_lines(acting: Actor, wanted: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The head and the lines of the same matrix as a file."""
    columns = list(Delegation.objects.visible_to(acting).seated().in_order())
    papers = list(_wanted(acting, wanted).for_lines().newest_first()[:MOST])
    levels = _levels([paper.pk for paper in papers])
    head = [
        str(_("Symbol")),
        str(_("Paper")),
        str(_("Stage")),
        str(_("Lead")),
        *(one.code for one in columns),
    ]
    return head, [
        [paper.symbol or "", paper.title, str(paper.get_stage_display()), paper.lead.code]
        + [levels.get((paper.pk, one.pk), "") for one in columns]
        for paper in papers
    ]


def of_delegation(
    acting: Actor, delegation: Delegation, *, before: str = "", after: str = ""
) -> dict[str, Any]:
    """What a delegation can see and do, as far as this person may know it: all for its own people."""
    page = keyset.page(signed(_grants(acting, delegation)), "given_at", before=before, after=after)
    for grant in page.rows:
        grant.signature = signature_of(grant)
    is_own = acting.delegation is not None and delegation.pk == acting.delegation.pk
    url = reverse("drafting:delegation-access", args=[delegation.code])
    links = {"newer": f"{url}?after={page.newer}" if page.newer else ""}
    links["older"] = f"{url}?before={page.older}" if page.older else ""
    reviews = AccessReview.objects.visible_to(acting).filter(delegation=delegation)
    history = list(reviews.select_related("answered_by", "by").newest_first()[:20])
    return {
        "delegation": delegation,
        "grants": page.rows,
        "links": links,
        "is_own": is_own,
        "reviews": history,
        "open_review": next((one for one in history if one.answered_at is None), None),
        "may_open_review": rules.can_open_review(acting, delegation),
    }


def grants_of(acting: Actor, delegation: Delegation) -> list[Grant]:
    """All of them, for a file."""
    rows = list(signed(_grants(acting, delegation)).order_by("-given_at", "-pk")[:MOST])
    for grant in rows:
        grant.signature = signature_of(grant)
    return rows


def digest_now(delegation: Delegation) -> str:
    """The fingerprint of what a delegation can see now."""
    return reviewing.digest_of(list(reviewing.standing(delegation)))


def _grants(acting: Actor, delegation: Delegation) -> Any:
    found = Grant.objects.visible_to(acting).open().filter(delegation=delegation)
    return found.select_related("paper__lead", "paper__current").defer(
        "paper__current__text", "paper__current__block_map"
    )


def _wanted(acting: Actor, wanted: Mapping[str, Any]) -> Any:
    papers = narrowed(managed(acting), acting, wanted)
    held = Grant.objects.open().filter(paper=OuterRef("pk"))
    narrow = Q()
    if wanted.get("delegation"):
        narrow &= Q(delegation__code=wanted["delegation"])
    if wanted.get("level"):
        narrow &= Q(level=wanted["level"])
    return papers.filter(Exists(held.filter(narrow))) if narrow else papers


def _levels(papers: list[Any]) -> dict[tuple[Any, Any], str]:
    """By paper and delegation, the level in a word; report stands beside it."""
    rows = Grant.objects.live().filter(paper__in=papers).exclude(ladder=Ladder.PRESIDE)
    found: dict[tuple[Any, Any], str] = {}
    for paper, delegation, level in rows.order_by("-ladder").values_list("paper", "delegation", "level"):
        word = str(Level(level).label)
        key = (paper, delegation)
        found[key] = f"{found[key]}, {word}" if key in found else word
    return found


def _cell(url: str, code: str, level: str) -> SafeString:
    if not level:
        return format_html(
            '<span class="quiet" aria-hidden="true">–</span><span class="vh">{}</span>', _("none")
        )
    return format_html('<a href="{}?why={}#why">{}</a>', url, code, level)
