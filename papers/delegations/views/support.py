"""Access for support: asked for by platform administrators, let in, refused and ended by the delegation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.delegations import forms, rules, services
from papers.delegations.models import SupportAccess
from papers.delegations.views.confirming import is_it_you
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def support_list(request):
    """Who asked to be let in, who is in now, and who was; platform administrators ask here."""
    acting, form = request.acting, None
    if request.method == "POST" or rules.can_ask_for_support(acting, None):
        rules.can_ask_for_support.require(acting, None)
        form = forms.SupportForm(request.POST or None, acting=acting)
        if form.is_valid():
            support = services.ask_for_support(**form.cleaned_data, by=acting)
            messages.success(request, _("The delegation is asked, and told at once."))
            return redirect("delegations:support-detail", pk=support.pk)
    lines = SupportAccess.objects.visible_to(acting).for_list()[:100]
    context = {"form": form, "lines": lines}
    return render(
        request, "delegations/support_list.html", context, status=form_status(form) if form else 200
    )


@reads_and_sends
@is_it_you("admit")
def support_detail(request, pk):
    """One request with its reason; the delegation lets in, refuses and ends it here."""
    support = visible_or_404(SupportAccess.objects.for_list(), request.acting, pk=pk)
    if request.method == "POST":
        messages.success(request, _answer(support, request.POST.get("answer"), by=request.acting))
        return redirect("delegations:support-list")
    context = {
        "support": support,
        "may_admit": support.is_asked and rules.can_admit_support(request.acting, support),
        "may_end": support.is_open and rules.can_end_support(request.acting, support),
        "reads_record": rules.can_read_record(request.acting, support.delegation),
    }
    return render(request, "delegations/support_detail.html", context)


def _answer(support, answer, *, by):
    """Carry out what was chosen; anything but “admit” ends it."""
    if answer == "admit":
        services.admit_support(support, by=by)
        return _("Support is let in. It ends by itself, or as soon as you end it.")
    services.end_support(support, by=by)
    return _("Support is ended: the next request is refused.")
