"""A page of results: papers that this person may read and that answer the question, with the passage that does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.safestring import SafeString

from papers.audit.models import ChainHead
from papers.drafting.models import Paper, PassageMarking
from papers.drafting.projection import each_for_reader
from papers.search import excerpts, index
from papers.search.excerpts import Excerpt
from papers.search.models import CURSOR, Cursor
from papers.search.question import Question
from papers.shared.acting import Acting

SIZE = 10
LAST = 25  # pages; whoever has not found it by then needs other words


@dataclass(frozen=True)
class Hit:
    """A paper that answers, its title with the found words marked, and the passage in its text if it has one."""

    paper: Paper
    title: SafeString
    excerpt: Excerpt | None

    @property
    def symbol(self) -> str:
        """The symbol of the current text, or what it is called before tabling."""
        return str(self.paper.symbol_of(self.paper.current.number))

    @property
    def url(self) -> str:
        """The paper, at the paragraph that holds the words."""
        place = f"#b-{self.excerpt.block}" if self.excerpt else ""
        return reverse("portal:paper-detail", args=[self.paper.pk]) + place


@dataclass(frozen=True)
class Results:
    """A page of hits, and the numbers of the pages on either side."""

    hits: list[Hit] = field(default_factory=list)
    page: int = 1
    newer: int | None = None
    older: int | None = None


def search(acting: Acting, question: Question, page: int = 1) -> Results:
    """The papers that answer, symbol and title first, then the ones that moved last. Two statements.

    Who may see is asked in the query that finds: nothing hidden is counted, ordered or paged.
    """
    if not question:
        return Results()
    page = min(max(page, 1), LAST)
    readable = Paper.objects.visible_to(acting).filter(pk=OuterRef("paper"))
    found = index.answering(question).filter(Exists(readable))
    found = found.filter(Q(in_title=True) | ~Exists(_withheld(acting)))
    places = found.order_by("-in_title", "-paper__moved_at", "-paper").values_list("paper", flat=True)
    start = (page - 1) * SIZE
    ids = list(places[start : start + SIZE + 1])
    older = page + 1 if len(ids) > SIZE and page < LAST else None
    return Results(_hits(acting, ids[:SIZE], question), page, page - 1 or None, older)


def _withheld(acting: Acting) -> Any:
    """Passages that the reader may not have: of their papers only symbol and title answer, not the text."""
    return PassageMarking.objects.withheld_from(acting).filter(paper=OuterRef("paper"))


def behind() -> int:
    """How many acts of the record the index has not taken in yet."""
    seq = Subquery(Cursor.objects.filter(name=CURSOR).values("seq"), output_field=BigIntegerField())
    head = ChainHead.objects.filter(pk=1).annotate(behind=F("seq") - Coalesce(seq, 0))
    return head.values_list("behind", flat=True).first() or 0


def _hits(acting: Acting, ids: list[Any], question: Question) -> list[Hit]:
    papers = Paper.objects.visible_to(acting).select_related("lead", "current").defer("current__text")
    found = papers.in_bulk(ids)
    each_for_reader([paper.current for paper in found.values() if paper.current], acting)
    return [_hit(found[pk], question.wanted) for pk in ids if pk in found]


def _hit(paper: Paper, wanted: dict[str, int]) -> Hit:
    blocks = paper.current.block_map if paper.current else ()
    return Hit(
        paper,
        excerpts.with_marks(excerpts.marked(paper.title, wanted, paper.language)),
        excerpts.excerpt(blocks, wanted, paper.language, title=paper.title),
    )
