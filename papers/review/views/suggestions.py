"""Suggesting in the text: a passage is typed over where it stands, and kept among the delegation's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.drafting.projection import for_reader
from papers.review import passages, rules, services
from papers.review.forms import SuggestionForm
from papers.review.models import Suggestion
from papers.review.queries import suggestions
from papers.review.views.steps import seen, typed
from papers.shared.http import form_status, reads_and_sends, recorded, render_fragment, visible_or_404

TEMPLATE = "review/suggestion_form.html"


@reads_and_sends
def suggestion_edit(request, pk, number):
    """Type over a passage; without one, choose one first. A page that saves by itself is told what is kept."""
    round = seen(request, pk, number)
    rules.can_comment.require(request.acting, round)
    names = passages.named(for_reader(round.revision, request.acting).block_map)
    chosen = names.get(_block(request))
    page = suggestions.suggestion_page(request.acting, round, chosen)
    if chosen is None and request.method == "GET":
        return render(request, TEMPLATE, {**page, "choices": names.values()})
    form = SuggestionForm(typed(request), passages=names, initial=_begins(page))
    if form.is_valid() and _kept(form, round, request.acting):
        return _answer(request, round, chosen, form)
    if form.is_bound:
        form.shown_again(page["kept"].suggestion.version if page["kept"] else 0)
    part = "suggested" if form.is_bound else "suggesting"
    return render_fragment(request, TEMPLATE, part, {**page, "form": form}, form_status(form))


@require_POST
def suggestion_remove(request, pk, number, suggestion):
    """Take a suggestion away."""
    services.remove_suggestion(_own(request, pk, number, suggestion), by=request.acting)
    if request.htmx:
        return HttpResponse(status=204)
    messages.success(request, _("The suggestion is removed."))
    return redirect("review:note-list", pk=pk)


@require_POST
def suggestion_put_forward(request, pk, number, suggestion):
    """Record a suggestion as amendments now, before the rest of the answer."""
    released = services.put_forward(_own(request, pk, number, suggestion), by=request.acting)
    said = _("Put forward, amendments: %(n)d. Until the close only your delegation sees them.")
    messages.success(request, said % {"n": released.released_as.count()})
    return redirect("review:amendment-list", pk=pk, number=number)


def _kept(form, round, acting):
    """Whether the centre kept what was typed, be it that nothing is left to keep."""
    recorded(form, services.keep_suggestion, round, by=acting)
    return not form.errors


def _answer(request, round, passage, form):
    if request.htmx:
        page = suggestions.suggestion_page(request.acting, round, passage)
        return render_fragment(request, TEMPLATE, "suggested", {**page, "form": form})
    messages.success(
        request, _("Kept among your delegation’s own. Nobody else sees it before it is put forward.")
    )
    return redirect("review:note-list", pk=round.paper_id)


def _begins(page):
    """The passage as it was last kept, else as it stands."""
    kept, passage = page["kept"], page["passage"]
    if kept:
        one = kept.suggestion
        return {"block": passage.id, "wanted": one.wanted, "reason": one.reason, "seen": one.version}
    return {"block": passage.id if passage else "", "wanted": passage.words if passage else "", "seen": 0}


def _block(request):
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("block", "").removeprefix("b-")


def _own(request, pk, number, suggestion):
    related = Suggestion.objects.select_related("round__revision", "round__paper__lead", "delegation")
    return visible_or_404(related, request.acting, pk=suggestion, round__paper=pk, round__number=number)
