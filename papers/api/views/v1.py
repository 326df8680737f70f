"""The first version of what programs read: papers, their revisions, recommendations. Nothing is written by it.

Every answer starts at the same `visible_to` as the pages; what may not be seen is answered as if it did not exist.
"""

from __future__ import annotations

from datetime import date, datetime
from math import ceil
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Schema
from ninja.errors import Throttled
from ninja.security import HttpBearer

from papers.api import queries
from papers.api.limits import PerMandate
from papers.drafting.models import Paper
from papers.drafting.queries.revisions import of_paper
from papers.implementation import queries as tracker
from papers.shared.http import visible_or_404


class Bearer(HttpBearer):
    """`Authorization: Bearer …`; a session of the browser opens nothing here."""

    def authenticate(self, request, token):
        request.acting = queries.acting_of(token)
        return request.acting


class Wanted(Schema):
    """Which papers: by stage, lead, theme, words of the title; and from where the page begins."""

    stage: str = ""
    lead: str = ""
    theme: str = ""
    q: str = ""
    before: str = ""


class PaperLine(Schema):
    """A paper in a list."""

    id: UUID
    title: str
    symbol: str | None
    kind: str
    stage: str
    theme: str
    language: str
    lead: str
    moved_at: datetime


class PaperPage(Schema):
    """Papers, the last moved first, and where the next page begins; empty on the last one."""

    papers: list[PaperLine]
    before: str


class RevisionLine(Schema):
    """A revision without its text."""

    number: int
    label: str
    dated: datetime
    sha256: str
    note: str


class PaperWhole(PaperLine):
    """A paper with the revisions that may be read."""

    revisions: list[RevisionLine]


class RevisionWhole(RevisionLine):
    """A revision with its text in Markdown, byte for byte as it was issued."""

    text: str


class Item(Schema):
    """A recommendation; the words are those of the file for other programs."""

    reference: str
    text: str
    adopted_on: date | None
    addressee: str | None
    answer: str
    status: str
    confidence: str
    due: date | None
    last_report: date | None
    report_due: date | None


class Items(Schema):
    recommendations: list[Item]


api = NinjaAPI(
    title="Chancery", version="1", urls_namespace="api-v1", docs_url=None, auth=Bearer(),
    throttle=PerMandate(),
    description="Read what the delegation of a token may read. Unknown and unseen are answered alike.",
)  # fmt: skip


@api.exception_handler(Throttled)
def too_often(request, refused):
    """Refused for now, and when to ask again."""
    sentence = _("Too many requests in this minute. Ask again after the seconds in Retry-After.")
    response = api.create_response(request, {"detail": sentence}, status=429)
    response["Retry-After"] = str(ceil(refused.wait))
    return response


@api.get("papers", response=PaperPage, url_name="paper-list")
def paper_list(request, wanted: Query[Wanted]):
    """The papers that the delegation may read."""
    asked = wanted.dict()
    page = queries.papers(request.acting, asked, asked.pop("before"))
    return {"papers": [_line(one) for one in page.rows], "before": page.older}


@api.get("papers/{uuid:pk}", response=PaperWhole, url_name="paper-detail")
def paper_detail(request, pk: UUID):
    """One paper with its revisions."""
    paper = visible_or_404(Paper.objects.for_lines(), request.acting, pk=pk)
    return {
        **_line(paper),
        "revisions": [_revision(paper, one) for one in queries.revisions(request.acting, paper)],
    }


@api.get("papers/{uuid:pk}/revisions/{int:number}", response=RevisionWhole, url_name="revision-detail")
def revision_detail(request, pk: UUID, number: int):
    """One revision with its text."""
    paper = visible_or_404(Paper.objects.for_lines(), request.acting, pk=pk)
    revision = of_paper(request.acting, paper).filter(number=number).first()
    if revision is None:
        raise Http404
    return {**_revision(paper, revision), "text": revision.text}


@api.get("recommendations", response=Items, url_name="recommendation-list")
def recommendation_list(request):
    """The recommendations that the delegation may read, as they stand now."""
    return {"recommendations": list(tracker.rows_for_exchange(request.acting, {}))}


def _line(paper):
    names = ("title", "symbol", "kind", "stage", "theme", "language", "moved_at")
    return {"id": paper.pk, "lead": paper.lead.code, **{name: getattr(paper, name) for name in names}}


def _revision(paper, one):
    return {
        "number": one.number, "label": str(paper.label_of(one.number)), "dated": one.dated, "sha256": one.shown_sha256,
        "note": one.note,
    }  # fmt: skip


# A program brings a token and no session: the page to sign in is not for it. Ninja makes the addresses anew each time.
urls = api.urls
for pattern in urls[0]:
    if pattern.name != "openapi-json":
        pattern.callback.login_required = False
