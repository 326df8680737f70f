"""The open text of a paper: every bracket of its current revision, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from papers.drafting.heads import head_of
from papers.drafting.models import Paper, Revision
from papers.review import opening, rules
from papers.review.lifecycle import WISH_MARKS, Openness, Wish
from papers.review.models import Bracket, BracketWish
from papers.shared.acting import Actor


@dataclass
class Line:
    """One bracket of the list, with the alternatives to it and what delegations want of it; a page adds its form."""

    open: opening.Open
    row: Bracket | None
    rivals: Sequence[str]
    wishes: Sequence[BracketWish] = ()
    own: BracketWish | None = None
    settled: str = ""
    form: Any = None

    @property
    def name(self) -> str:
        """By what the forms of the page name it."""
        return f"{self.open.block}:{self.open.key}"

    def is_of(self, delegation: str, why: str) -> bool:
        """Whether it is one of those asked for: named by, or spoken of by, a delegation; open for a reason."""
        codes = {*self.open.codes, *(one.delegation.code for one in self.wishes)}
        return (not delegation or delegation in codes) and (
            not why or why in {one.why for one in self.wishes}
        )


def open_text(acting: Actor, paper: Paper, *, delegation: str = "", why: str = "") -> dict[str, Any]:
    """The open brackets of the current revision as far as it is seen, and those that were settled; five statements."""
    revision = Revision.objects.visible_to(acting).filter(pk=paper.current_id).first()
    found = opening.of_revision(revision) if revision and paper.brackets else []
    drafts = rules.can_settle(acting, paper)
    rows, settled = _rows(acting, paper, drafts=drafts)
    lines = [_line(acting, one, found, rows, drafts=drafts) for one in found]
    return {
        "paper": paper,
        "head": head_of(acting, paper, "review"),
        "revision": revision,
        "lines": [line for line in lines if line.is_of(delegation, why)],
        "count": len(lines),
        "settled": settled,
        "codes": sorted({code for line in lines for code in line.open.codes}),
        "asked": {"delegation": delegation, "why": why},
        "reasons": Openness.choices,
        "may_wish": rules.can_wish(acting, paper),
        "may_settle": drafts,
    }


def _rows(
    acting: Actor, paper: Paper, *, drafts: bool
) -> tuple[dict[tuple[str, str], Bracket], list[Bracket]]:
    wishes = BracketWish.objects.visible_to(acting).select_related("delegation")
    rows = Bracket.objects.visible_to(acting).filter(paper=paper).select_related("settled_in")
    light = rows.defer("settled_in__text", "settled_in__block_map").prefetch_related(
        Prefetch("wishes", wishes)
    )
    found = list(light.order_by("settled_at"))
    settled = [one for one in found if one.settled and (one.settled_in_id or drafts)]
    return {(str(one.block_id), one.key): one for one in found}, settled


def _line(
    acting: Actor,
    one: opening.Open,
    found: Sequence[opening.Open],
    rows: dict[tuple[str, str], Bracket],
    *,
    drafts: bool,
) -> Line:
    """What the working text has settled is told to those who write it; others read it in the next revision."""
    row = rows.get((one.block, one.key))
    wishes = list(row.wishes.all()) if row else []
    for each in wishes:
        each.mark, each.tone = WISH_MARKS[Wish(each.wish)]
    own = next((each for each in wishes if each.delegation == acting.delegation), None)
    rivals = [found[place].words for place in one.rivals]
    is_told = drafts and row is not None and row.is_settled
    return Line(one, row, rivals, wishes, own, row.get_settled_display() if row and is_told else "")
