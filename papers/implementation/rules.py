"""Who may assign, answer, report, verify and close a recommendation, and when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.drafting import access, levels
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.implementation.lifecycle import ACTIVE, DECLARED, TRACKED, Status
from papers.implementation.models import Recommendation, Role
from papers.implementation.models.having import parts, reporters
from papers.implementation.models.plans import Side
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule

DOING = frozenset({Role.OWNER, Role.REPORTER})
PLANNING = DOING | {Role.SUPPORT}


def coordinates_paper(acting: Actor, paper: Paper) -> bool:
    """Whether this is the chair or the secretary of a paper at which the secretariat presides."""
    able = acting.can(Capability.PRESIDE) or acting.can(Capability.REGISTER)
    return able and access.allowed(acting, levels.PRESIDE, paper)


def does(acting: Actor, recommendation: Recommendation) -> bool:
    """Whether the delegation carries it out or reports on it: by its part, or by the paper's “report” level."""
    if parts(acting, recommendation) & DOING:
        return True
    return (
        acting.can(Capability.READ) and levels.REPORT in access.held(acting, recommendation.paper).permissions
    )


@rule(_("This is for the chair or the secretary of the paper."))
def coordinates(acting: Actor, recommendation: Recommendation) -> bool:
    return coordinates_paper(acting, recommendation.paper)


@rule(_("The recommendations of this paper are not followed here any more."))
def is_followed(_acting: Actor, recommendation: Recommendation) -> bool:
    return recommendation.paper.stage in ACTIVE


@rule(_("The recommendation is closed; reopen it first."))
def is_open(_acting: Actor, recommendation: Recommendation) -> bool:
    return recommendation.is_open


@rule(_("It is followed by its parts: go to one of them."))
def has_no_parts(_acting: Actor, recommendation: Recommendation) -> bool:
    return not recommendation.has_parts


@rule(_("Rows are taken over by the chair or the secretary of the paper."))
def keeps_list(acting: Actor, paper: Paper) -> bool:
    return coordinates_paper(acting, paper)


@rule(_("The recommendations of this paper are not followed here any more."))
def is_a_list_in_use(_acting: Actor, paper: Paper) -> bool:
    return paper.stage in ACTIVE


@rule(_("It is addressed to nobody yet: the chair or the secretary assigns it first."))
def is_addressed(_acting: Actor, recommendation: Recommendation) -> bool:
    return recommendation.addressee_id is not None


@rule(
    _(
        "The answer is given by the head or submitter of the addressee; the secretariat enters one that was given "
        "elsewhere."
    )
)
def answers(acting: Actor, recommendation: Recommendation) -> bool:
    return answers_for_itself(acting, recommendation) or coordinates(acting, recommendation)


def answers_for_itself(acting: Actor, recommendation: Recommendation) -> bool:
    """Whether this person speaks for the addressee."""
    own = acting.delegation is not None and acting.delegation.pk == recommendation.addressee_id
    return own and acting.can(Capability.SPEAK)


@rule(_("Reporting needs a seat that reports."))
def may_report(acting: Actor, _recommendation: Recommendation) -> bool:
    return acting.can(Capability.REPORT)


@rule(_("Your delegation neither owns this recommendation nor reports on it."))
def does_or_reports(acting: Actor, recommendation: Recommendation) -> bool:
    return does(acting, recommendation)


@rule(_("Status and confidence are set by those who report on it, and by the chair or the secretary."))
def keeps_status(acting: Actor, recommendation: Recommendation) -> bool:
    reports = acting.can(Capability.REPORT) and does(acting, recommendation)
    return reports or coordinates_paper(acting, recommendation.paper)


@rule(
    _("The plan is kept by those who own it, support it or report on it, and by the chair or the secretary.")
)
def plans(acting: Actor, recommendation: Recommendation) -> bool:
    part = parts(acting, recommendation) & PLANNING or does(acting, recommendation)
    return bool(acting.can(Capability.REPORT) and part) or coordinates_paper(acting, recommendation.paper)


