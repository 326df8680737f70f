"""Pages that combine slices: the desk, a paper with all that hangs on it, the record."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from papers.delegations import services
from papers.delegations.models import Delegation
from papers.delegations.rules import can_read_record
from papers.drafting import access
from papers.drafting.heads import head_of
from papers.drafting.queries.revisions import number_from
from papers.drafting.sharing import look_as
from papers.shared.http import sheet_response, visible_or_404
from portal import accesses, looking, origins, queries, records
from portal import desk as desks
from portal.forms import AccessFilters
from portal.rules import can_audit, can_read_accesses
from portal.services import note_opened

DIGITS = 19  # of the largest number of an event


@require_safe
def desk(request):
    """What waits, the current text, what changed, what is coming."""
    return render(request, "portal/desk.html", desks.of(request.acting))


@require_POST
def desk_seen(request):
    """The person knows what changed; from now on the desk shows what comes after."""
    services.mark_desk_seen(by=request.acting)
    return redirect("portal:desk")


@require_safe
def paper_detail(request, pk):
    """The current text of a paper, with what hangs on it."""
    paper = visible_or_404(queries.papers_with_texts(request.acting), request.acting, pk=pk)
    context = queries.paper_page(request.acting, paper, at_once="beside" in request.GET)
    note_opened(request.acting, face=context["face"], round=context["round"], entry=context["entry"])
    return render(request, "portal/paper_detail.html", context)


@require_safe
def paper_beside(request, pk, number):
    """What stands beside the text of a long paper, for the page that shows the text (static/js/beside.js)."""
    papers = queries.papers_with_texts(request.acting)
    paper = visible_or_404(papers, request.acting, pk=pk, current__number=number)
    return render(request, "portal/_beside.html", queries.paper_beside(request.acting, paper))


@require_safe
def paper_record(request, pk):
    """What was done with a paper, by whom, as far as this reader may know."""
    paper = _paper(request, pk)
    page = records.of_paper(request.acting, paper, before=request.GET.get("before", ""))
    context = {"paper": paper, "head": head_of(request.acting, paper, "record"), "page": page}
    return render(request, "portal/paper_record.html", context)


@require_POST
def paper_as(request, pk, code):
    """The paper as a country sees it, as far as the one who looks sees it; each look is recorded."""
    paper = _paper(request, pk)
    country = get_object_or_404(Delegation.objects.visible_to(request.acting).seated(), code=code)
    look_as(paper, country, by=request.acting)
    number = number_from(request.POST.get("number", ""))
    context = looking.looked_at(request.acting, paper, country, number=number)
    return render(request, "portal/paper_as.html", context)


@require_safe
def delegation_record(request):
    """What was done with one's own delegation: its posts, its people, how it takes part."""
    can_read_record.require(request.acting, request.acting.delegation)
    page = records.of_delegation(request.acting, before=request.GET.get("before", ""))
    return render(request, "portal/delegation_record.html", {"page": page})


@require_safe
def text_origins(request, pk, number):
    """Since when each passage of a revision stands, by whom, and why."""
    paper = _paper(request, pk)
    return render(request, "portal/text_origins.html", origins.of_revision(request.acting, paper, number))


@require_safe
def passage_history(request, pk, block):
    """One passage through all revisions, each wording against the one before."""
    paper = _paper(request, pk)
    return render(request, "portal/passage_history.html", origins.of_passage(request.acting, paper, block))


@require_safe
def centre_record(request):
    """The facts of the whole record, for the auditor."""
    can_audit.require(request.acting, None)
    page = records.of_centre(request.acting, before=place_in(request), check="check" in request.GET)
    return render(request, "portal/centre_record.html", {"page": page})


@require_safe
def access_record(request):
    """Who opened, took away or was refused what, and signed in, as far as this reader may know."""
    can_read_accesses.require(request.acting, None)
    form = AccessFilters(request.GET)
    wanted = form.wanted
    places = {side: request.GET.get(side, "") for side in ("before", "after")}
    lines, page = accesses.page(request.acting, wanted, **places)
    context = {"form": form, "lines": lines, "wanted": wanted, "audits": can_audit(request.acting, None)}
    context |= records.places(page, wanted)
    return render(request, "portal/access_record.html", context)


@require_safe
def access_record_file(request, kind):
    """The same lines under the same filter, as a file."""
    can_read_accesses.require(request.acting, None)
    head, lines = accesses.file_lines(request.acting, AccessFilters(request.GET).wanted)
    return sheet_response(kind, "record-of-access", head, lines)


def _paper(request, pk):
    """The paper without its texts, with what its head shows."""
    paper = visible_or_404(queries.papers_with_heads(request.acting), request.acting, pk=pk)
    return access.remember(request.acting, paper)


def place_in(request):
    """The number of the event from which a page goes back, or nothing for what is no number."""
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < DIGITS else None
