"""Procedures of a paper: read them, acknowledge, break."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.adoption import queries, rules, services
from papers.adoption.forms import BreakForm
from papers.adoption.models import Silence
from papers.adoption.queries.procedures import paragraphs_of
from papers.adoption.views.finding import page_of, silence_or_404
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@require_safe
def silence_list(request, pk):
    """Every procedure this paper has had."""
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    silences = list(Silence.objects.visible_to(request.acting).with_all().filter(paper=paper))
    context = {
        "paper": paper,
        "head": head_of(request.acting, paper, "adoption", adoption=len(silences) or None),
        "silences": silences,
        "may_place": rules.can_place(request.acting, paper),
        "why_not": rules.can_place.why_not(request.acting, paper),
    }
    return render(request, "adoption/silence_list.html", context)


@require_safe
def silence_detail(request, pk, number):
    """One procedure: its clock, its roll as far as the reader may know it, what was objected."""
    silence = silence_or_404(request, pk, number)
    procedure = queries.procedure(request.acting, silence)
    if procedure.face.to_be_noted and services.note_opened(silence, by=request.acting):
        procedure = queries.procedure(request.acting, silence)
    return render(
        request,
        "adoption/silence_detail.html",
        page_of(request, silence, procedure=procedure, face=procedure.face),
    )


@require_POST
def silence_acknowledge(request, pk, number):
    """Acknowledge receipt in the delegation's name."""
    silence = silence_or_404(request, pk, number)
    services.acknowledge(silence, by=request.acting)
    messages.success(request, _("Receipt is acknowledged in your delegation's name."))
    return redirect("adoption:silence-detail", pk=pk, number=number)


@reads_and_sends
def silence_break(request, pk, number):
    """Object in the delegation's name: one form, one act, one receipt."""
    silence = silence_or_404(request, pk, number)
    rules.can_break.require(request.acting, silence)
    sent = request.POST if request.method == "POST" else None
    form = BreakForm(sent, block_map=paragraphs_of(request.acting, silence))
    if form.is_valid():
        words = form.cleaned_data
        objection = services.break_silence(
            silence, received_at=request.received_at, by=request.acting, **words
        )
        return redirect("adoption:receipt-detail", pk=pk, number=number, objection=objection.pk)
    context = page_of(request, silence, form=form, face=queries.procedure(request.acting, silence).face)
    return render(request, "adoption/break_form.html", context, status=form_status(form))
