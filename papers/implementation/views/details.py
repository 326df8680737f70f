"""Acts on what hangs on a recommendation: an action of its plan, what is in the way, its criteria, a link."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.implementation import forms, rules, services
from papers.implementation.models import Action, Blocker, Criteria, Letter, RecommendationLink
from papers.implementation.views.acts import recorded
from papers.implementation.views.files import handed_out
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def action_step(request, pk):
    """Say where an action stands."""
    action = visible_or_404(Action.objects.select_related("recommendation__paper"), request.acting, pk=pk)
    rules.can_plan.require(request.acting, action.recommendation)
    form = forms.StepForm(request.POST or None, action=action, acting=request.acting)
    if form.is_valid() and recorded(form, services.step_action, action, form.cleaned_data, request.acting):
        return _done(request, action.recommendation, _("It is recorded where the action stands."))
    act = {"title": _("Say where the action stands"), "submit": _("Record it"), "about": action.what}
    return _page(request, action.recommendation, form, act)


@reads_and_sends
def blocker_end(request, pk):
    """Say that something is not in the way any more."""
    blocker = visible_or_404(Blocker.objects.select_related("recommendation__paper"), request.acting, pk=pk)
    rules.can_plan.require(request.acting, blocker.recommendation)
    form = forms.UnblockForm(request.POST or None, initial={"until": timezone.localdate()})
    if form.is_valid() and recorded(form, services.unblock, blocker, form.cleaned_data, request.acting):
        return _done(request, blocker.recommendation, _("It is recorded as cleared."))
    about = f"{blocker.get_kind_display()}: {blocker.text}"
    act = {"title": _("Say that it is cleared"), "submit": _("Record it"), "about": about}
    return _page(request, blocker.recommendation, form, act)


@reads_and_sends
def criteria_decide(request, pk):
    """Agree to proposed criteria or refuse them."""
    criteria = visible_or_404(
        Criteria.objects.select_related("recommendation__paper", "verifier"), request.acting, pk=pk
    )
    rules.can_decide_criteria.require(request.acting, criteria)
    form = forms.AgreeForm(request.POST or None)
    if form.is_valid() and recorded(
        form, services.decide_criteria, criteria, form.cleaned_data, request.acting
    ):
        return _done(request, criteria.recommendation, _("The answer is recorded."))
    verifier = criteria.verifier.name if criteria.verifier else _("nobody is agreed")
    about = f"{criteria.text}\n\n{_('Who verifies it')}: {verifier}"
    act = {"title": _("Answer the criteria"), "submit": _("Record the answer"), "about": about}
    return _page(request, criteria.recommendation, form, act)


@reads_and_sends
def letter_decide(request, pk):
    """Confirm a letter as it was entered, or refuse it."""
    letters = Letter.objects.select_related("recommendation__paper", "delegation", "by")
    letter = visible_or_404(letters, request.acting, pk=pk)
    rules.can_decide_letter.require(request.acting, letter)
    form = forms.ConfirmForm(request.POST or None)
    if form.is_valid() and recorded(form, services.decide_letter, letter, form.cleaned_data, request.acting):
        return _done(request, letter.recommendation, _("The decision is recorded."))
    context = {"letter": letter, "recommendation": letter.recommendation, "form": form}
    return render(request, "implementation/letter_form.html", context, status=form_status(form))


@require_safe
def letter_file(request, pk):
    """The letter itself, to those who confirm how it was entered."""
    letter = visible_or_404(Letter.objects.select_related("blob"), request.acting, pk=pk)
    return handed_out(letter.blob, letter.title)


@reads_and_sends
def link_end(request, pk):
    """End a link, saying why."""
    links = RecommendationLink.objects.select_related("a__paper", "b")
    link = visible_or_404(links, request.acting, pk=pk)
    rules.can_link.require(request.acting, link.a)
    form = forms.ReopenForm(request.POST or None, recommendation=link.a, acting=request.acting)
    if form.is_valid() and recorded(form, services.unlink, link, form.facts(), request.acting):
        return _done(request, link.a, _("The link is ended."))
    act = {"title": _("End the link"), "submit": _("End the link"), "stop": True, "about": link.reason}
    return _page(request, link.a, form, act)


def _done(request, recommendation, said):
    messages.success(request, said)
    return redirect("implementation:recommendation-detail", pk=recommendation.pk)


def _page(request, recommendation, form, act):
    context = {"recommendation": recommendation, "form": form, "act": act}
    return render(request, "implementation/recommendation_form.html", context, status=form_status(form))
