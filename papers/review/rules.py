"""Who may open rounds, comment, answer, reply, dispose of comments and issue the next revision, and when."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.delegations.roles import State
from papers.drafting import access, levels
from papers.drafting import rules as drafting
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.review.lifecycle import Step
from papers.review.models import Comment, Round, RoundEntry
from papers.shared.acting import Actor, Capability
from papers.shared.rules import Rule, rule

# Delegations that can be asked: an observer comments when invited, a dormant one wakes when it does.
TAKING_PART = frozenset({State.ACTIVE, State.DORMANT, State.OBSERVER})
CIRCULATING = frozenset({Stage.TABLED, Stage.CIRCULATION, Stage.CONSOLIDATION})


def of_paper(asked: Rule) -> Rule:
    """A rule about papers, asked of something that has a paper."""

    def about(part: Rule) -> Rule:
        @wraps(part.test)
        def test(acting: Actor, obj: Any) -> bool:
            return bool(part.test(acting, obj.paper))

        return Rule(test, part.reason)

    first, *others = [about(part) for part in asked.parts or (asked,)]
    for part in others:
        first = first & part
    return first


def entry_of(acting: Actor, round: Round) -> RoundEntry | None:
    """The acting delegation's invitation to a round, read once per request."""
    key = ("entry", round.pk)
    if key not in acting.memo:
        own = RoundEntry.objects.filter(round=round, delegation=acting.delegation)
        acting.memo[key] = own.first() if acting.delegation else None
    entry: RoundEntry | None = acting.memo[key]
    return entry


def read_again(acting: Actor, round: Round) -> None:
    """Forget what was read of the invitation before the round was locked: a colleague may have answered since."""
    acting.memo.pop(("entry", round.pk), None)


# Papers --------------------------------------------------------------------------------------------


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
def may_comment_on(acting: Actor, round: Round) -> bool:
    return access.allowed(acting, levels.COMMENT, round.paper)


@rule(_("Comments are taken only while the round is open."))
def takes_comments(acting: Actor, round: Round) -> bool:
    return not round.is_over(acting.at) and round.paper.stage == Stage.CIRCULATION


@rule(_("Your delegation has said that its answer is complete. Take that back first."))
def has_not_answered(acting: Actor, round: Round) -> bool:
    entry = entry_of(acting, round)
    return entry is None or entry.answered_at is None


@rule(
    _(
        "The round is closed by the clock at its deadline; before it, only once every invited delegation has answered."
    )
)
def has_every_answer(_acting: Actor, round: Round) -> bool:
    return round.is_open and not round.entries.filter(answered_at__isnull=True).exists()


@rule(_("The deadline of a round is kept by the clock."))
def keeps_time(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.KEEP_TIME)


# Comments ------------------------------------------------------------------------------------------


@rule(_("A comment is changed by the delegation that made it."))
def is_own(acting: Actor, comment: Comment) -> bool:
    return acting.delegation is not None and comment.delegation_id == acting.delegation.pk


@rule(_("This comment was taken back."))
def stands(_acting: Actor, comment: Comment) -> bool:
    return comment.withdrawn_at is None


@rule(_("The round takes no changes any more."))
def may_still_change(acting: Actor, comment: Comment) -> bool:
    return takes_comments(acting, comment.round) and has_not_answered(acting, comment.round)


@rule(_("Comments are answered and disposed of once the close of the round has opened them to all."))
def is_open_to_all(_acting: Actor, comment: Comment) -> bool:
    return comment.is_open


@rule(_("The chair has decided on this comment; a proposal comes too late."))
def awaits_decision(_acting: Actor, comment: Comment) -> bool:
    return not comment.dispositions.filter(step=Step.DECIDED).exists()


@rule(_("Replying needs access that includes comments, or the chair."))
def has_a_voice(acting: Actor, comment: Comment) -> bool:
    paper = comment.round.paper
    return access.allowed(acting, levels.COMMENT, paper) or drafting.presides(acting, paper)


can_open_round = drafting.presides & may_circulate & has_no_open_round
can_issue_next = drafting.leads & drafting.issues & is_between_rounds

can_acknowledge = is_invited & takes_comments
can_comment = is_invited & comments & may_comment_on
can_comment_now = can_comment & takes_comments & has_not_answered
can_answer = can_comment & takes_comments
can_close_early = of_paper(drafting.presides) & has_every_answer

can_change = is_own & comments & stands & may_still_change
can_reply = comments & is_open_to_all & has_a_voice & of_paper(drafting.text_is_open)
holds_the_pen = of_paper(drafting.leads & drafting.issues) & is_open_to_all & of_paper(drafting.text_is_open)
can_propose = holds_the_pen & awaits_decision
can_decide = of_paper(drafting.presides) & is_open_to_all & of_paper(drafting.text_is_open)
