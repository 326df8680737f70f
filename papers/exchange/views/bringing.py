"""What a delegation brings to a round as a file: a sheet to fill in, what becomes of its lines, taken over."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.exchange import bringing, grounds, queries, services
from papers.exchange.forms import AuthorsForm, BringForm, ColumnsForm, TakeForm
from papers.exchange.models import FileKind
from papers.review import export
from papers.review.models import NationalNote, Round
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, recorded, sheet_response, visible_or_404


@reads_and_sends
def brought_add(request, pk, number):
    """Bring a filled sheet; nothing is taken over before its lines were looked at."""
    round = _round(request, pk, number)
    bringing.rule_for(round).require(request.acting, round)
    form = BringForm(*_sent(request))
    brought = _brought(form, round, by=request.acting) if form.is_valid() else None
    if brought is not None:
        return redirect("exchange:brought-detail", pk, number, brought.pk)
    context = {**queries.frame(request.acting, round), "form": form}
    return render(request, "exchange/brought_form.html", context, status=form_status(form))


@reads_and_sends
def brought_detail(request, pk, number, brought):
    """What becomes of each line; once taken over, what became of it."""
    held = visible_or_404(
        queries.every_brought(), request.acting, pk=brought, round__paper=pk, round__number=number
    )
    context = {"brought": held, **queries.frame(request.acting, held.round)}
    if held.taken_at is not None:
        return render(request, "exchange/brought_taken.html", {**context, **queries.taken_brought(held)})
    form, take = _forms(request, held)
    if _is_done(request, held, form, take):
        return redirect("exchange:brought-detail", pk, number, brought)
    context |= {"form": form, "take": take, **queries.preview_brought(request.acting, held)}
    status = max(form_status(form), form_status(take))
    return render(request, "exchange/brought_detail.html", context, status=status)


@require_safe
def sheet_to_fill(request, pk, number, kind):
    """A line for each passage under review, with the own drafts, to be filled in and brought back."""
    round = _round(request, pk, number)
    bringing.rule_for(round).require(request.acting, round)
    notes = NationalNote.objects.visible_to(request.acting).drafts().filter(revision=round.revision)
    head, lines = export.to_fill(
        round, grounds.passages_of(request.acting, round), notes.order_by("made_at", "pk")
    )
    name = f"{slugify(round.paper.symbol or round.paper.title)}-round-{round.number}-to-fill"
    return sheet_response(kind, name, head, lines)


def _round(request, pk, number):
    return visible_or_404(Round.objects.for_page(), request.acting, paper=pk, number=number)


def _sent(request):
    """What was sent, even if it is nothing at all; nothing while the form is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _forms(request, held):
    """The choice of columns or authors and the act, of which at most one was sent."""
    takes = "take" in request.POST
    choosing = request.POST if request.method == "POST" and not takes else None
    take = TakeForm(request.POST if takes else None)
    if held.kind == FileKind.WORD:
        return AuthorsForm(choosing, chosen=held.chosen), take
    form = ColumnsForm(
        choosing,
        columns=held.found["columns"],
        fields=bringing.fields_for(held.round),
        chosen=held.chosen["columns"],
    )
    return form, take


def _is_done(request, held, form, take):
    """Whether the choice was kept, or everything taken over."""
    if form.is_bound and form.is_valid():
        choose = services.choose_authors if held.kind == FileKind.WORD else services.choose_columns
        choose(held, by=request.acting, **form.facts())
        return True
    if (
        take.is_bound
        and take.is_valid()
        and recorded(take, services.take_over_brought, held, by=request.acting)
    ):
        messages.success(request, _("The rows are taken over."))
        return True
    return False


def _brought(form, round, *, by):
    file = form.cleaned_data["file"]
    try:
        return services.bring(round, file.name, file.read(), by=by)
    except BadInput as refused:
        form.add_error("file", refused.sentence)
        return None
