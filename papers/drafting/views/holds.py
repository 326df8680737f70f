"""Working on a section: who does, saying so, letting it go."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.drafting import holding, rules
from papers.drafting.forms import HoldForm
from papers.drafting.heads import head_of
from papers.drafting.live import log
from papers.drafting.models import Paper, SectionHold
from papers.drafting.queries import holds, working
from papers.drafting.sections import sections
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def hold_list(request, pk):
    """The sections that are being worked on, and saying that one is; for the editor the list alone."""
    paper = _open(request, pk)
    if request.htmx:
        return render(request, "drafting/hold_list.html#holds", _context(request, paper))
    document = working.parsed(log.current(paper.working).text, brackets=paper.brackets)
    form = HoldForm(request.POST if request.method == "POST" else None, sections=sections(document))
    if request.method == "POST":
        rules.can_hold.require(request.acting, paper)
    if form.is_valid():
        held = holding.hold(paper, **form.cleaned_data, by=request.acting)
        _say(request, held)
        return redirect("drafting:working-edit", pk=pk)
    refusal = rules.can_hold.why_not(request.acting, paper)
    context = {**_context(request, paper, document), "form": form, "refusal": refusal}
    return render(request, "drafting/hold_list.html", context, status=form_status(form))


@require_POST
def hold_release(request, pk, hold_pk):
    """Let a section go."""
    held = visible_or_404(SectionHold.objects.select_related("paper"), request.acting, pk=hold_pk, paper=pk)
    holding.release(held, by=request.acting)
    messages.success(request, _("The section is free again."))
    return redirect("drafting:hold-list", pk=pk)


def _open(request, pk):
    papers = Paper.objects.for_list().select_related("working")
    paper = visible_or_404(papers, request.acting, pk=pk)
    rules.can_read_working.require(request.acting, paper)
    return paper


def _context(request, paper, document=None):
    return {
        "paper": paper,
        "holds": holds.standing(request.acting, paper, document),
        "head": head_of(request.acting, paper, "text"),
    }


def _say(request, held):
    names = ", ".join(f"{one.delegation} ({one.person})" for one in holds.others(request.acting, held))
    if names:
        words = _(
            "Others see that you work on “%(section)s”. So do already: %(names)s. Agree who writes what."
        )
        messages.warning(request, words % {"section": held.heading, "names": names})
    else:
        messages.success(request, _("Others see that you work on “%(section)s”.") % {"section": held.heading})