@rule(
    _(
        "What is measured is set by those who own it, by the lead of its paper, and by the chair or the secretary."
    )
)
def defines(acting: Actor, recommendation: Recommendation) -> bool:
    leads = access.allowed(acting, levels.LEAD, recommendation.paper)
    owns = Role.OWNER in parts(acting, recommendation)
    return (acting.can(Capability.REPORT) and (leads or owns)) or coordinates_paper(
        acting, recommendation.paper
    )


@rule(_("Figures are given by those who report on it, and by the chair or the secretary."))
def gives_figures(acting: Actor, recommendation: Recommendation) -> bool:
    return keeps_status(acting, recommendation)


@rule(_("Figures from a file are given by those who report on it, and by the chair or the secretary."))
def brings_figures(acting: Actor, paper: Paper) -> bool:
    return any(gives_figures(acting, one) for one in paper.recommendations.visible_to(acting))


@rule(_("A figure is corrected by the delegation that gave it, and by the chair or the secretary."))
def corrects(acting: Actor, reading: Any) -> bool:
    recommendation = reading.indicator.recommendation
    own = acting.delegation is not None and acting.delegation.pk == reading.delegation_id
    return (own and gives_figures(acting, recommendation)) or coordinates_paper(acting, recommendation.paper)


@rule(_("The recommendations of this paper are not followed here any more."))
def is_of_a_followed_one(_acting: Actor, reading: Any) -> bool:
    return reading.indicator.recommendation.paper.stage in ACTIVE


@rule(_("It is reported as done: whoever verifies it decides where it stands."))
def is_not_under_verification(_acting: Actor, recommendation: Recommendation) -> bool:
    return recommendation.status in DECLARED


@rule(_("Nothing is reported as done, so there is nothing to verify yet."))
def is_reported(_acting: Actor, recommendation: Recommendation) -> bool:
    return recommendation.status == Status.REPORTED


@rule(
    _(
        "Verifying needs a seat that verifies, in the delegation that was agreed to verify it; until one is agreed it "
        "stays reported, not verified."
    )
)
def verifies(acting: Actor, recommendation: Recommendation) -> bool:
    return acting.can(Capability.VERIFY) and Role.VERIFIER in parts(acting, recommendation)


@rule(_("You reported this yourself: somebody else verifies it."))
def is_another_person(acting: Actor, recommendation: Recommendation) -> bool:
    reported = {person for person, _code in reporters(acting, recommendation)}
    return acting.user is not None and acting.user.pk not in reported


@rule(_("Your delegation owns or reported this: another one verifies it."))
def is_another_delegation(acting: Actor, recommendation: Recommendation) -> bool:
    reported = {code for _person, code in reporters(acting, recommendation)}
    own = acting.delegation is not None and acting.delegation.code in reported
    return not own and not parts(acting, recommendation) & DOING


@rule(_("Whoever proposed the criteria does not answer them; the other side does."))
def is_the_other_side(acting: Actor, criteria: Any) -> bool:
    if acting.user is None or acting.user.pk == criteria.by_id:
        return False
    recommendation = criteria.recommendation
    if criteria.side == Side.OWNER:
        return coordinates_paper(acting, recommendation.paper)
    return acting.can(Capability.SPEAK) and Role.OWNER in parts(acting, recommendation)


@rule(_("Whoever entered the letter does not confirm it as well."))
def is_a_second_person(acting: Actor, letter: Any) -> bool:
    return acting.user is not None and letter.by_id != acting.user.pk


@rule(_("A letter is confirmed by the chair or the secretary of the paper."))
def confirms(acting: Actor, letter: Any) -> bool:
    return coordinates_paper(acting, letter.recommendation.paper)


@rule(_("Reminders are sent by the clock."))
def keeps_time(acting: Actor, _recommendation: Any) -> bool:
    return acting.can(Capability.KEEP_TIME)


