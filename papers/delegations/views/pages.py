"""Who takes part: the delegations, and the people of one's own."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.delegations import queries, rules
from papers.delegations.models.delegations import SEATED


@require_safe
def delegation_list(request):
    """Every delegation this one knows of."""
    context = {
        "lines": queries.listed(request.acting),
        "seated": SEATED,
        "may_see_quiet": rules.keeps_register(request.acting, None),
        "may_see_erasures": rules.can_see_erasures(request.acting, None),
    }
    return render(request, "delegations/delegation_list.html", context)


@require_safe
def people(request):
    """The posts and people of one's own delegation; its focal point manages them here."""
    return render(request, "delegations/people.html", {"people": queries.people_of(request.acting)})
