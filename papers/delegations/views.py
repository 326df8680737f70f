"""Who takes part: the delegations, and the people of one's own."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.delegations import queries


@require_safe
def delegation_list(request):
    """Every delegation this one knows of, and the posts and people of its own."""
    context = {"lines": queries.listed(request.acting), "seats": queries.own_seats(request.acting)}
    return render(request, "delegations/delegation_list.html", context)
