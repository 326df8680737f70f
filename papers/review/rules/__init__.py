"""Who may open rounds, comment, answer, reply, dispose of comments and issue the next revision, and when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.delegations.roles import State
from papers.drafting import access, levels
from papers.drafting import rules as drafting
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.review.lifecycle import AMENDMENT, Fate, Step
from papers.review.models import Amendment, Comment, Round, RoundEntry, Suggestion
from papers.review.models.objections import unsettled
from papers.review.rules.behalf import answer_stands, is_before_the_close, is_spoken_for
from papers.review.rules.late import late_until as late_until
from papers.review.rules.late import may_be_permitted, takes_late
from papers.review.rules.late import with_late as with_late
from papers.review.rules.own import clears, is_own_note, is_unreleased, may_read_text, sets_the_chain
from papers.review.rules.reservations import (
    CIRCULATING,
    entered_it,
    holder_is_away,
    speaks,
    stands_still,
    takes_reservations,
)
from papers.shared.acting import Actor, Capability
from papers.shared.rules import of_paper, rule

# Delegations that can be asked: an observer comments when invited, a dormant one wakes when it does.
TAKING_PART = frozenset({State.ACTIVE, State.DORMANT, State.OBSERVER})


def entry_of(acting: Actor, round: Round) -> RoundEntry | None:
    """The acting delegation's invitation to a round, read once per request."""
    key = ("entry", round.pk)
    if key not in acting.memo:
        own = RoundEntry.objects.filter(round=round, delegation=acting.delegation).with_chain(acting)
        acting.memo[key] = own.first() if acting.delegation else None
    entry: RoundEntry | None = acting.memo[key]
    return entry


def read_again(acting: Actor, round: Round) -> None:
    """Forget what was read of the invitation before the round was locked: a colleague may have answered since."""
    acting.memo.pop(("entry", round.pk), None)


@rule(_("Rounds are opened on papers that are tabled and not yet under silence, deferred or at an end."))
def may_circulate(_acting: Actor, paper: Paper) -> bool:
    return paper.stage in CIRCULATING


@rule(_("A round is still open on this paper."))
def has_no_open_round(_acting: Actor, paper: Paper) -> bool:
    return not Round.objects.open().filter(paper=paper).exists()


@rule(
    _(
        "The next revision is issued between rounds, while the paper is neither under silence, deferred nor at an end."
    )
)
def is_between_rounds(acting: Actor, paper: Paper) -> bool:
    return may_circulate(acting, paper) and has_no_open_round(acting, paper)


# Rounds --------------------------------------------------------------------------------------------


@rule(_("Comments are made in a round by the delegations that were invited to it; yours was not."))
def is_invited(acting: Actor, round: Round) -> bool:
    return entry_of(acting, round) is not None


@rule(_("Commenting in your delegation's name needs a seat that comments."))
def comments(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.COMMENT)


@rule(_("Your delegation's access to this paper does not include comments."))
def comments_on_paper(acting: Actor, paper: Paper) -> bool:
    return access.allowed(acting, levels.COMMENT, paper)


@rule(_("Comments are taken only while the round is open."))
def takes_comments(acting: Actor, round: Round) -> bool:
    return not round.is_over(acting.at) and round.paper.stage == Stage.CIRCULATION


@rule(_("Your delegation has said that its answer is complete. Take that back first."))
def has_not_answered(acting: Actor, round: Round) -> bool:
    entry = entry_of(acting, round)
    return entry is None or entry.answered_at is None


@rule(
    _(
        "Your delegation has its answer cleared before it is released: write comments as drafts among its own notes."
    )
)
def is_unchained(acting: Actor, round: Round) -> bool:
    entry: Any = entry_of(acting, round)
    return entry is None or not entry.is_chained


@rule(
    _(
        "The round is closed by the clock at its deadline; before it, only once every invited delegation has answered."
    )
)
def has_every_answer(_acting: Actor, round: Round) -> bool:
    return round.is_open and not round.entries.filter(answered_at__isnull=True).exists()


@rule(_("The deadline of this round has passed, or its paper is no longer in circulation: it is not moved."))
def still_runs(acting: Actor, round: Round) -> bool:
    return takes_comments(acting, round)


@rule(_("The deadline of a round is kept by the clock."))
def keeps_time(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.KEEP_TIME)


@rule(_("A comment is changed by the delegation that made it."))
def is_own(acting: Actor, comment: Comment) -> bool:
    own = acting.delegation is not None and comment.delegation_id == acting.delegation.pk
    return own and not comment.is_of_a_party


@rule(_("This comment was taken back."))
def stands(_acting: Actor, comment: Comment) -> bool:
    return comment.withdrawn_at is None


@rule(_("The round takes no changes any more."))
def round_takes_it(acting: Actor, said: Comment | Amendment | Suggestion) -> bool:
    return takes_comments(acting, said.round) and has_not_answered(acting, said.round)


@rule(_("Comments are answered and disposed of once the close of the round has opened them to all."))
def is_open_to_all(_acting: Actor, comment: Comment) -> bool:
    return comment.is_open


@rule(_("Once the round is closed, the penholder proposes what becomes of comments, and the chair decides."))
def disposes(acting: Actor, round: Round) -> bool:
    pen = drafting.leads & drafting.issues
    return not round.is_open and (pen(acting, round.paper) or drafting.presides(acting, round.paper))


@rule(_("The chair has decided on this comment; a proposal comes too late."))
def awaits_decision(_acting: Actor, comment: Comment) -> bool:
    return not comment.dispositions.filter(step=Step.DECIDED).exists()


