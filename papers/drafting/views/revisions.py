"""Issued revisions: listed, read one by one, and compared with each other."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.drafting import access, rules
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
        "may_rebase": rules.can_rebase(request.acting, paper),
        "head": head_of(request.acting, paper, "revisions"),
    }
    return render(request, "drafting/revision_detail.html", context)


@require_safe
def revision_compare(request, pk):
    """Any two revisions that the acting delegation may read, or one and the working text, passage by passage."""
    asked = comparison.asked(request.GET)
    paper = _with_held(request, pk)
    if asked.is_working:
        rules.can_read_working.require(request.acting, paper)
    pair = revisions.pair(request.acting, paper, older=asked.older, newer=asked.newer)
    context = {
        "paper": paper,
        "pair": pair,
        "asked": asked.of(pair) if pair else asked,
        "changes": comparison.between(request.acting, paper, pair, by=asked.by) if pair else None,
        "offers_working": rules.can_read_working(request.acting, paper),
        "head": head_of(request.acting, paper, "revisions"),
    }
    return render(request, "drafting/revision_diff.html", context)


def _paper(request, pk):
    return visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)


def _with_held(request, pk):
    """The paper with its working text and what the reader holds on it, in one statement."""
    papers = access.with_held(Paper.objects.for_list().select_related("working"), request.acting)
    return access.remember(request.acting, visible_or_404(papers, request.acting, pk=pk))
