"""What the chair does: place, extend, cancel, resume, take note."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.adoption import queries, rules, services
from papers.adoption.forms import CancelForm, ExtendForm, PlaceForm, ResumeForm, rounded_up
from papers.adoption.views.finding import objection_or_404, page_of, silence_or_404
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def silence_place(request, pk):
    """First what placing would do, then the confirmation, then the act."""
    paper = visible_or_404(Paper.objects.select_related("lead", "body", "current"), request.acting, pk=pk)
    rules.can_place.require(request.acting, paper)
    preview = queries.preview(request.acting, paper)
    form = PlaceForm(request.POST or None, preview=preview, now=request.received_at)
    valid = form.is_valid()
    if valid and "confirmed" in request.POST:
        silence = services.place(paper, **form.cleaned_data, by=request.acting)
        messages.success(request, _("The text is under silence, and the whole roll has been told."))
        return redirect("adoption:silence-detail", pk=pk, number=silence.number)
    head = head_of(request.acting, paper, "adoption")
    context = {"paper": paper, "head": head, "preview": preview, "form": form, "confirming": valid}
    return render(request, "adoption/silence_form.html", context, status=form_status(form))


@reads_and_sends
def silence_extend(request, pk, number):
    """More time, before the old time has passed."""
    silence = silence_or_404(request, pk, number)
    rules.can_extend.require(request.acting, silence)
    suggested = rounded_up(silence.expires_at, hours=24)
    form = ExtendForm(request.POST or None, initial={"new_expiry": suggested})
    if form.is_valid():
        services.extend(silence, **form.cleaned_data, received_at=request.received_at, by=request.acting)
        return redirect("adoption:silence-detail", pk=pk, number=number)
    return _form(request, silence, form, act="extend")


@reads_and_sends
def silence_cancel(request, pk, number):
    """End the procedure without a result."""
    silence = silence_or_404(request, pk, number)
    rules.can_cancel.require(request.acting, silence)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        services.cancel(silence, **form.cleaned_data, received_at=request.received_at, by=request.acting)
        return redirect("adoption:silence-detail", pk=pk, number=number)
    return _form(request, silence, form, act="cancel")


@reads_and_sends
def silence_resume(request, pk, number):
    """Let a suspended procedure run again, with a new expiry."""
    silence = silence_or_404(request, pk, number)
    rules.can_resume.require(request.acting, silence)
    earliest = queries.earliest_resumption(silence, request.received_at)
    form = ResumeForm(request.POST or None, initial={"new_expiry": rounded_up(earliest, hours=0)})
    if form.is_valid():
        services.resume(silence, **form.cleaned_data, by=request.acting)
        return redirect("adoption:silence-detail", pk=pk, number=number)
    return _form(request, silence, form, act="resume", earliest=earliest)


@require_POST
def objection_note(request, pk, number, objection):
    """The chair has read an objection that changed nothing."""
    found = objection_or_404(request, pk, number, objection)
    services.take_note(found, by=request.acting)
    return redirect("adoption:silence-detail", pk=pk, number=number)


def _form(request, silence, form, **context):
    page = page_of(request, silence, form=form, **context)
    return render(request, "adoption/silence_change_form.html", page, status=form_status(form))
