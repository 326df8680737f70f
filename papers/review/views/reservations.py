"""Reservations: those of a paper, entered, lifted, and the register over all papers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.drafting.heads import head_of
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.drafting.projection import for_reader
from papers.review import passages, rules, services
from papers.review.forms import LiftForm, RegisterForm, ReservationForm
from papers.review.models import Reservation
from papers.review.queries import reservations
from papers.review.views.steps import taken, typed
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@require_safe
def reservation_list(request, pk):
    """The reservations on a paper, with what each means."""
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    return render(request, "review/reservation_list.html", reservations.of_paper(request.acting, paper))


@reads_and_sends
def reservation_add(request, pk):
    """Enter a reservation in the delegation's name."""
    paper = visible_or_404(Paper.objects.for_list().select_related("current"), request.acting, pk=pk)
    rules.can_reserve.require(request.acting, paper)
    names = passages.named(for_reader(paper.current, request.acting).block_map)
    silent = paper.stage == Stage.SILENCE
    form = ReservationForm(typed(request), passages=names, silent=silent, initial=request.GET.dict())
    if form.is_valid() and taken(form, services.enter_reservation, paper, by=request.acting):
        messages.success(request, _("The reservation is entered; the chair is told."))
        return redirect("review:reservation-list", pk=pk)
    context = {
        "paper": paper,
        "form": form,
        "head": head_of(request.acting, paper, "review"),
        "silent": silent,
    }
    return render(request, "review/reservation_form.html", context, status=form_status(form))


@reads_and_sends
def reservation_lift(request, pk, reservation):
    """Lift an own reservation, for a reason."""
    found = Reservation.objects.for_list().select_related("paper__lead", "paper__body", "paper__current")
    reservation = visible_or_404(found, request.acting, pk=reservation, paper=pk)
    rules.can_lift.require(request.acting, reservation)
    form = LiftForm(typed(request))
    if form.is_valid() and taken(form, services.lift_reservation, reservation, by=request.acting):
        messages.success(request, _("The reservation is lifted; it stays in the history."))
        return redirect("review:reservation-list", pk=pk)
    context = {"paper": reservation.paper, "reservation": reservation, "form": form}
    context["head"] = head_of(request.acting, reservation.paper, "review")
    return render(request, "review/reservation_lift.html", context, status=form_status(form))


@require_safe
def reservation_register(request):
    """All reservations that this person may see, over all papers."""
    form = RegisterForm(request.GET)
    page = reservations.register(request.acting, **form.wanted)
    return render(request, "review/reservation_register.html", {**page, "form": form})
