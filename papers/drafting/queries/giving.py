"""What the pages of giving access on several papers show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from papers.delegations.models import Delegation
from papers.drafting.models import AccessTemplate, Paper
from papers.drafting.queries.holdings import managed
from papers.shared.acting import Actor


def ids_of(written: Iterable[str]) -> list[UUID]:
    """The ids that a page sent; what is none is left out, and an unknown one is refused with the rest."""
    found = []
    for one in written:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def chosen(acting: Actor, papers: Iterable[UUID]) -> list[Paper]:
    """Of these papers, those whose access the person manages."""
    return list(managed(acting).filter(pk__in=list(papers)).for_lines().newest_first())


def receivers(acting: Actor) -> list[Delegation]:
    """The delegations to which access can be given."""
    return list(Delegation.objects.visible_to(acting).seated().in_order())


def templates(acting: Actor, papers: Iterable[Paper] | None = None) -> list[Any]:
    """The templates the person may use, all or those for these papers, each with its rows."""
    found = AccessTemplate.objects.visible_to(acting).select_related("owner")
    if papers is not None:
        found = found.fitting(papers)
    return list(found.prefetch_related("rows__delegation"))
