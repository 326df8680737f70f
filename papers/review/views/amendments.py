"""Amendments: beside their rivals, proposed by editing a passage, joined, supported, decided, put into the text."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.drafting.heads import head_of
from papers.drafting.projection import for_reader
from papers.review import passages, rules, services
from papers.review.forms import AmendmentForm, PutInForm, VerdictForm
from papers.review.lifecycle import Fate, Op
from papers.review.models import Amendment
from papers.review.queries import amendments, rounds
from papers.review.views.steps import seen, typed
from papers.shared.http import form_status, reads_and_sends, recorded, visible_or_404


@require_safe
def amendment_list(request, pk, number):
    """The amendments of a round, passage by passage, rivals beside each other."""
    page = amendments.amendment_list(request.acting, seen(request, pk, number))
    return render(request, "review/amendment_list.html", page)


@reads_and_sends
def amendment_add(request, pk, number):
    """Propose how a passage is to read, or a new one after it; without a passage, choose one first."""
    round = seen(request, pk, number)
    rules.can_comment.require(request.acting, round)
    names = passages.named(for_reader(round.revision, request.acting).block_map)
    chosen = names.get(_block(request))
    if chosen is None and request.method == "GET":
        return render(request, "review/amendment_form.html", _page(request, round, choices=names.values()))
    form = _form(request, round, chosen)
    amendment = form.is_valid() and recorded(form, services.propose_amendment, round, by=request.acting)
    if amendment:
        messages.success(
            request, _("Recorded. Until the close only your delegation and those it asked see it.")
        )
        return _to(amendment)
    context = _page(request, round, form=form, passage=chosen)
    return render(request, "review/amendment_form.html", context, status=form_status(form))


@require_safe
def amendment_detail(request, pk, number, amendment):
    """An amendment: the passage with its change, who is for and against it, what became of it."""
    page = amendments.amendment_page(request.acting, _found(request, pk, number, amendment))
    return render(request, "review/amendment_detail.html", {**page, "verdict_form": VerdictForm()})


@reads_and_sends
def amendment_edit(request, pk, number, amendment):
    """Change an own amendment before the close."""
    amendment = _found(request, pk, number, amendment)
    rule = rules.proposes if request.method == "POST" else rules.can_amend
    rule.require(request.acting, amendment)
    names = passages.named(for_reader(amendment.revision, request.acting).block_map)
    chosen = names.get(_block(request)) or names.get(str(amendment.block_id))
    form = _form(request, amendment.round, chosen, initial=_words_of(amendment, chosen))
    if form.is_valid() and recorded(form, services.change_amendment, amendment, by=request.acting):
        messages.success(request, _("The amendment is changed. Who had joined the old words is asked again."))
        return _to(amendment)
    context = _page(request, amendment.round, form=form, passage=chosen, amendment=amendment)
    return render(request, "review/amendment_form.html", context, status=form_status(form))


@reads_and_sends
def amendment_withdraw(request, pk, number, amendment):
    """Take an own amendment back."""
    amendment = _found(request, pk, number, amendment)
    rules.can_take_back.require(request.acting, amendment)
    if request.method == "POST":
        services.withdraw_amendment(amendment, by=request.acting)
        messages.success(request, _("The amendment is taken back."))
        return redirect("review:amendment-list", pk=pk, number=number)
    context = {"card": amendments.amendment_page(request.acting, amendment)["card"], "amendment": amendment}
    return render(request, "review/amendment_confirm.html", _page(request, amendment.round, **context))


@require_POST
def amendment_join(request, pk, number, amendment):
    """Put the delegation's name to an amendment it was asked to join, or take it away."""
    amendment = _found(request, pk, number, amendment)
    agrees = request.POST.get("answer") != "leave"
    services.join_amendment(amendment, agrees=agrees, by=request.acting)
    said = _("Your delegation's name stands on it.") if agrees else _("Your delegation's name is not on it.")
    messages.success(request, said)
    return _to(amendment)


