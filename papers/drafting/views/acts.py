"""What is done to a whole paper: tabled, withdrawn, deferred, taken up again; each confirmed on its own page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from papers.drafting import rules, services
from papers.drafting.forms import DeferForm
from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.queries.acts import Confirmation, confirm_table
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@reads_and_sends
def paper_table(request, pk):
    """Submit the paper to its body."""
    paper = _paper(request, pk, rules.can_table)
    if request.method == "POST":
        paper = services.table(paper, by=request.acting)
        return _done(request, paper, _("The paper is tabled as %(symbol)s.") % {"symbol": paper.symbol})
    return _confirm(request, paper, confirm_table(paper))


@reads_and_sends
def paper_withdraw(request, pk):
    """Take the paper back."""
    paper = _paper(request, pk, rules.can_withdraw)
    if request.method == "POST":
        services.withdraw(paper, by=request.acting)
        return _done(request, paper, _("The paper is withdrawn. Whoever could read it still can."))
    what = _("It ends here and is shown as withdrawn. Its text is frozen, and all keep the access they have.")
    return _confirm(
        request, paper, Confirmation(_("Withdraw the paper"), what, _("Withdraw the paper"), stop=True)
    )


@reads_and_sends
def paper_defer(request, pk):
    """Put the paper off to a day."""
    paper = _paper(request, pk, rules.can_defer)
    form = DeferForm(request.POST or None)
    if form.is_valid():
        services.defer(paper, **form.cleaned_data, by=request.acting)
        return _done(request, paper, _("The paper is deferred."))
    what = _(
        "Nothing is asked of anybody until it is taken up again. At the start of the day you name it lapses."
    )
    confirmation = Confirmation(_("Defer the paper"), what, _("Defer the paper"))
    return _confirm(request, paper, confirmation, form)


@reads_and_sends
def paper_resume(request, pk):
    """Take a deferred paper up again."""
    paper = _paper(request, pk, rules.can_resume)
    if request.method == "POST":
        services.resume(paper, by=request.acting)
        return _done(request, paper, _("The paper is taken up again."))
    what = _("It goes back into circulation, and no longer lapses.")
    return _confirm(
        request, paper, Confirmation(_("Take the paper up again"), what, _("Take the paper up again"))
    )


def _paper(request, pk, rule):
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    rule.require(request.acting, paper)
    return paper


def _confirm(request, paper, confirmation, form=None):
    context = {
        "paper": paper,
        "confirmation": confirmation,
        "form": form,
        "head": head_of(request.acting, paper, "text"),
    }
    return render(request, "drafting/paper_confirm.html", context, status=form_status(form) if form else 200)


def _done(request, paper, words):
    messages.success(request, words)
    return redirect("portal:paper-detail", pk=paper.pk)
