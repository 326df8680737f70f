"""Pages about how delegations take part that need more than one slice: who is quiet, and what was left open."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.delegations import forms as delegation_forms
from papers.delegations import services as delegations
from papers.delegations.models import Delegation, Grounds
from papers.delegations.rules import can_propose_change
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404
from portal import participation, services
from portal.forms import SettleForm
from portal.rules import can_see_left_open, can_see_quiet


@require_safe
def quiet_list(request):
    """Delegations that have done nothing for longer than the rules of their bodies allow."""
    can_see_quiet.require(request.acting, None)
    context = {"lines": participation.quiet(request.acting)}
    return render(request, "portal/quiet_list.html", context)


@reads_and_sends
def change_propose(request, code):
    """Propose how a delegation is to take part; it is told and may reply."""
    delegation = visible_or_404(Delegation.objects.seated().with_state(), request.acting, code=code)
    can_propose_change.require(request.acting, delegation)
    is_own = delegation.pk == request.acting.delegation.pk
    last = None if is_own else participation.last_act(request.acting, delegation.pk).first()
    form = delegation_forms.ChangeForm(
        request.POST or None, now=delegation.state, is_own=is_own,
        initial={"state": "dormant", "grounds": Grounds.INACTIVITY},
    )  # fmt: skip
    facts = {"quiet_since": last.at if last else None, "by": request.acting}
    if form.is_valid() and recorded(form, delegations.propose_change, delegation, **facts):
        messages.success(request, _("The proposal is on the record, and the delegation is told."))
        return redirect("delegations:participation-detail", code=code)
    context = {"delegation": delegation, "form": form, "is_own": is_own, "last": last}
    return render(request, "portal/change_form.html", context, status=form_status(form))


@require_safe
def left_open(request, code):
    """What a delegation that does not take part left open, to be settled one by one."""
    left = _left(request, code)
    return render(request, "portal/left_open.html", {"left": left})


@reads_and_sends
def left_open_settle(request, code, target):
    """Settle one thing that a delegation left open."""
    left = _left(request, code)
    item = next((one for one in left.items if one.target.pk == target and one.may_settle), None)
    if item is None:
        raise Http404
    form = SettleForm(request.POST or None, item=item, acting=request.acting)
    if form.is_valid() and recorded(form, services.settle, left, item, by=request.acting):
        messages.success(request, _("It is settled; the reason stands on the record."))
        return redirect("portal:left-open", code=code)
    context = {"left": left, "item": item, "form": form}
    return render(request, "portal/left_open_form.html", context, status=form_status(form))


def _left(request, code):
    delegation = visible_or_404(Delegation.objects.seated(), request.acting, code=code)
    can_see_left_open.require(request.acting, delegation)
    return participation.left_open(request.acting, delegation)
