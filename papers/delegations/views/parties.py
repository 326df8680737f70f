"""The consulted parties that the reader may know of, and entering another."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.delegations import forms, rules, services
from papers.delegations.models import Delegation
from papers.shared.http import form_status, reads_and_sends, recorded


@reads_and_sends
def party_list(request):
    """The parties known to the reader's post; the chair and the secretary enter others here."""
    rules.can_see_parties.require(request.acting, None)
    may_register = rules.can_register_party(request.acting, None)
    typed = request.POST if request.method == "POST" else None
    form = forms.PartyForm(typed) if may_register else None
    if request.method == "POST":
        rules.can_register_party.require(request.acting, None)
        if form.is_valid() and recorded(form, services.register_party, by=request.acting):
            messages.success(request, _("The party is entered, and its person is invited."))
            return redirect("delegations:party-list")
    parties = Delegation.objects.parties_known_to(request.acting).select_related("custodian__delegation")
    context = {"parties": parties, "form": form}
    return render(request, "delegations/party_list.html", context, status=form_status(form) if form else 200)
