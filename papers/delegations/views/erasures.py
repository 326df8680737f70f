"""Requests for erasure: entered by platform administrators, confirmed by the access administrator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.delegations import forms, queries, rules, services
from papers.delegations.models import Erasure
from papers.delegations.views.confirming import is_it_you
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def erasure_list(request):
    """Requests for erasure, and a new one."""
    rules.can_see_erasures.require(request.acting, None)
    if request.method == "POST":
        rules.can_ask_for_erasure.require(request.acting, None)
    form = forms.ErasureForm(request.POST or None)
    if form.is_valid():
        facts = {"reference": form.cleaned_data["reference"], "by": request.acting}
        erasure = services.ask_for_erasure(form.cleaned_data["email"], **facts)
        return redirect("delegations:erasure-detail", pk=erasure.pk)
    context = {
        "form": form if rules.can_ask_for_erasure(request.acting, None) else None,
        "lines": Erasure.objects.visible_to(request.acting).for_list()[:100],
    }
    return render(request, "delegations/erasure_list.html", context, status=form_status(form))


@reads_and_sends
@is_it_you("erase")
def erasure_detail(request, pk):
    """What would go and what stays; a second person confirms or declines."""
    erasure = visible_or_404(Erasure.objects.for_list(), request.acting, pk=pk)
    if request.method == "POST":
        confirms = request.POST.get("answer") == "erase"
        settle = services.confirm_erasure if confirms else services.decline_erasure
        settle(erasure, by=request.acting)
        messages.success(
            request, _("The person is a pseudonym now.") if confirms else _("The request is declined.")
        )
        return redirect("delegations:erasure-list")
    context = {
        "erasure": erasure,
        "preview": queries.preview_of(erasure.user),
        "may_confirm": not erasure.settled_at and rules.can_confirm_erasure(request.acting, erasure),
    }
    return render(request, "delegations/erasure_detail.html", context)
