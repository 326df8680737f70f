"""How a delegation takes part: its periods, what is proposed, what it replied, and what was decided."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.delegations import forms, queries, rules, services
from papers.delegations.models import Delegation, ProposedChange
from papers.shared.http import recorded, visible_or_404


@require_safe
def participation_detail(request, code):
    """How a delegation takes part and took part, and what is proposed of it."""
    delegation = visible_or_404(Delegation.objects.seated(), request.acting, code=code)
    return _page(request, delegation)


@require_POST
def change_reply(request, code, pk):
    """What the delegation says of a proposed change."""
    change = _change(request, code, pk)
    rules.can_reply.require(request.acting, change)
    form = forms.ReplyForm(request.POST)
    if form.is_valid() and recorded(form, services.reply_to_change, change, by=request.acting):
        messages.success(
            request, _("Your reply is on the record. Whoever decides reads it beside the proposal.")
        )
        return redirect("delegations:participation-detail", code=code)
    return _page(request, change.delegation, status=422, reply_form=form)


@require_POST
def change_decide(request, code, pk):
    """Change how a delegation takes part, on a decision."""
    change = _change(request, code, pk)
    rules.can_decide.require(request.acting, change)
    form = forms.DecisionForm(request.POST)
    if form.is_valid() and recorded(form, services.decide_change, change, by=request.acting):
        messages.success(request, _("It holds from now on. The delegation is told."))
        return redirect("delegations:participation-detail", code=code)
    return _page(request, change.delegation, status=422, decision_form=form)


@require_POST
def change_drop(request, code, pk):
    """Let a proposal fall."""
    services.drop_change(_change(request, code, pk), by=request.acting)
    messages.success(request, _("The proposal is dropped. The delegation goes on as it is, and is told."))
    return redirect("delegations:participation-detail", code=code)


def _change(request, code, pk):
    changes = ProposedChange.objects.select_related("delegation")
    return visible_or_404(changes, request.acting, pk=pk, delegation__code=code)


def _page(request, delegation, *, status=200, **bound):
    context = {
        "page": queries.participation_page(request.acting, delegation),
        "reply_form": forms.ReplyForm(), "decision_form": forms.DecisionForm(), **bound,
    }  # fmt: skip
    return render(request, "delegations/participation_detail.html", context, status=status)
