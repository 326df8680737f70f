"""What can be made into a file to be read on paper: each kind is made by the rights of who asks, at that moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from papers.drafting.models import Grant, Paper, PassageMarking
from papers.drafting.queries import revisions
from papers.exchange import printing, reporting
from papers.exchange.render import Printed
from papers.implementation import tables
from papers.implementation.forms import AsOfForm, PortfolioFilters
from papers.implementation.models import Assignment
from papers.review.forms import MatrixFilters
from papers.review.models import Round
from papers.review.queries import behalf
from papers.review.queries.matrix import matrix_of
from papers.shared.acting import Acting
from papers.shared.http import visible_or_404

Asked = Mapping[str, Any]
TITLES = {
    "portfolio": gettext_lazy("Recommendations"), "breakdown": gettext_lazy("Figures compared"),
    "trends": gettext_lazy("Actual and target"),
}  # fmt: skip

# Of the columns of the list, in hundredths of the page: most for the words of the recommendation.
WIDTHS = (9, 4, 9, 3, 7, 17, 5, 5, 7, 5, 5, 4, 4, 4, 4, 4, 4)


class Order(NamedTuple):
    """What is to be set, and the name of its file without what it ends in."""

    printed: Printed
    name: str


def revision(acting: Acting, asked: Asked) -> Order:
    """An issued revision, as its page shows it to this reader."""
    paper = _paper(acting, asked)
    row = revisions.revision_row(acting, paper, asked["number"])
    return Order(printing.of_revision(acting, paper, row), printing.file_name(row))


def paper_account(acting: Acting, asked: Asked) -> Order:
    """What became of the recommendations of one paper."""
    paper = _paper(acting, asked)
    form = AsOfForm(QueryDict(asked["query"]))
    name = f"report-{(paper.symbol or 'paper').replace('/', '-')}"
    return Order(reporting.of_account(acting, form.wanted, paper=paper), name)


def account(acting: Acting, asked: Asked) -> Order:
    """What became of all recommendations that fit the filters."""
    form = PortfolioFilters(QueryDict(asked["query"]), acting=acting)
    return Order(reporting.of_account(acting, form.wanted, form.in_words), "report")


def portfolio(acting: Acting, asked: Asked) -> Order:
    """The list of recommendations as a table, under its filters and its view."""
    form, head, rows, about = tables.portfolio_table(acting, QueryDict(asked["query"]))
    title = str(dict(tables.VIEWS).get(form.wanted.get("view"), TITLES["portfolio"]))
    printed = reporting.of_table(acting, title, head, rows, at=form.at, about=about, widths=WIDTHS)
    return Order(printed, "recommendations")


def breakdown(acting: Acting, asked: Asked) -> Order:
    """The figures compared as a table."""
    form, by, head, rows, about = tables.breakdown_table(acting, QueryDict(asked["query"]))
    title = str(TITLES["breakdown"])
    printed = reporting.of_table(acting, title, head, rows, at=form.at, about=about)
    return Order(printed, f"recommendations-by-{by}")


def trends(acting: Acting, asked: Asked) -> Order:
    """The newest figures against their targets as a table."""
    form, head, rows, about = tables.trend_table(acting, QueryDict(asked["query"]))
    printed = reporting.of_table(acting, str(TITLES["trends"]), head, rows, at=form.at, about=about)
    return Order(printed, "indicators")


def matrix(acting: Acting, asked: Asked) -> Order:
    """The comments of a round that this reader may see, under the filter of their page."""
    round = _round(acting, asked)
    found = matrix_of(acting, round)
    wanted = MatrixFilters(QueryDict(asked["query"]), matrix=found).wanted
    name = f"{slugify(round.paper.symbol or round.paper.title)}-round-{round.number}"
    return Order(printing.of_matrix(acting, found, wanted), name)


def marked(acting: Acting, asked: Asked) -> Order:
    """The revision of a round with the comments and amendments in it that this reader may see."""
    round = _round(acting, asked)
    row = revisions.revision_row(acting, round.paper, round.revision.number)
    return Order(printing.of_review(acting, round, row), f"{printing.file_name(row)}-round-{round.number}")


KINDS: dict[str, Callable[[Acting, Asked], Order]] = {
    "revision": revision, "paper_account": paper_account, "account": account, "portfolio": portfolio,
    "breakdown": breakdown, "trends": trends, "matrix": matrix, "marked": marked,
}  # fmt: skip
OF_A_ROUND = frozenset({"matrix", "marked"})


def made(acting: Acting, what: str, asked: Asked) -> Order:
    """What was asked for, by the rights of this moment; 404 for what is not there for this reader."""
    return KINDS[what](acting, asked)


def check_still_open(acting: Acting, what: str, asked: Asked, *, since: datetime) -> None:
    """404 unless the reader may still have what was made for them then: nothing ended, narrowed or taken back."""
    if "paper" in asked:
        paper = _paper(acting, asked)
        if what == "revision":
            revisions.revision_row(acting, paper, asked["number"])
        elif what in OF_A_ROUND and behalf.taken_back(acting, _round(acting, asked), since):
            raise Http404
    now = timezone.now()
    grants = Grant.objects.filter(delegation=acting.delegation)
    ended = grants.filter(Q(ended_at__gte=since) | Q(until__gte=since, until__lte=now))
    parts = Assignment.objects.filter(delegation=acting.delegation, until__gte=since, until__lte=now)
    narrowed = PassageMarking.objects.withheld_from(acting).filter(begun_at__gte=since)
    if "paper" in asked:
        narrowed = narrowed.filter(paper=asked["paper"])
    if ended.exists() or parts.exists() or narrowed.exists():
        raise Http404


def _round(acting: Acting, asked: Asked) -> Round:
    rounds = Round.objects.for_page()
    round: Round = visible_or_404(rounds, acting, paper=UUID(asked["paper"]), number=asked["number"])
    return round


def _paper(acting: Acting, asked: Asked) -> Paper:
    paper: Paper = visible_or_404(Paper.objects.for_list(), acting, pk=UUID(asked["paper"]))
    return paper