@rule(_("The recommendation is closed; reopen it first."))
def is_about_an_open_one(_acting: Actor, thing: Any) -> bool:
    return bool(thing.recommendation.is_open)


@rule(_("This is proposed by the owner's head or submitter, by the chair or by the secretary."))
def proposes(acting: Actor, recommendation: Recommendation) -> bool:
    as_owner = acting.can(Capability.SPEAK) and Role.OWNER in parts(acting, recommendation)
    return as_owner or coordinates_paper(acting, recommendation.paper)


@rule(_("Whoever proposed to close it does not decide on it as well."))
def is_not_the_proposer(acting: Actor, closure: Any) -> bool:
    return acting.user is not None and closure.proposer_id != acting.user.pk


@rule(_("Closing is decided by the chair or the secretary of the paper."))
def decides(acting: Actor, closure: Any) -> bool:
    return coordinates_paper(acting, closure.recommendation.paper)


@rule(_("The recommendation is open: there is nothing to reopen."))
def is_closed(_acting: Actor, recommendation: Recommendation) -> bool:
    return not recommendation.is_open


@rule(_("The recommendations of this paper are not followed here any more."))
def may_be_reopened(_acting: Actor, recommendation: Recommendation) -> bool:
    return recommendation.paper.stage in TRACKED


@rule(_("A note on the record is put there by a head or a submitter, in the name of the delegation."))
def speaks(acting: Actor, recommendation: Recommendation) -> bool:
    sees = access.allowed(acting, levels.VIEW, recommendation.paper) or bool(parts(acting, recommendation))
    return acting.can(Capability.SPEAK) and sees


@rule(_("A paper is closed by the chair or the secretary."))
def closes(acting: Actor, paper: Paper) -> bool:
    return coordinates_paper(acting, paper)


@rule(_("The paper is not in implementation."))
def is_in_implementation(_acting: Actor, paper: Paper) -> bool:
    return paper.stage == Stage.IMPLEMENTATION


@rule(_("Some of its recommendations are still open."))
def has_nothing_open(_acting: Actor, paper: Paper) -> bool:
    return not Recommendation.objects.followed().open().filter(paper=paper).exists()


can_assign = coordinates & has_no_parts & is_followed & is_open
can_answer = answers & has_no_parts & is_addressed & is_followed & is_open
can_report = may_report & does_or_reports & has_no_parts & is_followed & is_open
can_set_status = keeps_status & has_no_parts & is_followed & is_open & is_not_under_verification
can_set_confidence = keeps_status & has_no_parts & is_followed & is_open
can_verify = verifies & is_reported & is_another_person & is_another_delegation & is_followed
can_propose_closure = proposes & has_no_parts & is_followed & is_open & is_not_under_verification
can_decide_closure = decides & is_not_the_proposer
can_reopen = coordinates & is_closed & may_be_reopened
can_enter_letter = coordinates & is_addressed & has_no_parts & is_followed & is_open
can_decide_letter = confirms & is_a_second_person & is_about_an_open_one
can_plan = plans & has_no_parts & is_followed & is_open
can_define = defines & has_no_parts & is_followed & is_open
can_give_figures = gives_figures & has_no_parts & is_followed
can_correct_figure = corrects & is_of_a_followed_one
can_propose_criteria = proposes & is_addressed & is_followed & is_open
can_decide_criteria = is_the_other_side & is_about_an_open_one
can_link = coordinates & may_be_reopened
can_dissent = speaks & may_be_reopened
can_take_over = keeps_list & is_a_list_in_use
can_bring_figures = brings_figures & is_a_list_in_use
can_close_paper = closes & is_in_implementation & has_nothing_open


@rule(_("A view is kept on the post of somebody who may read."))
def can_save_view(acting: Actor, _nothing: None) -> bool:
    return acting.mandate is not None and acting.can(Capability.READ)
