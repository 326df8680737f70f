"""Pages that combine slices: the desk, a paper with all that hangs on it, the record."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from papers.delegations import services
from papers.delegations.rules import can_read_record
from papers.drafting import access
from papers.drafting.heads import head_of
from papers.shared.http import visible_or_404
from portal import desk as desks
from portal import origins, queries, records
from portal.rules import can_audit
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
    context = queries.paper_page(request.acting, paper)
    note_opened(request.acting, face=context["face"], round=context["round"], entry=context["entry"])
    return render(request, "portal/paper_detail.html", context)


@require_safe
def paper_record(request, pk):
    """What was done with a paper, by whom, as far as this reader may know."""
    paper = _paper(request, pk)
    page = records.of_paper(request.acting, paper, before=request.GET.get("before", ""))
    context = {"paper": paper, "head": head_of(request.acting, paper, "record"), "page": page}
    return render(request, "portal/paper_record.html", context)


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


def _paper(request, pk):
    """The paper without its texts, with what its head shows."""
    paper = visible_or_404(queries.papers_with_heads(request.acting), request.acting, pk=pk)
    return access.remember(request.acting, paper)


def place_in(request):
    """The number of the event from which a page goes back, or nothing for what is no number."""
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < DIGITS else None
