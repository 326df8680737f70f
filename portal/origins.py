"""Where passages come from, with what led to their changes: facts of drafting beside those of the review."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.queries import origins
from papers.review.queries.reasons import Reason, reasons_of
from papers.shared.acting import Acting


def of_revision(acting: Acting, paper: Paper, number: int) -> dict[str, Any]:
    """Every passage of a revision: since when, by whom, why."""
    found = origins.origins(acting, paper, number, _reasons(acting, paper))
    return {"paper": paper, "head": head_of(acting, paper, "revisions"), "origins": found}


def of_passage(acting: Acting, paper: Paper, block: UUID) -> dict[str, Any]:
    """One passage in all its wordings."""
    found = origins.history(acting, paper, block, _reasons(acting, paper, block))
    return {"paper": paper, "head": head_of(acting, paper, "revisions"), "history": found}


def _reasons(acting: Acting, paper: Paper, block: UUID | None = None) -> dict[str, list[Reason]]:
    """By block, what led to its changes; a paper that was never tabled has none."""
    by_block: dict[str, list[Reason]] = defaultdict(list)
    for one in reasons_of(acting, paper, block) if paper.is_tabled else ():
        by_block[one.block].append(one)
    return by_block
