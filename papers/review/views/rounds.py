"""Rounds: listed, opened, read, answered, closed; and the revision that follows them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting.heads import head_of
from papers.drafting.models import Paper
from papers.drafting.queries.working import changes_of, next_number
from papers.review import rules, services
from papers.review.forms import CommentForm, ExtendForm, LateForm, NextIssueForm, RoundForm
from papers.review.models import Comment
from papers.review.queries import rounds, times
from papers.review.queries.reasons import what_changes
from papers.review.views.steps import seen, taken, typed
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@require_safe
def round_list(request, pk):
    """The rounds of a paper."""
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    return render(request, "review/round_list.html", rounds.round_list(request.acting, paper))


@reads_and_sends
def round_open(request, pk):
    """Invite delegations to comment on the current revision."""
    paper = visible_or_404(Paper.objects.for_list(), request.acting, pk=pk)
    rules.can_open_round.require(request.acting, paper)
    least = times.least(paper, request.acting.at)
    form = RoundForm(
        typed(request),
        invitable=rounds.invitable(request.acting),
        warnings=least.warnings,
        initial=rounds.suggested(paper, least),
    )
    opened = form.is_valid() and taken(form, services.open_round, paper, by=request.acting)
    if opened:
        messages.success(
            request, _("Round %(number)d is open; those invited are told.") % {"number": opened.number}
        )
        return redirect("review:round-detail", pk=paper.pk, number=opened.number)
    context = {"paper": paper, "form": form, "head": head_of(request.acting, paper, "review"), "least": least}
    return render(request, "review/round_form.html", context, status=form_status(form))


@require_safe
def round_detail(request, pk, number):
    """A round: what is asked, until when, what one's own delegation said, and after the close what all said."""
    round = seen(request, pk, number)
    page = rounds.round_page(request.acting, round)
    if page["own"] and page["own"].opened_at is None:
        services.note_opened(round, by=request.acting)
    if page["may_comment"]:
        page["form"] = CommentForm(passages=page["passages"], initial=request.GET.dict())
    return render(request, "review/round_detail.html", page)


@require_POST
def round_acknowledge(request, pk, number):
    """Say that the round was received."""
    round = seen(request, pk, number)
    services.acknowledge(round, by=request.acting)
    messages.success(request, _("The centre has noted that your delegation received the round."))
    return redirect("review:round-detail", pk=pk, number=number)


@require_POST
def round_answer(request, pk, number):
    """Say that the answer is complete, or take that back."""
    round = seen(request, pk, number)
    if request.POST.get("answer") == "take-back":
        services.take_back_answer(round, by=request.acting)
        messages.success(request, _("Your delegation's answer is open again until the deadline."))
    else:
        services.answer(round, by=request.acting)
        messages.success(request, _("The chair sees that your delegation's answer is complete."))
    return redirect("review:round-detail", pk=pk, number=number)


@reads_and_sends
def round_extend(request, pk, number):
    """Give the round more time, with the reason."""
    round = seen(request, pk, number)
    rule = rules.presides_over if request.method == "POST" else rules.can_extend_round
    rule.require(request.acting, round)
    form = ExtendForm(typed(request), initial={"deadline": round.deadline})
    if form.is_valid() and taken(form, services.extend_round, round, by=request.acting):
        messages.success(request, _("The round has more time; those invited are told."))
        return redirect("review:round-detail", pk=pk, number=number)
    context = {"round": round, "paper": round.paper, "head": head_of(request.acting, round.paper, "review")}
    return render(request, "review/round_extend.html", {**context, "form": form}, status=form_status(form))


@reads_and_sends
def late_permit(request, pk, number):
    """Let a delegation comment after the close, with the reason."""
    round = seen(request, pk, number)
    rules.can_permit_late.require(request.acting, round)
    form = LateForm(typed(request), invited=rounds.invited_to(round))
    if form.is_valid() and recorded(form, services.permit_late, round, by=request.acting):
        messages.success(request, _("Noted. Tell the delegation; its late comments are marked as late."))
        return redirect("review:round-detail", pk=pk, number=number)
    context = {"round": round, "paper": round.paper, "head": head_of(request.acting, round.paper, "review")}
    return render(request, "review/late_form.html", {**context, "form": form}, status=form_status(form))


@reads_and_sends
def round_close(request, pk, number):
    """Close the round before its deadline, once all have answered."""
    round = seen(request, pk, number)
    rules.can_close_early.require(request.acting, round)
    if request.method == "POST":
        services.close_early(round, by=request.acting)
        messages.success(request, _("The round is closed; its comments are numbered and open to all."))
        return redirect("review:matrix", pk=pk, number=number)
    context = {"round": round, "paper": round.paper, "head": head_of(request.acting, round.paper, "review")}
    return render(request, "review/round_confirm.html", context)


@reads_and_sends
def revision_issue(request, pk):
    """Issue the next revision after a round: every critical comment has its decision, every change its reason."""
    paper = visible_or_404(Paper.objects.for_list().select_related("working"), request.acting, pk=pk)
    rules.can_issue_next.require(request.acting, paper)
    form = NextIssueForm(typed(request), **what_changes(paper))
    issued = form.is_valid() and taken(form, services.issue_next_revision, paper, by=request.acting)
    if issued:
        messages.success(request, _("%(label)s is issued.") % {"label": paper.label_of(issued.number)})
        return redirect("portal:paper-detail", pk=paper.pk)
    visible = Comment.objects.visible_to(request.acting).filter(round__paper=paper)
    context = {"paper": paper, "form": form, "head": head_of(request.acting, paper, "review")}
    context |= {"changes": changes_of(paper), "label": paper.label_of(next_number(paper))}
    context["blocking"] = visible.critical().undecided().select_related("round", "delegation").in_order()
    return render(request, "review/revision_form.html", context, status=form_status(form))
