"""The rules of procedure of a body."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.delegations import rules, services
from papers.delegations.forms import RulesForm
from papers.delegations.models import Body
from papers.delegations.queries.procedure import SETTINGS, rules_page
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@reads_and_sends
def rules_detail(request, code):
    """The rules in force, those that held before, and the form to change them by a decision."""
    body = visible_or_404(Body, request.acting, code=code)
    page = rules_page(request.acting, body, request.acting.at)
    if request.method == "POST":
        rules.can_change_rules.require(request.acting, body)
    typed = request.POST if request.method == "POST" else None
    form = RulesForm(typed, initial=forms.model_to_dict(page["current"], SETTINGS))
    if form.is_valid() and recorded(form, services.change_rules, body, by=request.acting):
        messages.success(
            request, _("In force from now on. What has begun goes on under the rules it began under.")
        )
        return redirect("delegations:rules-detail", code=code)
    return render(request, "delegations/rules_detail.html", {**page, "form": form}, status=form_status(form))
