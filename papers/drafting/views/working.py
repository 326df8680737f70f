"""Writing a text: the editor, its preview, issuing what was written, and words that were kept aside."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting import rendering, rules, services, writing
from papers.drafting.forms import DecisionForm, IssueForm, KeptForm, TextForm
from papers.drafting.heads import head_of
from papers.drafting.live import log
from papers.drafting.models import Paper, Recovery
from papers.drafting.queries import working
from papers.drafting.queries.acts import issue_act
from papers.shared import markdown
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, visible_or_404, wants_json
from papers.shared.text import normalise_line_ends


@reads_and_sends
def working_edit(request, pk):
    """Write the working text; whoever may read it but not write reads it here."""
    paper = _open(request, pk)
    if request.method != "POST":
        return _editor(request, paper)
    form = TextForm(request.POST)
    if form.is_valid():
        saved = writing.save_text(paper, **form.cleaned_data, by=request.acting)
        return _saved(request, paper, saved)
    return _editor(request, paper, form)


@require_POST
def text_preview(request, pk):
    """The text as the real renderer shows it: a fragment for the editor."""
    paper = _open(request, pk)
    try:
        document = markdown.parse(normalise_line_ends(request.POST.get("text", "")), brackets=paper.brackets)
    except markdown.TextTooLarge as error:
        raise BadInput(_("The text is too long to be shown. What you write is not affected.")) from error
    return HttpResponse(rendering.of_document(document))


@require_safe
def working_changes(request, pk):
    """What the working text changes in the current revision."""
    paper = _open(request, pk)
    context = {
        "paper": paper,
        "head": head_of(request.acting, paper, "text"),
        "changes": working.changes_of(paper),
        "first": working.first_text(paper),
        "issue": issue_act(request.acting, paper),
    }
    return render(request, "drafting/working_diff.html", context)


@reads_and_sends
def revision_issue(request, pk):
    """Issue the working text as the next revision, after reading what it changes."""
    paper = _open(request, pk)
    rules.can_issue.require(request.acting, paper)
    form = IssueForm(request.POST or None, initial={"seen_version": paper.working.version})
    if form.is_valid():
        revision = services.issue_revision(paper, **form.cleaned_data, by=request.acting)
        messages.success(request, _("%(label)s is issued.") % {"label": paper.label_of(revision.number)})
        return redirect("portal:paper-detail", pk=paper.pk)
    context = {
        "paper": paper,
        "form": form,
        "head": head_of(request.acting, paper, "text"),
        "changes": working.changes_of(paper),
        "first": working.first_text(paper),
        "label": paper.label_of(working.next_number(paper)),
    }
    return render(request, "drafting/revision_form.html", context, status=form_status(form))


@require_POST
def recovery_keep(request, pk):
    """Keep a person's own unsent words. The answer is the same for every paper, also for one that never was."""
    form = KeptForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("There are no words to keep, or no reason why they did not reach the text."))
    recovery = writing.keep_words(pk, **form.cleaned_data, by=request.acting)
    where = reverse("drafting:recovery-detail", args=[recovery.pk])
    return JsonResponse({"recovery_url": where}) if wants_json(request) else redirect(where)


@require_safe
def recovery_list(request, pk):
    """The person's own words that could not be placed into this paper's text."""
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    kept = Recovery.objects.visible_to(request.acting).kept().filter(paper=paper)
    context = {"paper": paper, "kept": kept, "head": head_of(request.acting, paper, "text")}
    return render(request, "drafting/recovery_list.html", context)


@require_safe
def recovery_detail(request, pk):
    """Words kept for the person who wrote them, beside the text as it stands if they may still read it."""
    recovery = visible_or_404(Recovery.objects.select_related("paper__working"), request.acting, pk=pk)
    context = {"recovery": recovery, **working.beside(request.acting, recovery)}
    question = context["question"]
    if question:
        context["form"] = DecisionForm(conflicts=question.merge.conflicts, version=question.version)
    return render(request, "drafting/recovery_detail.html", context)


@require_POST
def recovery_settle(request, pk):
    """Put kept words away: their author has dealt with them."""
    recovery = visible_or_404(Recovery, request.acting, pk=pk)
    writing.settle_recovery(recovery, by=request.acting)
    messages.success(request, _("The words are put away."))
    return redirect("portal:desk")


def _open(request, pk):
    """The paper with its working text, for those who may read it."""
    papers = Paper.objects.for_list().select_related("working")
    paper = visible_or_404(papers, request.acting, pk=pk)
    rules.can_read_working.require(request.acting, paper)
    log.current(paper.working)
    return paper


def _editor(request, paper, form=None):
    refusal = rules.can_edit.why_not(request.acting, paper)
    context = {
        "paper": paper,
        "form": form,
        "refusal": refusal,
        "writing": working.writing_of(request.acting, paper, readable=bool(refusal)),
        "head": head_of(request.acting, paper, "text"),
        "issue": issue_act(request.acting, paper),
    }
    template = "drafting/working_detail.html" if refusal else "drafting/working_form.html"
    return render(request, template, context, status=form_status(form) if form else 200)


def _saved(request, paper, saved):
    if saved.recovery:
        return redirect("drafting:recovery-detail", pk=saved.recovery.pk)
    words = _("Saved, with words of others brought in.") if saved.merged else _("Saved at the centre.")
    messages.success(request, words)
    return redirect("drafting:working-edit", pk=paper.pk)
