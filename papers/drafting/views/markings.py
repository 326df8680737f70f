"""To whom the passages of a paper are released: seen, previewed, changed by those who decide on it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from papers.drafting import narrowing, rules
from papers.drafting.forms import MarkingForm
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.queries import markings
from papers.shared.http import visible_or_404


@require_safe
def marking_list(request, pk):
    """The passages with who has them, and the form to change it."""
    paper, lines, form = _asked(request, pk)
    return _page(request, paper, lines, form)


@require_POST
def marking_preview(request, pk):
    """Who would lose or gain a passage, and who has had a copy, before anything is changed."""
    paper, lines, form = _asked(request, pk)
    if not form.is_valid():
        return _page(request, paper, lines, form, status=422)
    made = narrowing.plan(paper, form.wish, by=request.acting)
    if not made.changes:
        messages.info(request, _("The passages are released so already. Nothing was changed."))
        return redirect("drafting:marking-list", pk=pk)
    context = {
        "paper": paper,
        "wish": form.wish,
        "kept": form.kept,
        "head": head_of(request.acting, paper, "access"),
    }
    context["preview"] = markings.previewed(paper, made, lines)
    return render(request, "drafting/marking_confirm.html", context)


@require_POST
def marking_set(request, pk):
    """Change to whom passages are released, as it was previewed."""
    paper, lines, form = _asked(request, pk)
    if not form.is_valid():
        return _page(request, paper, lines, form, status=422)
    made = narrowing.mark(paper, form.wish, by=request.acting)
    n = len(made.changes)
    done = ngettext(
        "The release of %(n)d passage is changed.", "The release of %(n)d passages is changed.", n
    )
    messages.success(request, done % {"n": n})
    return redirect("drafting:marking-list", pk=pk)


def _asked(request, pk):
    paper = visible_or_404(Paper.objects.select_related("lead", "body", "current"), request.acting, pk=pk)
    rules.can_see_markings.require(request.acting, paper)
    lines = markings.passages_of(request.acting, paper)
    sent = request.POST if request.method == "POST" else None
    return paper, lines, MarkingForm(sent, passages=lines, delegations=markings.choosable(paper))


def _page(request, paper, lines, form, status=200):
    context = {
        "paper": paper,
        "lines": [one for one in lines if one.marking],
        "form": form,
        "why_not": rules.can_narrow.why_not(request.acting, paper),
        "head": head_of(request.acting, paper, "access"),
    }
    return render(request, "drafting/marking_list.html", context, status=status)
