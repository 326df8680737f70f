"""When a delegation's capital, or the centre, works: its weekend, its holidays, and what a library proposes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.delegations import forms, rules, services
from papers.delegations.models import Delegation, Holiday
from papers.delegations.queries import calendar_page
from papers.shared.http import recorded, visible_or_404


@require_safe
def calendar_detail(request, code):
    """The working days of a delegation's capital, or of the centre."""
    delegation = visible_or_404(Delegation, request.acting, code=code)
    return _page(request, delegation)


@require_POST
def weekend_set(request, code):
    """Set which days of the week are free, from a day on."""
    delegation = _settable(request, code)
    form = forms.WeekendForm(request.POST)
    if form.is_valid() and recorded(form, services.set_weekend, delegation, by=request.acting):
        messages.success(
            request, _("The weekend is set. Deadlines that were set before stay where they are.")
        )
        return redirect("delegations:calendar-detail", code=code)
    return _page(request, delegation, status=422, weekend_form=form)


@require_POST
def holidays_add(request, code):
    """Add a holiday, or those chosen from what is proposed."""
    delegation = _settable(request, code)
    form = forms.HolidaysForm(request.POST)
    facts = {"by": request.acting}
    if form.is_valid() and recorded(form, services.add_holidays, delegation, **facts) is not None:
        messages.success(request, _("The holidays are in the calendar."))
        return redirect("delegations:calendar-detail", code=code)
    return _page(request, delegation, status=422, holiday_form=form)


@require_POST
def holiday_remove(request, code, pk):
    """Make a holiday a working day again."""
    holiday = visible_or_404(
        Holiday.objects.select_related("delegation"), request.acting, pk=pk, delegation__code=code
    )
    services.remove_holiday(holiday, by=request.acting)
    messages.success(request, _("It is a working day again."))
    return redirect("delegations:calendar-detail", code=code)


def _settable(request, code):
    delegation = visible_or_404(Delegation, request.acting, code=code)
    rules.can_set_calendar.require(request.acting, delegation)
    return delegation


def _page(request, delegation, *, status=200, **bound):
    may_set = rules.can_set_calendar(request.acting, delegation)
    asked = forms.ProposalForm(request.GET if "country" in request.GET else None)
    proposal = asked.proposal if may_set and asked.is_valid() else None
    context = {
        **calendar_page(delegation, request.acting.at), "may_set": may_set, "proposal_form": asked,
        "proposal": proposal, "holiday_form": forms.HolidaysForm(),
        "weekend_form": forms.WeekendForm(initial=forms.weekend_of(proposal)), **bound,
    }  # fmt: skip
    return render(request, "delegations/calendar_detail.html", context, status=status)
