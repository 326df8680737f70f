"""Comments: made, changed, taken back, answered, disposed of."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting.heads import head_of
from papers.review import passages, rules, services
from papers.review.forms import CommentForm, DispositionForm, ReplyForm
from papers.review.lifecycle import Step
from papers.review.queries.matrix import comment_page
from papers.review.views.steps import changeable, found, recorded, seen, typed
from papers.shared.http import form_status, reads_and_sends, render_fragment


@reads_and_sends
def comment_add(request, pk, number):
    """Comment on the paper, a passage, or words chosen in the text; what came late is handed back."""
    round = seen(request, pk, number)
    rules.can_comment.require(request.acting, round)
    names = passages.named(round.revision.block_map)
    form = CommentForm(typed(request), passages=names, initial=request.GET.dict())
    comment = form.is_valid() and recorded(form, services.add_comment, round, by=request.acting)
    if comment:
        messages.success(request, _("Recorded. Until the close only your delegation sees it."))
        return redirect(f"{reverse('review:round-detail', args=[pk, number])}#c-{comment.pk}")
    context = {"round": round, "paper": round.paper, "form": form}
    context |= {
        "head": head_of(request.acting, round.paper, "review"),
        "is_over": round.is_over(request.acting.at),
    }
    return render(request, "review/comment_form.html", context, status=form_status(form))


@require_safe
def comment_detail(request, pk, number, comment):
    """A comment, what became of it, and its thread."""
    context = comment_page(request.acting, found(request, pk, number, comment))
    context |= {
        "reply_form": ReplyForm(),
        "disposition_form": DispositionForm(initial=proposal_of(context["told"])),
    }
    return render(request, "review/comment_detail.html", context)


@reads_and_sends
def comment_edit(request, pk, number, comment):
    """Change an own comment while the round is open."""
    comment = changeable(request, pk, number, comment)
    names = passages.named(comment.round.revision.block_map)
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
    context = comment_page(request.acting, comment)
    context |= {"reply_form": form, "disposition_form": DispositionForm(initial=proposal_of(context["told"]))}
    return render(request, "review/comment_detail.html", context, status=422)


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
    return {"value": standing.value, "reason": standing.reason} if standing else None
