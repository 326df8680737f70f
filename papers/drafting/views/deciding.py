"""Where a person decides between two texts: words kept aside, and the working text on another revision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from papers.drafting import deciding, rules
from papers.drafting.forms import DecisionForm
from papers.drafting.heads import head_of
from papers.drafting.models import Paper, Recovery
from papers.drafting.queries import revisions, working
from papers.shared.http import form_status, reads_and_sends, visible_or_404


@require_POST
def recovery_place(request, pk):
    """Put kept words into the text, question by question as their author decided."""
    recovery = visible_or_404(Recovery.objects.select_related("paper__working"), request.acting, pk=pk)
    rules.can_edit.require(request.acting, recovery.paper)
    version = revisions.number_from(request.POST.get("seen_version", ""))
    question = deciding.kept_words(recovery, version=version)
    form = DecisionForm(request.POST, conflicts=question.merge.conflicts)
    if form.is_valid():
        placing = {"version": question.version, "chosen": form.chosen()}
        saved = deciding.place_words(recovery, **placing, by=request.acting)
        return _placed(request, recovery.paper, saved)
    context = {"recovery": recovery, **working.beside(request.acting, recovery), "form": form}
    return render(request, "drafting/recovery_detail.html", context, status=form_status(form))


@reads_and_sends
def working_rebase(request, pk, number):
    """Put the working text on another revision, after reading what that changes."""
    paper = visible_or_404(Paper.objects.for_list().select_related("working"), request.acting, pk=pk)
    onto = revisions.revision_row(request.acting, paper, number).revision
    rules.can_rebase.require(request.acting, paper)
    question = deciding.rebased(paper, onto)
    form = _rebase_form(request, question)
    if form.is_valid():
        facts = {"version": form.cleaned_data["seen_version"], "chosen": form.chosen()}
        deciding.rebase(paper, onto, **facts, by=request.acting)
        messages.success(request, _("The working text is based on %(label)s.") % {"label": onto.label})
        return redirect("drafting:working-edit", pk=paper.pk)
    preview = working.rebase_preview(paper, question)
    context = {"paper": paper, "onto": onto, "form": form, "question": question, "changes": preview}
    context["head"] = head_of(request.acting, paper, "revisions")
    return render(request, "drafting/rebase_form.html", context, status=form_status(form))


def _rebase_form(request, question):
    labels = {"theirs": _("As the revision has it"), "ours": _("As the working text has it")}
    data = request.POST if request.method == "POST" else None
    return DecisionForm(data, conflicts=question.merge.conflicts, version=question.version, labels=labels)


def _placed(request, paper, saved):
    if saved.recovery:
        messages.warning(request, _("Others wrote meanwhile: what could not be placed is kept here again."))
        return redirect("drafting:recovery-detail", pk=saved.recovery.pk)
    messages.success(request, _("Your words are placed, and what was kept aside is settled."))
    return redirect("drafting:working-edit", pk=paper.pk)
