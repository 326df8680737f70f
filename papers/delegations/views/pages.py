"""Who takes part: the delegations, and the people of one's own."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.delegations import queries


@require_safe
def delegation_list(request):
    """Every delegation this one knows of."""
    return render(request, "delegations/delegation_list.html", {"lines": queries.listed(request.acting)})


@require_safe
def people(request):
    """The posts and people of one's own delegation; its focal point manages them here."""
    return render(request, "delegations/people.html", {"people": queries.people_of(request.acting)})
