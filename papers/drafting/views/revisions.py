"""Issued revisions: listed, read one by one, and compared with each other."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.queries import comparison, revisions
from papers.drafting.rendering import of_block_map
from papers.shared.http import visible_or_404


@require_safe
def revision_list(request, pk):
    """Every revision that the acting delegation may read."""
    paper = _paper(request, pk)
    page = revisions.list_revisions(request.acting, paper, before=request.GET.get("before", ""))
    context = {"paper": paper, "page": page, "head": head_of(request.acting, paper, "revisions")}
    return render(request, "drafting/revision_list.html", context)


@require_safe
def revision_detail(request, pk, number):
    """One revision as it was issued, with what proves that it is unchanged."""
    paper = _paper(request, pk)
    row = revisions.revision_row(request.acting, paper, number)
    context = {
        "paper": paper,
        "row": row,
        "text": of_block_map(row.revision.block_map),
        "head": head_of(request.acting, paper, "revisions"),
    }
    return render(request, "drafting/revision_detail.html", context)


@require_safe
def revision_compare(request, pk):
    """Any two revisions that the acting delegation may read, passage by passage."""
    paper = _paper(request, pk)
    asked = {"older": request.GET.get("from", ""), "newer": request.GET.get("to", "")}
    pair = revisions.pair(request.acting, paper, **asked)
    context = {
        "paper": paper,
        "pair": pair,
        "changes": comparison.between(pair.old, pair.new) if pair else None,
        "mode": "inline" if request.GET.get("view") == "inline" else "side",
        "head": head_of(request.acting, paper, "revisions"),
    }
    return render(request, "drafting/revision_diff.html", context)


def _paper(request, pk):
    return visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
