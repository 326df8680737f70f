"""Asking people whom a paper concerns, and the one page that they see."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.delegations.models import Delegation
from papers.drafting import access
from papers.drafting.models import Paper
from papers.drafting.models.revisions import withhold
from papers.review import consulting, forms, passages, services
from papers.review.models import Consultation
from papers.review.queries import consulting as queries
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@require_safe
def consultation_list(request, pk):
    """Who was asked about which passages, and what they answered."""
    paper = _paper(request, pk)
    consulting.may_consult.require(request.acting, paper)
    context = queries.consultation_list(request.acting, paper)
    return render(request, "review/consultation_list.html", context)


@reads_and_sends
def consultation_ask(request, pk):
    """Ask a party about passages of the current revision."""
    paper = _paper(request, pk)
    consulting.can_ask.require(request.acting, paper)
    withhold([paper.current], request.acting)
    named = passages.named(paper.current.block_map)
    parties = Delegation.objects.parties_known_to(request.acting)
    typed = request.POST if request.method == "POST" else None
    form = forms.AskForm(typed, parties=parties, passages=named)
    if form.is_valid() and recorded(form, services.ask_party, paper, by=request.acting):
        messages.success(
            request, _("The party is asked, and told by mail. Its answer stands here when it comes.")
        )
        return redirect("review:consultation-list", pk=pk)
    context = {"paper": paper, "form": form, "head": queries.head_of(request.acting, paper, "review")}
    return render(request, "review/consultation_form.html", context, status=form_status(form))


@reads_and_sends
def consultation_answer(request, pk):
    """The passages that a party is asked about, and its own answers: all that it sees of a paper."""
    rows = Consultation.objects.select_related("revision", "delegation__custodian__delegation")
    consultation = visible_or_404(rows.defer("revision__text"), request.acting, pk=pk)
    consulting.is_asked.require(request.acting, consultation)
    asked = queries.asked(request.acting, consultation)
    form = _form(request, asked)
    if request.method == "POST" and form.is_valid() and _told(request, consultation, form):
        messages.success(
            request, _("Your answer is recorded. You can change it until the day that stands here.")
        )
        return redirect("review:consultation-answer", pk=pk)
    context = {"asked": asked, "form": form, "pairs": zip(asked.said, form, strict=True)}
    context["may"] = consulting.can_tell(request.acting, consultation)
    return render(request, "review/consultation_answer.html", context, status=form_status(form))


def _form(request, asked):
    shown = [
        (one.passage.id, _("What you say of this passage"))
        if one.passage
        else ("", _("What you say of all of it"))
        for one in asked.said
    ]
    said = {one.answer.block_id: one.answer for one in asked.said if one.answer}
    return forms.TellForm(request.POST if request.method == "POST" else None, shown=shown, said=said)


def _told(request, consultation, form):
    try:
        services.tell(consultation, answers=form.answers, by=request.acting)
    except BadInput as fault:
        form.add_error(None, str(fault.sentence))
        return False
    return True


def _paper(request, pk):
    papers = access.with_held(Paper.objects.select_related("lead", "body", "current"), request.acting)
    return access.remember(request.acting, visible_or_404(papers, request.acting, pk=pk))
