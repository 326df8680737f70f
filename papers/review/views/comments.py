"""Comments: made, changed, taken back, answered, disposed of."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting.heads import head_of
from papers.drafting.projection import for_reader
from papers.review import passages, rules, services
from papers.review.forms import AnswerDecisionForm, CommentForm, DispositionForm, ReplyForm, SetAsideForm
from papers.review.lifecycle import Step
from papers.review.queries.matrix import comment_page
from papers.review.views.steps import changeable, found, seen, typed
from papers.shared.http import form_status, reads_and_sends, recorded, render_fragment


@reads_and_sends
def comment_add(request, pk, number):
    """Comment on the paper, a passage, or words chosen in the text; what came late is handed back, or marked."""
    round = seen(request, pk, number)
    rules.can_comment.require(request.acting, round)
    if request.method != "POST" and round.is_open and not rules.is_unchained(request.acting, round):
        draft = urlencode({**request.GET.dict(), "kind": "draft"})
        return redirect(f"{reverse('review:note-add', args=[pk])}?{draft}")
    names, late_until = _passages(request, round), rules.late_until(request.acting, round)
    form = CommentForm(typed(request), passages=names, initial=request.GET.dict())
    service = services.add_late_comment if late_until else services.add_comment
    comment = form.is_valid() and recorded(form, service, round, by=request.acting)
    if comment:
        messages.success(request, _recorded(comment))
        return redirect(f"{reverse('review:round-detail', args=[pk, number])}#c-{comment.pk}")
    context = {"round": round, "paper": round.paper, "form": form, "late_until": late_until}
    context["is_over"] = round.is_over(request.acting.at) and not late_until
    context["head"] = head_of(request.acting, round.paper, "review")
    return render(request, "review/comment_form.html", context, status=form_status(form))


@require_safe
def comment_detail(request, pk, number, comment):
    """A comment, what became of it, and its thread."""
    context = comment_page(request.acting, found(request, pk, number, comment))
    context |= {
        "reply_form": ReplyForm(),
        "disposition_form": DispositionForm(initial=proposal_of(context["told"])),
        **_forms(),
    }
    return render(request, "review/comment_detail.html", context)


@reads_and_sends
def comment_edit(request, pk, number, comment):
    """Change an own comment while the round is open."""
    comment = changeable(request, pk, number, comment)
    names = _passages(request, comment.round)
    form = CommentForm(typed(request), passages=names, initial=words_of(comment))
    if form.is_valid() and recorded(form, services.edit_comment, comment, by=request.acting):
        messages.success(request, _("Your delegation's comment is changed."))
        return redirect(f"{reverse('review:round-detail', args=[pk, number])}#c-{comment.pk}")
    context = {"round": comment.round, "paper": comment.paper, "form": form, "comment": comment}
    context["head"] = head_of(request.acting, comment.paper, "review")
    return render(request, "review/comment_form.html", context, status=form_status(form))


@reads_and_sends
def comment_withdraw(request, pk, number, comment):
    """Take an own comment back before the close."""
    comment = changeable(request, pk, number, comment)
    if request.method == "POST":
        services.withdraw_comment(comment, by=request.acting)
        messages.success(request, _("The comment is taken back; it will be opened to nobody."))
        return redirect("review:round-detail", pk=pk, number=number)
    context = {"round": comment.round, "paper": comment.paper, "comment": comment}
    context["head"] = head_of(request.acting, comment.paper, "review")
    return render(request, "review/comment_confirm.html", context)


@require_POST
def reply_add(request, pk, number, comment):
    """Answer in the thread of a comment."""
    comment = found(request, pk, number, comment)
    rules.can_reply.require(request.acting, comment)
    form = ReplyForm(request.POST)
    if form.is_valid() and recorded(form, services.reply, comment, by=request.acting):
        return redirect(f"{reverse('review:comment-detail', args=[pk, number, comment.pk])}#thread")
    return _with(request, comment, reply_form=form)


@reads_and_sends
def disposition_add(request, pk, number, comment):
    """Propose a disposition, or decide on it: a page of its own, or in the row of the matrix."""
    comment = found(request, pk, number, comment)
    context = comment_page(request.acting, comment)
    form = DispositionForm(typed(request), initial=proposal_of(context["told"]), auto_id=f"d-{comment.pk}-%s")
    if context["step"] is None:
        rules.can_propose.require(request.acting, comment)
    act = services.decide_disposition if context["step"] == Step.DECIDED else services.propose_disposition
    if form.is_valid() and recorded(form, act, comment, by=request.acting):
        return disposed(request, comment)
    context["disposition_form"] = form
    return render_fragment(request, "review/disposition_form.html", "disposition", context, form_status(form))


@require_POST
def decision_answer(request, pk, number, comment):
    """Say whether the chair's decision settles an own comment."""
    comment = found(request, pk, number, comment)
    rules.can_answer_decision.require(request.acting, comment)
    form = AnswerDecisionForm(request.POST)
    if form.is_valid() and recorded(form, services.answer_decision, comment, by=request.acting):
        messages.success(request, _("Your delegation's answer is recorded, for all who have the paper."))
        return redirect("review:comment-detail", pk, number, comment.pk)
    return _with(request, comment, answer_form=form)


@require_POST
def objection_set_aside(request, pk, number, comment):
    """Go on over an objection that is not settled."""
    comment = found(request, pk, number, comment)
    rules.can_set_aside.require(request.acting, comment)
    form = SetAsideForm(request.POST)
    if form.is_valid() and recorded(form, services.set_aside, comment, by=request.acting):
        messages.success(request, _("The objection is set aside; its delegation is told."))
        return redirect("review:comment-detail", pk, number, comment.pk)
    return _with(request, comment, aside_form=form)


def _with(request, comment, **forms):
    """The page of a comment with forms that were not taken, and what was typed in them."""
    context = comment_page(request.acting, comment)
    context |= {
        "reply_form": ReplyForm(),
        "disposition_form": DispositionForm(initial=proposal_of(context["told"])),
    }
    return render(request, "review/comment_detail.html", {**_forms(), **context, **forms}, status=422)


def _forms():
    return {"answer_form": AnswerDecisionForm(), "aside_form": SetAsideForm()}


def disposed(request, comment):
    """Back to where the comment stands: its cell of the matrix, or its row."""
    if request.htmx:
        context = comment_page(request.acting, comment)
        return render(request, "review/_disposition.html", {**context, "row": context["told"]})
    where = reverse("review:matrix", args=[comment.paper.pk, comment.round.number])
    return redirect(f"{where}#{comment.reference}")


def words_of(comment):
    """A comment as its form shows it."""
    names = ("quote", "before", "after", "kind", "severity", "text", "proposed", "reason")
    return {"block": str(comment.block_id or ""), **{name: getattr(comment, name) for name in names}}


def proposal_of(told):
    """What a decision begins with: the penholder's proposal."""
    standing = told.decision or told.proposal
    into = told.partner.reference if told.partner else ""
    return {"value": standing.value, "reason": standing.reason, "into": into} if standing else None


def _passages(request, round):
    return passages.named(for_reader(round.revision, request.acting).block_map)


def _recorded(comment):
    if comment.is_late:
        return _("Recorded as %(reference)s, marked as late, and open to all.") % {
            "reference": comment.reference
        }
    if comment.round.rolling:
        return _("Recorded. Until your delegation says that its answer is complete only it sees it.")
    return _("Recorded. Until the close only your delegation sees it.")
