"""The recommendations of one paper, today or on a past day, and what its text says beside each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F
from django.urls import reverse

from papers.drafting.models import Paper
from papers.implementation import progress
from papers.implementation.models import AsOf, Recommendation
from papers.shared.acting import Acting


class Face(NamedTuple):
    """What the text of a paper says beside a recommendation: its reference and where it stands."""

    reference: str
    number: str
    label: Any
    mark: str
    tone: str
    url: str


@dataclass(frozen=True)
class PaperStanding:
    """The recommendations of one paper, and where it stands as a whole."""

    rows: list[Recommendation]
    overall: progress.Overall
    closed: int

    @property
    def mark(self) -> tuple[str, str]:
        return progress.OVERALL_MARKS[self.overall]

    @property
    def all_closed(self) -> bool:
        return bool(self.rows) and self.closed == len(self.rows)


def papers_with_heads() -> Any:
    """Papers with what the head of each of their pages shows, without the texts."""
    return Paper.objects.for_list()


def one(acting: Acting) -> Any:
    """Recommendations as their own page shows one: with the number of the revision it stands in."""
    return (
        Recommendation.objects.with_paper_seen(acting).for_list().annotate(in_revision=F("revision__number"))
    )


def of_paper(acting: Acting, paper: Paper, at: AsOf) -> PaperStanding:
    """The recommendations of a paper that the reader may see, in their order, in one statement."""
    seen = Recommendation.objects.visible_to(acting).followed().filter(paper=paper).as_of(at).for_list()
    rows = [row.back_then(at) for row in seen.order_by("serial")]
    counts = Counter(row.status for row in rows)
    return PaperStanding(rows, progress.overall(counts), progress.share_closed(counts)[0])


def for_paper_face(acting: Acting, paper: Paper) -> dict[str, Face]:
    """By the id of its first block: what the text says of each recommendation. One statement."""
    seen = Recommendation.objects.visible_to(acting).filter(paper=paper).only(
        "reference", "serial", "status", "block_id"
    )  # fmt: skip
    return {str(one.block_id): _face(one) for one in seen}


def _face(one: Recommendation) -> Face:
    mark, tone = one.status_mark
    url = reverse("implementation:recommendation-detail", args=[one.pk])
    return Face(one.reference, one.number, one.get_status_display(), mark, tone, url)  # type: ignore[attr-defined] # Django's own
