"""Reading: the recommendations of a paper, one with its history, a file of its evidence."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.implementation import queries, rules, services
from papers.implementation.forms import AsOfForm
from papers.implementation.models import Criteria, Evidence
from papers.implementation.models.plans import Agreement
from papers.implementation.views.acts import acts_on
from papers.implementation.views.files import handed_out
from papers.shared.http import visible_or_404


@require_safe
def recommendation_list(request, pk):
    """What became of the recommendations of one paper."""
    paper = visible_or_404(queries.papers_with_heads(), request.acting, pk=pk)
    form = AsOfForm(request.GET)
    standing = queries.of_paper(request.acting, paper, form.at)
    context = {
        "paper": paper,
        "form": form,
        "at": form.at,
        "head": head_of(request.acting, paper, "implementation", implementation=len(standing.rows)),
        "standing": standing,
        "may_take_over": paper.external and rules.can_take_over(request.acting, paper),
        "may_close": not form.at.is_past
        and standing.all_closed
        and rules.can_close_paper(request.acting, paper),
    }
    return render(request, "implementation/recommendation_list.html", context)


@require_POST
def paper_close(request, pk):
    """Close a paper all of whose recommendations are closed."""
    paper = visible_or_404(Paper, request.acting, pk=pk)
    services.close_paper(paper, by=request.acting)
    messages.success(request, _("The paper is closed. Reopening a recommendation opens it again."))
    return redirect("implementation:recommendation-list", pk=pk)


@require_safe
def recommendation_detail(request, pk):
    """One recommendation: the sentence that made it, where it stands, what happened to it."""
    form = AsOfForm(request.GET)
    recommendation = visible_or_404(queries.one(request.acting), request.acting, pk=pk)
    if form.at.is_past:
        return _back_then(request, recommendation, form)
    story = queries.story(request.acting, recommendation)
    context = {"recommendation": recommendation, "story": story, "form": form, "at": form.at}
    context["source"] = queries.source_of(request.acting, recommendation)
    context |= _possible(request.acting, recommendation, story)
    return render(request, "implementation/recommendation_detail.html", context)


def _possible(acting, recommendation, story):
    """What the reader may do now, and what waits for them."""
    waiting, acts = acts_on(recommendation, acting)
    return {
        "waiting": waiting,
        "acts": acts,
        "letters": queries.letters_waiting(acting, recommendation),
        "may_plan": rules.can_plan(acting, recommendation),
        "may_answer_criteria": _may_answer(acting, recommendation, story),
        "may_link": rules.can_link(acting, recommendation),
        "may_decide": story.proposal and rules.can_decide_closure(acting, story.closure(recommendation)),
    }


def _may_answer(acting, recommendation, story):
    """Whether the reader answers the criteria that wait; asked of what the page has read already."""
    waiting = next((line for line in story.criteria if line.value == Agreement.PROPOSED), None)
    if waiting is None:
        return False
    asked = Criteria(by_id=waiting.person_id, side=waiting.note, recommendation=recommendation)
    return rules.can_decide_criteria(acting, asked)


def _back_then(request, recommendation, form):
    """The same page as it was on a past day, without acts; before it was followed there is nothing to show."""
    then = queries.one(request.acting).as_of(form.at).filter(pk=recommendation.pk).first()
    context = {
        "recommendation": then.back_then(form.at) if then else recommendation,
        "form": form,
        "at": form.at,
    }
    if then is not None:
        context["story"] = queries.story(request.acting, recommendation).on(form.at)
    return render(request, "implementation/recommendation_detail.html", context)


@require_safe
def evidence_download(request, pk):
    """A file that was handed in as evidence, to whoever may see its recommendation."""
    kept = Evidence.objects.select_related("blob").filter(blob__isnull=False)
    evidence = visible_or_404(kept, request.acting, pk=pk)
    return handed_out(evidence.blob, evidence.title)
