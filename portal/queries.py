"""Page-shaped reads over several slices: a paper with what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from papers.delegations.models import Delegation
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.shared.acting import Acting
from portal import reading

RTL = {"ar", "fa", "he", "ur", "yi"}


def papers_with_heads() -> Any:
    """Papers with what the head of every page of a paper shows; without any text."""
    return Paper.objects.select_related("lead", "body", "current").defer(
        "current__text", "current__block_map"
    )


def papers_with_texts() -> Any:
    """Papers with the blocks of their current revision; its Markdown is not needed to read it."""
    return Paper.objects.select_related("lead", "body", "current").defer("current__text")


def paper_page(acting: Acting, paper: Paper) -> dict[str, Any]:
    """All that the first page of a paper shows."""
    block_map = paper.current.block_map if paper.current else []
    named = delegations_named(acting, paper, reading.codes_in(block_map))
    head = head_of(acting, paper, "text")
    head.sponsors = [one for one in named.values() if one.is_sponsor and one.pk != paper.lead_id]
    text = reading.compose(block_map, title=paper.title, delegations=named) if block_map else None
    return {
        "paper": paper,
        "head": head,
        "reading": text,
        "direction": direction_of(paper.language),
        "codes": [named[code] for code in text.codes] if text else [],
        "shows": shows(text) if text else [],
    }


def delegations_named(acting: Acting, paper: Paper, codes: Sequence[str]) -> dict[str, Any]:
    """By code: the delegations that a text names, and those that put their name to the paper."""
    sponsoring = paper.sponsors.current().filter(delegation=OuterRef("pk"))
    known = Delegation.objects.visible_to(acting).annotate(is_sponsor=Exists(sponsoring))
    return {one.code: one for one in known.filter(Q(code__in=codes) | Q(is_sponsor=True)).in_order()}


def shows(text: reading.Reading, **beside: int) -> list[dict[str, Any]]:
    """What may be shown or left out beside the text, with how many there are; nothing that is not there."""
    counted = [
        ("show-comments", _("Comments"), beside.get("comments", 0)),
        ("show-brackets", _("Brackets"), text.brackets),
        ("show-recommendations", _("Recommendations"), beside.get("recommendations", 0)),
    ]
    return [{"name": name, "label": label, "count": count} for name, label, count in counted if count]


def direction_of(language: str) -> str:
    """The direction in which a text of this language runs."""
    return "rtl" if language.partition("-")[0] in RTL else "ltr"
