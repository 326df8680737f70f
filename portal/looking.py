"""A paper as another country sees it: never more than that, and never more than the one who looks may see."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from papers.delegations.identity import reader_of
from papers.delegations.models import Delegation
from papers.drafting import access, levels
from papers.drafting.heads import head_of
from papers.drafting.models import Paper, Revision
from papers.review.queries.margin import margin_notes
from papers.shared.acting import Acting, Capability
from portal import margins, queries, reading


def looked_at(
    acting: Acting, paper: Paper, country: Delegation, *, number: int | None = None
) -> dict[str, Any]:
    """What the page shows; Http404 for a revision that one of the two does not see."""
    theirs = reader_of(country, by=acting)
    revisions = list(_revisions(acting, theirs, paper).without_texts().order_by("-number"))
    for one in revisions:
        one.paper = paper  # so that its label asks nothing
    shown = next((one for one in revisions if number in (None, one.number)), None)
    if number is not None and shown is None:
        raise Http404
    context = {
        "paper": paper,
        "country": country,
        "head": head_of(acting, paper, "access"),
        "may": _may(theirs, paper),
        "revisions": revisions,
        "shown": shown,
        "direction": queries.direction_of(paper.language),
    }
    return context | (_text(acting, theirs, paper, shown) if shown else {})


def _revisions(acting: Acting, theirs: Acting, paper: Paper) -> Any:
    return Revision.objects.visible_to(acting).visible_to(theirs).filter(paper=paper)


def _may(theirs: Acting, paper: Paper) -> list[str]:
    if not theirs.can(Capability.READ):
        return []
    held = access.held(theirs, paper).permissions
    return [str(words) for name, words in levels.PERMISSIONS if name in held]


def _text(acting: Acting, theirs: Acting, paper: Paper, shown: Revision) -> dict[str, Any]:
    revision = _revisions(acting, theirs, paper).defer("text").get(pk=shown.pk)
    notes = margin_notes(acting, paper, revision, also=theirs)
    named = queries.delegations_named(acting, paper, reading.codes_in(revision.block_map))
    text = reading.compose(
        revision.block_map, title=paper.title, delegations=named, margins=margins.beside(notes, {}, {}, {})
    )
    return {"reading": text, "whole": margins.told(notes.get(None, ()))}
