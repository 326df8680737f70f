"""The clearance chain of a delegation, and what its seats say of the drafts of an answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.review import rules, services
from papers.review.forms import ChainForm, ClearanceForm
from papers.review.queries import clearing
from papers.review.views.steps import seen, typed
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, recorded


@reads_and_sends
def chain(request):
    """Which posts of the own delegation clear its answers, in which order."""
    rules.can_see_chain.require(request.acting, None)
    page = clearing.chain_page(request.acting)
    initial = {f"seat_{step.place}": str(step.seat_id) for step in page["steps"]}
    form = ChainForm(typed(request), seats=page["seats"], initial=initial)
    if request.method == "POST":
        rules.can_set_chain.require(request.acting, request.acting.delegation)
    if form.is_valid() and _set(form, by=request.acting):
        messages.success(request, _("Kept. It holds for every answer that is not released yet."))
        return redirect("review:chain")
    return render(request, "review/chain_form.html", {**page, "form": form}, status=form_status(form))


@reads_and_sends
def clearance(request, pk, number):
    """The drafts for a round as the clearing seats read them, and what each of them says."""
    round = seen(request, pk, number)
    rules.can_see_clearance.require(request.acting, round)
    page = clearing.clearance_page(request.acting, round)
    if request.method == "POST":
        rules.can_clear.require(request.acting, page["chain"])
    form = ClearanceForm(typed(request), initial={"digest": page["chain"].digest})
    if form.is_valid() and recorded(form, services.give_clearance, round, by=request.acting):
        messages.success(request, _("Noted, within your delegation."))
        return redirect("review:clearance", pk=pk, number=number)
    if form.is_bound:  # what is shown beside the refusal is what may be cleared next
        form.data = {**form.data.dict(), "digest": page["chain"].digest}
    return render(request, "review/clearance.html", {**page, "form": form}, status=form_status(form))


def _set(form, *, by):
    try:
        services.set_chain(form.chosen, by=by)
    except BadInput as fault:
        form.add_error(None, str(fault.sentence))
        return False
    return True
