"""What delegations can see and do: the matrix of the centre, the page of one delegation, and its review."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.delegations.models import Delegation
from papers.drafting import reviewing, rules, tables
from papers.drafting.forms import AnswerReviewForm, MatrixFilters, OpenReviewForm
from papers.drafting.models import AccessReview
from papers.drafting.queries import holdings
from papers.shared.http import recorded, sheet_response, visible_or_404


@require_safe
def access_matrix(request):
    """Papers by delegations, for those who manage access."""
    rules.can_see_matrix.require(request.acting, None)
    form = _filters(request)
    places = {side: request.GET.get(side, "") for side in ("before", "after")}
    page = holdings.matrix(request.acting, form.wanted, **places)
    return render(
        request, "drafting/access_matrix.html", {**page, "form": form, "selects": tables.selects(form)}
    )


@require_safe
def access_matrix_file(request, kind):
    """The same papers and filters as a file."""
    rules.can_see_matrix.require(request.acting, None)
    head, lines = holdings.matrix_lines(request.acting, _filters(request).wanted)
    return sheet_response(kind, "access", head, lines)


@require_safe
def delegation_access(request, code):
    """Everything a delegation can see and do, as far as one may know it."""
    return _page(request, _delegation(request, code))


@require_safe
def delegation_access_file(request, code, kind):
    """The same as a file."""
    delegation = _delegation(request, code)
    head = [_("Symbol"), _("Paper"), _("Stage"), _("Lead"), _("Level"), _("Shown from revision"), _("Since"),
            _("Until"), _("Given by"), _("Reason")]  # fmt: skip
    lines = [
        [one.paper.symbol or "", one.paper.title, one.paper.get_stage_display(), one.paper.lead.code,
         one.get_level_display(), one.from_number, one.starts.isoformat(), one.until.isoformat() if one.until else "",
         f"{one.signature.code} {one.signature.person}".strip(), one.reason]
        for one in holdings.grants_of(request.acting, delegation)
    ]  # fmt: skip
    return sheet_response(kind, f"access-{delegation.code}", head, lines)


@require_POST
def review_open(request, code):
    """Ask a delegation to go through what it can see."""
    delegation = _delegation(request, code)
    rules.can_open_review.require(request.acting, delegation)
    form = OpenReviewForm(request.POST)
    if form.is_valid() and recorded(form, reviewing.open_review, delegation, by=request.acting):
        messages.success(request, _("The review is open; the head of the delegation is told."))
        return redirect("drafting:delegation-access", code=delegation.code)
    return _page(request, delegation, open_form=form, status=422)


@require_POST
def review_answer(request, pk):
    """Confirm or contest what one's own delegation can see."""
    review = visible_or_404(AccessReview.objects.select_related("delegation"), request.acting, pk=pk)
    rules.can_answer_review.require(request.acting, review)
    form = AnswerReviewForm(request.POST)
    if form.is_valid() and recorded(form, reviewing.answer_review, review, by=request.acting):
        messages.success(request, _("Your delegation's answer is recorded; the centre is told."))
        return redirect("drafting:delegation-access", code=review.delegation.code)
    return _page(request, review.delegation, answer_form=form, status=422)


def _page(request, delegation, *, open_form=None, answer_form=None, status=200):
    places = {side: request.GET.get(side, "") for side in ("before", "after")}
    context = holdings.of_delegation(request.acting, delegation, **places)
    review = context["open_review"]
    if review and rules.can_answer_review(request.acting, review):
        seen = {"seen_digest": holdings.digest_now(delegation)}
        context["answer_form"] = answer_form or AnswerReviewForm(initial=seen)
    if context["may_open_review"] and not review:
        context["open_form"] = open_form or OpenReviewForm()
    return render(request, "drafting/delegation_access.html", context, status=status)


def _delegation(request, code):
    delegation = get_object_or_404(Delegation.objects.visible_to(request.acting), code=code)
    rules.can_see_holdings.require(request.acting, delegation)
    return delegation


def _filters(request):
    return MatrixFilters(request.GET, leads=Delegation.objects.visible_to(request.acting).seated().in_order())