@rule(_("Replying needs access that includes comments, or the chair."))
def has_a_voice(acting: Actor, paper: Paper) -> bool:
    return access.allowed(acting, levels.COMMENT, paper) or drafting.presides(acting, paper)


@rule(_("The delegation that commented says whether the chair's decision settles it, once there is one."))
def is_decided(_acting: Actor, comment: Comment) -> bool:
    return comment.dispositions.filter(step=Step.DECIDED).exists()


@rule(_("Only a critical comment that was decided and is not settled is set aside."))
def is_unsettled(_acting: Actor, comment: Comment) -> bool:
    return bool(unsettled(comment.round.paper_id).filter(pk=comment.pk).exists())


# Amendments ----------------------------------------------------------------------------------------


@rule(_("An amendment is changed and taken back by the delegation that made it."))
def proposes(acting: Actor, amendment: Amendment) -> bool:
    return acting.delegation is not None and amendment.delegation_id == acting.delegation.pk


@rule(_("This amendment is decided, or was taken back."))
def is_undecided(_acting: Actor, amendment: Amendment) -> bool:
    return amendment.state == Fate.PROPOSED


@rule(_("The close of the round has opened this amendment to all; its words stay as they are."))
def is_unopened(_acting: Actor, amendment: Amendment) -> bool:
    return not amendment.is_open


@rule(_("Amendments are supported, opposed and decided once the close of the round has opened them to all."))
def is_opened(_acting: Actor, amendment: Amendment) -> bool:
    return amendment.is_open


@rule(_("The delegations that put an amendment forward support it already."))
def is_no_sponsor(acting: Actor, amendment: Amendment) -> bool:
    if acting.delegation is None or amendment.delegation_id == acting.delegation.pk:
        return False
    return not amendment.cosponsors.filter(delegation=acting.delegation, agreed_at__isnull=False).exists()


@rule(_("Your delegation was not asked to join this amendment."))
def is_asked(acting: Actor, amendment: Amendment) -> bool:
    return amendment.cosponsors.filter(delegation=acting.delegation).exists()


@rule(_("Amendments are joined by delegations that were invited to the round; yours was not."))
def is_invited_too(acting: Actor, amendment: Amendment) -> bool:
    return is_invited(acting, amendment.round) and access.allowed(acting, levels.COMMENT, amendment.paper)


@rule(
    _(
        "Nothing more is decided on this amendment: it is in the text, or was rejected, overtaken or taken back."
    )
)
def may_be_decided(_acting: Actor, amendment: Amendment) -> bool:
    return bool(AMENDMENT.moves[Fate(amendment.state)] - {Fate.WITHDRAWN, Fate.APPLIED})


@rule(_("Only an accepted amendment that is not in the text yet is put there by hand."))
def awaits_placing(_acting: Actor, amendment: Amendment) -> bool:
    return amendment.state == Fate.ACCEPTED


can_reserve = speaks & comments_on_paper & takes_reservations
can_lift = entered_it & speaks & stands_still
can_let_lapse = of_paper(drafting.presides) & holder_is_away & stands_still
can_suggest = is_own_note & comments & is_unreleased & round_takes_it
can_see_chain = comments
can_set_chain = sets_the_chain
can_clear = clears
can_note = comments & may_read_text
can_change_note = is_own_note & comments & is_unreleased
can_open_round = drafting.presides & may_circulate & has_no_open_round
can_issue_next = drafting.leads & drafting.issues & is_between_rounds

can_wish = comments & comments_on_paper & may_circulate
can_settle = drafting.leads & drafting.issues & drafting.text_is_open

can_acknowledge = is_invited & takes_comments
may_comment_on = of_paper(comments_on_paper)
can_comment = is_invited & comments & may_comment_on
can_comment_now = can_comment & takes_comments & has_not_answered
can_comment_freely = can_comment_now & is_unchained
can_comment_late = can_comment & takes_late
can_see_clearance = is_invited & may_comment_on
can_answer = can_fill_open = can_comment & takes_comments
can_fill_closed = comments & of_paper(has_a_voice & drafting.text_is_open)
can_release = speaks & is_invited & may_comment_on & takes_comments
can_confirm = is_spoken_for & speaks & may_comment_on & answer_stands & is_before_the_close
can_disown = is_spoken_for & speaks & of_paper(drafting.text_is_open)
presides_over = of_paper(drafting.presides)
can_extend_round = presides_over & still_runs
can_permit_late = presides_over & may_be_permitted
can_close_early = of_paper(drafting.presides) & has_every_answer

can_change = is_own & comments & stands & round_takes_it
can_reply = comments & is_open_to_all & of_paper(has_a_voice & drafting.text_is_open)
holds_the_pen = of_paper(drafting.leads & drafting.issues) & is_open_to_all & of_paper(drafting.text_is_open)
can_propose = holds_the_pen & awaits_decision
can_decide = of_paper(drafting.presides) & is_open_to_all & of_paper(drafting.text_is_open)

can_dispose_in = disposes & of_paper(drafting.text_is_open)

can_answer_decision = is_own & comments & is_decided & of_paper(drafting.text_is_open)
can_set_aside = of_paper(drafting.presides) & is_unsettled & of_paper(drafting.text_is_open)

can_amend = proposes & comments & is_unopened & is_undecided & round_takes_it
can_take_back = proposes & comments & is_undecided
can_join = is_asked & comments & is_invited_too & is_unopened & is_undecided & round_takes_it
can_take_position = comments & is_opened & is_undecided & is_no_sponsor & of_paper(comments_on_paper)
can_judge = of_paper(drafting.presides) & is_opened & may_be_decided & of_paper(drafting.text_is_open)
can_put_in = of_paper(drafting.leads & drafting.issues) & awaits_placing & of_paper(drafting.text_is_open)