@require_POST
def amendment_position(request, pk, number, amendment):
    """Support or oppose another delegation's amendment, or take that back."""
    amendment = _found(request, pk, number, amendment)
    services.take_position(amendment, stance=request.POST.get("stance", ""), by=request.acting)
    messages.success(request, _("Your delegation's position is recorded, for all who have the paper."))
    return _to(amendment)


@reads_and_sends
def amendment_judge(request, pk, number, amendment):
    """The chair's decision on an amendment."""
    amendment = _found(request, pk, number, amendment)
    rules.can_judge.require(request.acting, amendment)
    form = VerdictForm(typed(request))
    decided = form.is_valid() and recorded(form, services.judge_amendment, amendment, by=request.acting)
    if decided:
        messages.success(request, _judged(decided))
        return _to(amendment)
    page = amendments.amendment_page(request.acting, amendment)
    return render(
        request, "review/amendment_detail.html", {**page, "verdict_form": form}, status=form_status(form)
    )


@reads_and_sends
def amendment_put_in(request, pk, number, amendment):
    """Write by hand how the passage reads with an accepted amendment in it, where its words have moved on."""
    amendment = _found(request, pk, number, amendment)
    rules.can_put_in.require(request.acting, amendment)
    texts = amendments.placing(amendment)
    form = PutInForm(typed(request), initial={"passage": texts["now"], "seen_version": texts["version"]})
    if form.is_valid() and recorded(form, services.put_in, amendment, by=request.acting):
        messages.success(request, _("The amendment is in the text."))
        return _to(amendment)
    context = _page(request, amendment.round, form=form, amendment=amendment, texts=texts)
    return render(request, "review/amendment_place.html", context, status=form_status(form))


def _found(request, pk, number, amendment):
    """The amendment of that round of that paper, if this person may see it."""
    related = Amendment.objects.for_list().select_related(
        "revision", "paper__lead", "paper__body", "paper__current", "round__revision", "round__paper"
    )
    light = related.defer("revision__text", "round__revision__text", "paper__current__text")
    return visible_or_404(light, request.acting, pk=amendment, paper=pk, round__number=number)


def _block(request):
    sent = request.POST if request.method == "POST" else request.GET
    return sent.get("block", "").removeprefix("b-")


def _form(request, round, chosen, initial=None):
    is_new = bool((request.POST or request.GET).get("is_new")) or bool(initial and initial["is_new"])
    begins = {
        "block": chosen.id if chosen else "",
        "is_new": is_new or "",
        "wanted": chosen and not is_new and chosen.words,
    }
    return AmendmentForm(
        typed(request),
        passages=passages.named(for_reader(round.revision, request.acting).block_map),
        joinable=rounds.joinable(request.acting),
        is_new=is_new,
        initial=initial or begins,
    )


def _words_of(amendment, passage):
    """An amendment as its form shows it."""
    card = amendments.Card(amendment, passage)
    is_new = amendment.op == Op.ADD
    return {
        "block": str(amendment.block_id),
        "is_new": is_new or "",
        "wanted": amendment.words if is_new else card.wanted,
        "reason": amendment.reason,
        "cosponsors": [one.delegation_id for one in amendment.cosponsors.all()],
    }


def _page(request, round, **context):
    head = head_of(request.acting, round.paper, "review")
    return {
        "round": round,
        "paper": round.paper,
        "head": head,
        "is_over": round.is_over(request.acting.at),
        **context,
    }


def _to(amendment):
    return redirect("review:amendment-detail", amendment.paper_id, amendment.round.number, amendment.pk)


def _judged(amendment):
    if amendment.state == Fate.APPLIED:
        return _("Accepted, and put into the working text.")
    if amendment.state == Fate.ACCEPTED:
        return _(
            "Accepted. Its words have moved on in the working text: the penholder is asked to put it in by hand."
        )
    return _("The decision is recorded; those who put it forward are told.")
