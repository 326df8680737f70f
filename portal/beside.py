"""All that stands beside a text and below it: comments, amendments, own suggestions, where recommendations stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.implementation.queries import tracker
from papers.review.models import Round
from papers.review.queries.amendments import margin_amendments
from papers.review.queries.margin import margin_notes
from papers.review.queries.suggestions import beside_text
from papers.shared.acting import Acting
from portal import margins

# Where amendments are proposed, weighed and put in; afterwards the text and its origins tell of them.
AMENDED = frozenset({Stage.CIRCULATION, Stage.CONSOLIDATION})
FOLLOWED = frozenset({Stage.ADOPTED, Stage.ISSUED, Stage.IMPLEMENTATION, Stage.REVIEW, Stage.CLOSED})


@dataclass(frozen=True)
class Beside:
    """By block id what stands in its margin; what is on the paper as a whole; how many of each."""

    margins: Mapping[str, Sequence[SafeString]] = field(default_factory=dict)
    whole: Sequence[SafeString] = ()
    comments: int = 0
    recommendations: int = 0


def find(acting: Acting, paper: Paper, commenting: Round | None) -> Beside:
    """What this reader may see beside the current text; own suggestions only in a round one may comment in."""
    revision = paper.current
    notes = margin_notes(acting, paper, revision) if paper.is_tabled else {}
    amendments = margin_amendments(acting, paper, revision) if paper.stage in AMENDED else {}
    recommendations = tracker.for_paper_face(acting, paper) if paper.stage in FOLLOWED else {}
    own = beside_text(acting, commenting, revision.block_map) if commenting else {}
    return Beside(
        margins=margins.beside(notes, recommendations, amendments, own),
        whole=margins.told(notes.get(None, ())),
        comments=sum(map(len, notes.values())),
        recommendations=len(recommendations),
    )
