"""Open text: the brackets of a paper, what delegations want of them, and settling one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting.models import Paper
from papers.review import rules, services
from papers.review.forms.brackets import SettleForm, WishForm
from papers.review.queries import brackets
from papers.review.views.steps import taken
from papers.shared.http import visible_or_404


@require_safe
def bracket_list(request, pk):
    """Every open bracket of the current revision, with what is said of it."""
    return _page(request, _paper(request, pk))


@require_POST
def bracket_wish(request, pk):
    """Say for one's delegation what is to become of words in brackets."""
    paper = _paper(request, pk)
    rules.can_wish.require(request.acting, paper)
    form = WishForm(request.POST)
    if form.is_valid() and taken(form, services.say_of_bracket, paper, by=request.acting):
        messages.success(request, _("Recorded; everyone who reads this revision sees it."))
        return redirect("review:bracket-list", pk=pk)
    return _page(request, paper, sent=form)


@require_POST
def bracket_settle(request, pk):
    """Let the words of a bracket stay or go in the working text."""
    paper = _paper(request, pk)
    rules.can_settle.require(request.acting, paper)
    form = SettleForm(request.POST)
    if form.is_valid() and taken(form, services.settle_bracket, paper, by=request.acting):
        messages.success(request, _("Settled in the working text; the next revision shows it."))
        return redirect("review:bracket-list", pk=pk)
    return _page(request, paper, sent=form)


def _paper(request, pk):
    return visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)


def _page(request, paper, sent=None):
    asked = {name: request.GET.get(name, "") for name in ("delegation", "why")}
    context = brackets.open_text(request.acting, paper, **asked)
    for line in context["lines"]:
        own = {"wish": line.own.wish, "why": line.own.why, "words": line.own.words} if line.own else {}
        is_sent = isinstance(sent, WishForm) and sent.data.get("bracket") == line.name
        line.form = (
            sent if is_sent else WishForm(initial={"bracket": line.name, **own}, auto_id=f"{line.name}-%s")
        )
    context["refused"] = sent if isinstance(sent, SettleForm) else None
    return render(request, "review/bracket_list.html", context, status=422 if sent else 200)
