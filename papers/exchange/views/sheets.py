"""Tables from outside: given, looked at row by row, taken over."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.drafting import levels, rules
from papers.drafting.access import allowed
from papers.exchange import queries, services
from papers.exchange.forms import ChoiceForm, FiguresForm, SheetForm, TakeForm
from papers.implementation.models import Recommendation
from papers.implementation.rules import can_give_figures
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@reads_and_sends
def sheet_add(request):
    """Bring a table; nothing is taken over before its rows were looked at."""
    rules.can_begin_list.require(request.acting, None)
    form = SheetForm(
        request.POST or None,
        request.FILES or None,
        acting=request.acting,
        language=request.LANGUAGE_CODE,
        paper=request.GET.get("paper"),
    )
    sheet = _received(form, by=request.acting) if form.is_valid() else None
    if sheet is not None:
        return redirect("exchange:sheet-detail", pk=sheet.pk)
    return render(request, "exchange/sheet_form.html", {"form": form}, status=form_status(form))


@reads_and_sends
def figures_add(request, pk):
    """Bring a series for what one reports on; its rows are looked at first, as with any table."""
    recommendation = visible_or_404(Recommendation.objects.select_related("paper"), request.acting, pk=pk)
    can_give_figures.require(request.acting, recommendation)
    form = FiguresForm(request.POST or None, request.FILES or None)
    receive = partial(services.receive_figures, recommendation)
    sheet = _received(form, by=request.acting, receive=receive) if form.is_valid() else None
    if sheet is not None:
        return redirect("exchange:sheet-detail", pk=sheet.pk)
    context = {"form": form, "recommendation": recommendation}
    return render(request, "exchange/figures_form.html", context, status=form_status(form))


@reads_and_sends
def sheet_detail(request, pk):
    """What becomes of each row; once taken over, what became of it."""
    sheet = visible_or_404(queries.every_sheet(), request.acting, pk=pk)
    if sheet.run is not None:
        context = {"sheet": sheet, **_kept(request, sheet.run.paper), **queries.taken(sheet)}
        return render(request, "exchange/sheet_taken.html", context)
    choosing = request.method == "POST" and "take" not in request.POST
    form = ChoiceForm(request.POST if choosing else None, sheet=sheet)
    take = TakeForm(request.POST if "take" in request.POST else None)
    if choosing and form.is_valid():
        services.choose(sheet, by=request.acting, **form.facts())
        return redirect("exchange:sheet-detail", pk=pk)
    if take.is_valid() and recorded(take, services.take_over, sheet, by=request.acting):
        messages.success(request, _("The rows are taken over."))
        return redirect("exchange:sheet-detail", pk=pk)
    context = {"sheet": sheet, "form": form, "take": take, **queries.preview(sheet, request.acting)}
    context |= _kept(request, sheet.paper)
    status = max(form_status(form), form_status(take))
    return render(request, "exchange/sheet_detail.html", context, status=status)


def _kept(request, paper):
    """Whether its reader sees the whole list, and keeps it."""
    seen = paper is None or allowed(request.acting, levels.VIEW, paper)
    return {"list_seen": seen, "keeps_list": rules.can_begin_list(request.acting, None)}


def _received(form, *, by, receive=services.receive):
    given = dict(form.cleaned_data)
    file = given.pop("file")
    try:
        return receive(name=file.name, data=file.read(), by=by, **given)
    except BadInput as refused:
        form.add_error("file", refused.sentence)
        return None
