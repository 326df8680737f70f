"""Who may write, issue, share, table, withdraw and defer a paper, and when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from papers.delegations.models import Delegation, Participation
from papers.delegations.models.delegations import SEATED
from papers.delegations.models.delegations import Kind as DelegationKind
from papers.delegations.roles import AWAY, State
from papers.drafting import access, levels
from papers.drafting.lifecycle import BEFORE_TABLING, PAPER, Stage
from papers.drafting.models import AccessReview, AccessTemplate, Paper, PassageMarking, SectionHold
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("Papers are started by countries and organisations."))
def is_seated(acting: Actor, _obj: object) -> bool:
    return acting.delegation is not None and acting.delegation.kind in SEATED


@rule(_("Starting a paper needs a seat that drafts."))
def may_draft(acting: Actor, _obj: object) -> bool:
    return acting.can(Capability.DRAFT)


@rule(_("You may not see the working text: that needs “Draft”, which the lead of this paper can give."))
def can_read_working(acting: Actor, paper: Paper) -> bool:
    return not acting.is_support and access.allowed(acting, levels.DRAFT, paper)


@rule(_("Editing the working text needs a seat that drafts."))
def drafts(acting: Actor, _paper: Paper) -> bool:
    return acting.can(Capability.DRAFT)


@rule(_("The text is frozen: the paper is under silence, adopted, or at an end."))
def text_is_open(_acting: Actor, paper: Paper) -> bool:
    return not paper.is_frozen


@rule(_("A section is let go by the delegation that works on it, or by the lead of the paper."))
def can_release(acting: Actor, held: SectionHold) -> bool:
    holds = acting.delegation is not None and held.seat.delegation_id == acting.delegation.pk
    return acting.can(Capability.DRAFT) and (holds or access.allowed(acting, levels.LEAD, held.paper))


@rule(_("Only the delegation that leads this paper may do this."))
def leads(acting: Actor, paper: Paper) -> bool:
    return access.allowed(acting, levels.LEAD, paper)


@rule(_("Issuing a revision needs a seat that may issue."))
def issues(acting: Actor, _paper: Paper) -> bool:
    return acting.can(Capability.ISSUE)


@rule(_("Once tabled, a paper's revisions are issued after its comments are disposed of."))
def is_before_tabling(_acting: Actor, paper: Paper) -> bool:
    return paper.stage in BEFORE_TABLING


@rule(_("This commits the country: it needs its head or submitter."))
def speaks(acting: Actor, _paper: Paper) -> bool:
    return acting.can(Capability.SPEAK)


@rule(_("A paper is tabled with an issued revision: issue one first."))
def has_revision(_acting: Actor, paper: Paper) -> bool:
    return paper.current_id is not None


@rule(_("A text is based on an issued revision: issue one first."))
def is_issued(_acting: Actor, paper: Paper) -> bool:
    return paper.current_id is not None


@rule(_("A paper at this stage cannot be withdrawn."))
def may_be_withdrawn(_acting: Actor, paper: Paper) -> bool:
    return PAPER.allows(paper.stage, Stage.WITHDRAWN)


@rule(_("A paper at this stage cannot be deferred."))
def may_be_deferred(_acting: Actor, paper: Paper) -> bool:
    return PAPER.allows(paper.stage, Stage.DEFERRED)


@rule(_("The paper is not deferred."))
def is_deferred(_acting: Actor, paper: Paper) -> bool:
    return paper.stage == Stage.DEFERRED


@rule(_("This is the chair's to decide, once the paper is tabled."))
def presides(acting: Actor, paper: Paper) -> bool:
    return acting.can(Capability.PRESIDE) and access.allowed(acting, levels.PRESIDE, paper)


@rule(
    _(
        "Access is managed by the delegation that leads the paper; once tabled, by the access administrator as well."
    )
)
def can_manage_access(acting: Actor, paper: Paper) -> bool:
    as_lead = acting.can(Capability.SHARE) and access.allowed(acting, levels.LEAD, paper)
    return as_lead or administers(acting, paper)


@rule(
    _(
        "Who sees a paper is known to those who manage its access; of its own people, to a delegation's focal point."
    )
)
def can_see_people(acting: Actor, paper: Paper) -> bool:
    return can_manage_access(acting, paper) or acting.can(Capability.MANAGE_PEOPLE)


@rule(
    _("The matrix of access is for those who give access: writers of papers, and the access administrator.")
)
def can_see_matrix(acting: Actor, _obj: object) -> bool:
    return acting.can(Capability.SHARE) or acting.can(Capability.ADMINISTER_ACCESS)


@rule(_("A template is done away with by the delegation that made it."))
def can_end_template(acting: Actor, template: AccessTemplate) -> bool:
    is_own = acting.delegation is not None and template.owner_id == acting.delegation.pk
    return is_own and can_see_matrix(acting, None)


@rule(_("What a delegation can see is for its own people, and for those who gave it access."))
def can_see_holdings(acting: Actor, delegation: Delegation) -> bool:
    is_own = acting.delegation is not None and delegation.pk == acting.delegation.pk
    return is_own or can_see_matrix(acting, None)


@rule(_("The review of what a delegation can see is opened by the access administrator."))
def can_open_review(acting: Actor, _delegation: Delegation) -> bool:
    return acting.can(Capability.ADMINISTER_ACCESS)


@rule(_("The review is answered by the head or the submitter of the delegation it asks."))
def answers_for_it(acting: Actor, review: AccessReview) -> bool:
    is_own = acting.delegation is not None and review.delegation_id == acting.delegation.pk
    return is_own and acting.can(Capability.SPEAK)


@rule(_("This review is answered already."))
def is_unanswered(_acting: Actor, review: AccessReview) -> bool:
    return review.answered_at is None


can_answer_review = answers_for_it & is_unanswered


@rule(_("A paper that has ended keeps the access it had."))
def is_alive(_acting: Actor, paper: Paper) -> bool:
    return paper.stage not in {Stage.WITHDRAWN, Stage.LAPSED}


@rule(
    _(
        "Nobody's access is narrowed while a paper is under silence: whoever is on the roll must be able to answer."
    )
)
def may_be_narrowed(_acting: Actor, paper: Paper) -> bool:
    return paper.stage != Stage.SILENCE


@rule(_("Passages are narrowed in the name of the delegation that leads the paper."))
def narrows(acting: Actor, paper: Paper) -> bool:
    return acting.can(Capability.SHARE) and access.allowed(acting, levels.LEAD, paper)


@rule(
    _(
        "Who reads a passage is decided by the delegation that leads the paper, and by the one that narrowed it."
    )
)
def can_see_markings(acting: Actor, paper: Paper) -> bool:
    return narrows(acting, paper) or _has_narrowed(acting, paper)


@rule(_("The delegation that narrowed a passage decides on a wider release of it."))
def can_release_passage(acting: Actor, marking: PassageMarking) -> bool:
    is_own = acting.delegation is not None and marking.originator_id == acting.delegation.pk
    return is_own and acting.can(Capability.SHARE)


@rule(
    _(
        "A passage of the text is not released to everybody: no one agrees to what they cannot read. "
        "Release it, or take it out."
    )
)
def is_released_whole(_acting: Actor, paper: Paper) -> bool:
    return paper.current is None or paper.current.narrowed_at is None


@rule(_("Importing needs a seat that drafts, or the console."))
def can_import(acting: Actor, _obj: object) -> bool:
    return can_start(acting, None) or acting.can(Capability.IMPORT)


@rule(_("Lists kept elsewhere are taken over by the chair or the secretary."))
def can_begin_list(acting: Actor, _obj: object) -> bool:
    keeps = acting.can(Capability.REGISTER) or acting.can(Capability.PRESIDE)
    return acting.delegation is not None and acting.delegation.kind == DelegationKind.SECRETARIAT and keeps


def _has_narrowed(acting: Actor, paper: Paper) -> bool:
    if acting.delegation is None or not acting.can(Capability.SHARE):
        return False
    own = PassageMarking.objects.standing().filter(paper=paper, originator=acting.delegation)
    return own.exists()


def administers(acting: Actor, paper: Paper) -> bool:
    """Whether this is the secretariat's access administrator, on a tabled paper."""
    return acting.can(Capability.ADMINISTER_ACCESS) and access.allowed(acting, levels.PRESIDE, paper)


def ceiling(acting: Actor, paper: Paper) -> str:
    """The highest level this person may give: nobody gives more than they hold, the administrator up to draft."""
    as_lead = acting.can(Capability.SHARE) and access.allowed(acting, levels.LEAD, paper)
    return levels.Level.LEAD if as_lead else levels.Level.DRAFT


@rule(_("Another penholder is named while the delegation that leads the paper does not take part."))
def lead_is_away(_acting: Actor, paper: Paper) -> bool:
    there = Participation.objects.current().filter(delegation=paper.lead_id)
    return not there.exclude(state__in={*AWAY, State.DORMANT}).exists()


can_change_access = can_manage_access & is_alive
can_start = is_seated & may_draft
can_edit = can_read_working & drafts & text_is_open
can_hold = can_edit
can_name = can_read_working & drafts
can_issue = leads & issues & is_before_tabling
can_table = leads & speaks & is_before_tabling & has_revision
can_withdraw = leads & speaks & may_be_withdrawn
can_defer = presides & may_be_deferred
can_resume = presides & is_deferred
can_name_penholder = presides & lead_is_away & is_alive
can_narrow = narrows & text_is_open
can_rebase = leads & drafts & text_is_open & is_issued
