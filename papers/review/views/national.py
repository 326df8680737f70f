"""A delegation's own space on a paper: notes for itself alone, and the release of its answer as one act."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.projection import for_reader
from papers.review import passages, rules, services
from papers.review.forms import NoteForm, NoteReplyForm, ReleaseForm
from papers.review.models import NationalNote
from papers.review.queries import clearing, national
from papers.review.views.steps import seen, typed
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@require_safe
def note_list(request, pk):
    """What the own delegation wrote for itself about a paper."""
    page = national.space(request.acting, _paper(request, pk))
    return render(request, "review/note_list.html", {**page, "reply_form": NoteReplyForm()})


@reads_and_sends
def note_add(request, pk):
    """Write a note for the own delegation."""
    paper = _paper(request, pk)
    rules.can_note.require(request.acting, paper)
    form = NoteForm(typed(request), passages=_passages(request, paper), initial=request.GET.dict())
    if form.is_valid() and recorded(form, services.write_note, paper, by=request.acting):
        messages.success(request, _("Written. Nobody outside your delegation sees it."))
        return redirect("review:note-list", pk=pk)
    return _form(request, paper, form)


@reads_and_sends
def note_edit(request, pk, note):
    """Change a note of the own delegation."""
    note = _note(request, pk, note)
    rules.can_change_note.require(request.acting, note)
    names = ("kind", "quote", "text", "comment_kind", "severity", "proposed", "reason")
    words = {"block": str(note.block_id or ""), **{name: getattr(note, name) for name in names}}
    known = passages.named(for_reader(note.revision, request.acting).block_map)
    form = NoteForm(typed(request), passages=known, initial=words)
    if form.is_valid() and recorded(form, services.change_note, note, by=request.acting):
        messages.success(request, _("The note is changed."))
        return redirect("review:note-list", pk=pk)
    return _form(request, note.paper, form, note=note)


@require_POST
def note_remove(request, pk, note):
    """Take a note away."""
    note = _note(request, pk, note)
    services.remove_note(note, by=request.acting)
    messages.success(request, _("The note is removed."))
    return redirect("review:note-list", pk=pk)


@require_POST
def note_reply(request, pk, note):
    """Say something under a note, among ourselves."""
    note = _note(request, pk, note)
    rules.can_note.require(request.acting, note.paper)
    form = NoteReplyForm(request.POST)
    facts = {"kind": note.kind, "parent": note.parent or note, "by": request.acting}
    if form.is_valid() and recorded(form, services.write_note, note.paper, **facts):
        return redirect("review:note-list", pk=pk)
    page = national.space(request.acting, note.paper)
    return render(
        request, "review/note_list.html", {**page, "reply_form": form, "replying": note.pk}, status=422
    )


@reads_and_sends
def answer_release(request, pk, number):
    """Release the delegation's answer: every draft becomes a comment, in one act."""
    round = seen(request, pk, number)
    rules.can_release.require(request.acting, round)
    if request.method == "POST" and request.POST.get("answer") == "recall":
        return _recall(request, round)
    page = clearing.release_page(request.acting, round)
    form = ReleaseForm(typed(request), is_cleared=page["is_cleared"], others=page["others"])
    answer = form.is_valid() and recorded(form, services.release_answer, round, by=request.acting)
    if answer:
        said = _("Released; comments: %(n)d, amendments: %(m)d. It can be recalled for ten minutes.")
        messages.success(request, said % {"n": answer.comments, "m": answer.amendments})
        return redirect("review:round-detail", pk=pk, number=number)
    context = {"round": round, "paper": round.paper, "head": head_of(request.acting, round.paper, "review")}
    context |= {**page, "form": form}
    return render(request, "review/answer_release.html", context, status=form_status(form))


def _recall(request, round):
    services.recall_answer(round, by=request.acting)
    messages.success(request, _("The answer is recalled: its comments are drafts of your delegation again."))
    return redirect("review:note-list", pk=round.paper_id)


def _paper(request, pk):
    return visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)


def _passages(request, paper):
    return passages.named(for_reader(paper.current, request.acting).block_map)


def _note(request, pk, note):
    related = NationalNote.objects.select_related(
        "paper__lead", "paper__body", "paper__current", "revision", "parent"
    )
    return visible_or_404(related, request.acting, pk=note, paper=pk)


def _form(request, paper, form, **context):
    context |= {"paper": paper, "form": form, "head": head_of(request.acting, paper, "review")}
    return render(request, "review/note_form.html", context, status=form_status(form))
