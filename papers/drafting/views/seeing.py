"""Who can see a paper, person by person, and why any one of them can or cannot."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from papers.drafting import access, rules
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.queries import seeing
from papers.shared.http import visible_or_404


@require_safe
def access_people(request, pk):
    """Everybody who can see the paper, and those near it who cannot."""
    paper = _paper(request, pk)
    people = seeing.people_of(request.acting, paper, code=request.GET.get("delegation", ""))
    context = {"paper": paper, "people": people, "head": head_of(request.acting, paper, "access")}
    return render(request, "drafting/access_people.html", context)


@require_safe
def access_person(request, pk, mandate):
    """The chain of one person under one mandate: grant, mandate, participation, and what follows."""
    paper = _paper(request, pk)
    one = seeing.person_of(request.acting, paper, mandate)
    context = {"paper": paper, "one": one, "head": head_of(request.acting, paper, "access")}
    return render(request, "drafting/access_person.html", context)


def _paper(request, pk):
    papers = access.with_held(Paper.objects.for_list(), request.acting)
    paper = access.remember(request.acting, visible_or_404(papers, request.acting, pk=pk))
    rules.can_see_people.require(request.acting, paper)
    return paper
