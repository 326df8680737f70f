"""Acts on one recommendation: each is a rule, a form, a service and the words around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.implementation import forms, rules, services
from papers.implementation.models import Closure, Recommendation
from papers.shared.errors import BadInput
from papers.shared.http import form_status, reads_and_sends, visible_or_404
from papers.shared.rules import Rule


@dataclass(frozen=True)
class Act:
    """What a person may do with a recommendation: who, by which form, and what the page says."""

    view: str
    rule: Rule
    form: Any
    service: Any
    title: Any
    submit: Any
    done: Any
    stop: bool = False


ASSIGN = Act(
    "recommendation-assign", rules.can_assign, forms.AssignForm, services.assign,
    gettext_lazy("Assign the recommendation"), gettext_lazy("Assign the recommendation"),
    gettext_lazy("Assigned. The delegations with a new part were told."),
)  # fmt: skip
ANSWER = Act(
    "recommendation-answer", rules.can_answer, forms.AnswerForm, services.respond,
    gettext_lazy("Answer the recommendation"), gettext_lazy("Record the answer"),
    gettext_lazy("The answer is recorded."),
)  # fmt: skip
REPORT = Act(
    "report-add", rules.can_report, forms.ReportForm, services.report,
    gettext_lazy("Report progress"), gettext_lazy("Record the report"), gettext_lazy("The report is recorded."),
)  # fmt: skip
STATUS = Act(
    "recommendation-status", rules.can_set_status, forms.StatusForm, services.set_status,
    gettext_lazy("Set the status"), gettext_lazy("Set the status"), gettext_lazy("The status is recorded."),
)  # fmt: skip
CONFIDENCE = Act(
    "recommendation-confidence", rules.can_set_confidence, forms.ConfidenceForm, services.set_confidence,
    gettext_lazy("Set the confidence"), gettext_lazy("Set the confidence"),
    gettext_lazy("The confidence is recorded."),
)  # fmt: skip
VERIFY = Act(
    "recommendation-verify", rules.can_verify, forms.VerifyForm, services.verify,
    gettext_lazy("Verify the report"), gettext_lazy("Record the finding"), gettext_lazy("The finding is recorded."),
)  # fmt: skip
CLOSE = Act(
    "closure-propose", rules.can_propose_closure, forms.ClosureForm, services.propose_closure,
    gettext_lazy("Propose to close it"), gettext_lazy("Propose to close it"),
    gettext_lazy("Proposed. It is closed once somebody else approves."), stop=True,
)  # fmt: skip
REOPEN = Act(
    "recommendation-reopen", rules.can_reopen, forms.ReopenForm, services.reopen,
    gettext_lazy("Reopen the recommendation"), gettext_lazy("Reopen the recommendation"),
    gettext_lazy("It is open again. Those who report on it were told."),
)  # fmt: skip
DISSENT = Act(
    "recommendation-dissent", rules.can_dissent, forms.DissentForm, services.dissent,
    gettext_lazy("Put a note on the record"), gettext_lazy("Put it on the record"),
    gettext_lazy("It is on the record, in the name of your delegation."),
)  # fmt: skip
LINK = Act(
    "recommendation-link", rules.can_link, forms.LinkForm, services.link,
    gettext_lazy("Link it with another one"), gettext_lazy("Link the two"),
    gettext_lazy("Linked. Both pages show it to those who see both."),
)  # fmt: skip
LETTER = Act(
    "letter-add", rules.can_enter_letter, forms.LetterForm, services.enter_letter,
    gettext_lazy("Enter a report that came by letter"), gettext_lazy("Enter it"),
    gettext_lazy("Entered. It counts once a second person confirms it."),
)  # fmt: skip
PLAN = Act(
    "action-add", rules.can_plan, forms.ActionForm, services.add_action,
    gettext_lazy("Plan an action"), gettext_lazy("Add it to the plan"), gettext_lazy("It is in the plan."),
)  # fmt: skip
BLOCK = Act(
    "blocker-add", rules.can_plan, forms.BlockerForm, services.block,
    gettext_lazy("Say what is in the way"), gettext_lazy("Record it"), gettext_lazy("It is recorded as in the way."),
)  # fmt: skip
CRITERIA = Act(
    "criteria-propose", rules.can_propose_criteria, forms.CriteriaForm, services.propose_criteria,
    gettext_lazy("Propose criteria and verifier"), gettext_lazy("Propose them"),
    gettext_lazy("Proposed. They hold once the other side agrees."),
)  # fmt: skip
INDICATOR = Act(
    "indicator-add", rules.can_define, forms.IndicatorForm, services.define_indicator,
    gettext_lazy("Define an indicator"), gettext_lazy("Define it"),
    gettext_lazy("The indicator is defined. Figures are given on its own page."),
)  # fmt: skip
ACTS = (
    VERIFY, REPORT, ASSIGN, ANSWER, LETTER, CRITERIA, STATUS, CONFIDENCE, PLAN, INDICATOR, BLOCK, DISSENT, LINK, CLOSE,
    REOPEN,
)  # fmt: skip


def acts_on(recommendation, acting):
    """The acts this person may do now, and first the one that waits for them, if one does."""
    possible = [act for act in ACTS if act.rule(acting, recommendation)]
    waiting = next((act for act in possible if _waits(act, recommendation, acting)), None)
    return waiting, [act for act in possible if act is not waiting]


def _waits(act, recommendation, acting):
    if act is ANSWER:
        return not recommendation.is_answered and rules.answers_for_itself(acting, recommendation)
    if act is ASSIGN:
        return recommendation.addressee_id is None
    return act is VERIFY or (act is REPORT and recommendation.is_accepted)


@reads_and_sends
def recommendation_assign(request, pk):
    return _act(request, pk, ASSIGN)


@reads_and_sends
def recommendation_answer(request, pk):
    return _act(request, pk, ANSWER)


@reads_and_sends
def report_add(request, pk):
    return _act(request, pk, REPORT)


@reads_and_sends
def recommendation_status(request, pk):
    return _act(request, pk, STATUS)


@reads_and_sends
def recommendation_confidence(request, pk):
    return _act(request, pk, CONFIDENCE)


@reads_and_sends
def recommendation_verify(request, pk):
    return _act(request, pk, VERIFY)


@reads_and_sends
def recommendation_dissent(request, pk):
    return _act(request, pk, DISSENT)


@reads_and_sends
def recommendation_link(request, pk):
    return _act(request, pk, LINK)


@reads_and_sends
def action_add(request, pk):
    return _act(request, pk, PLAN)


@reads_and_sends
def indicator_add(request, pk):
    return _act(request, pk, INDICATOR)


@reads_and_sends
def blocker_add(request, pk):
    return _act(request, pk, BLOCK)


@reads_and_sends
def letter_add(request, pk):
    return _act(request, pk, LETTER)


@reads_and_sends
def criteria_propose(request, pk):
    return _act(request, pk, CRITERIA)


@reads_and_sends
def closure_propose(request, pk):
    return _act(request, pk, CLOSE)


@reads_and_sends
def recommendation_reopen(request, pk):
    return _act(request, pk, REOPEN)


@reads_and_sends
def closure_decide(request, pk):
    """Approve a proposed closure or refuse it."""
    closures = Closure.objects.select_related("recommendation__paper", "delegation", "proposer")
    closure = visible_or_404(closures, request.acting, pk=pk)
    rules.can_decide_closure.require(request.acting, closure)
    form = forms.DecisionForm(request.POST or None)
    if form.is_valid() and recorded(
        form, services.decide_closure, closure, form.cleaned_data, request.acting
    ):
        messages.success(request, _("The decision is recorded."))
        return redirect("implementation:recommendation-detail", pk=closure.recommendation_id)
    context = {"closure": closure, "recommendation": closure.recommendation, "form": form}
    return render(request, "implementation/closure_form.html", context, status=form_status(form))


def _act(request, pk, act):
    """Load it, ask the rule, take the form, do the act, go back to it."""
    seen = Recommendation.objects.select_related("paper", "addressee")
    recommendation = visible_or_404(seen, request.acting, pk=pk)
    act.rule.require(request.acting, recommendation)
    form = act.form(
        request.POST or None, request.FILES or None, recommendation=recommendation, acting=request.acting
    )
    if form.is_valid() and recorded(form, act.service, recommendation, form.facts(), request.acting):
        messages.success(request, act.done)
        return redirect("implementation:recommendation-detail", pk=pk)
    context = {"recommendation": recommendation, "form": form, "act": act}
    return render(request, "implementation/recommendation_form.html", context, status=form_status(form))


def recorded(form, service, thing, facts, acting):
    """Do it; what the service cannot use is said on the form, with everything typed still in it."""
    try:
        service(thing, **facts, by=acting)
    except BadInput as refusal:
        form.add_error(None, refusal.sentence)
    return not form.errors
