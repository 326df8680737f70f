"""Objections that were set aside, as they are frozen with a text that is placed under silence."""

from __future__ import annotations

from papers.drafting.models import Paper
from papers.review.models import SetAside


def set_aside_on(paper: Paper) -> list[dict[str, str | int]]:
    """What the chair set aside on a paper: where, whose, why."""
    found = SetAside.objects.filter(comment__round__paper=paper).select_related(
        "comment__delegation", "comment__round"
    )
    return [
        {
            "comment": str(one.comment_id), "round": one.comment.round.number, "reference": one.comment.reference,
            "code": one.comment.delegation.code, "reason": one.reason,
        }
        for one in found.order_by("comment__round__number", "comment__number")
    ]  # fmt: skip
