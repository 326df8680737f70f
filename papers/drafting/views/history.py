"""Going back in the working text: its moments, one of them read or compared, named, brought back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting import history, rules
from papers.drafting.forms import MomentForm, RestoreForm
from papers.drafting.heads import head_of
from papers.drafting.live import log
from papers.drafting.models import Milestone, Paper, TextUpdate
from papers.drafting.queries import history as queries
from papers.shared.http import render_fragment, visible_or_404


@require_safe
def history_detail(request, pk):
    """The moments of the working text, and one of them: read, against the one before, or against now."""
    paper = _open(request, pk)
    asked = MomentForm(request.GET)
    moments = queries.history_of(request.acting, paper, at=asked.number("at"), until=asked.number("until"))
    working = log.current(paper.working)
    shown = queries.shown(paper, moments, working.text, asked.view_asked)
    context = {
        "paper": paper,
        "history": moments,
        "shown": shown,
        "version": working.version,
        "milestones": Milestone.objects.visible_to(request.acting).filter(paper=paper),
        "may_name": rules.can_name(request.acting, paper),
        "refusal": rules.can_edit.why_not(request.acting, paper),
        "head": head_of(request.acting, paper, "text"),
    }
    return render_fragment(request, "drafting/history_detail.html", "moment", context)


@require_POST
def milestone_name(request, pk):
    """Give a moment a name."""
    moment = _moment(request, _open(request, pk), "at")
    history.name_moment(moment, name=request.POST.get("name", ""), by=request.acting)
    messages.success(request, _("The moment has its name."))
    return redirect(f"{reverse('drafting:history-detail', args=[pk])}?at={moment.seq}")


@require_POST
def history_restore(request, pk):
    """Bring a moment back, the whole of it or the passages that were ticked, as a new change."""
    paper = _open(request, pk)
    moment, seen = _moment(request, paper, "at"), _moment(request, paper, "seen")
    form = RestoreForm(request.POST)
    saved = history.restore(moment, seen=seen, passages=form.passages(), by=request.acting)
    if saved.recovery:
        return redirect("drafting:recovery-detail", pk=saved.recovery.pk)
    messages.success(request, _("The words are back in the text, as a change of yours."))
    return redirect("drafting:history-detail", pk=pk)


def _open(request, pk):
    papers = Paper.objects.for_list().select_related("working")
    paper = visible_or_404(papers, request.acting, pk=pk)
    rules.can_read_working.require(request.acting, paper)
    return paper


def _moment(request, paper, field):
    """A moment that the reader may go back to."""
    seq = MomentForm(request.POST).number(field)
    return visible_or_404(TextUpdate.objects.select_related("paper"), request.acting, paper=paper, seq=seq)
