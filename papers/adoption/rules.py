"""Who may place a paper under silence, acknowledge, break, extend, cancel, resume and decide; and when."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.adoption.lifecycle import State
from papers.adoption.models import Break, RollEntry, Silence
from papers.drafting import rules as drafting
from papers.drafting.lifecycle import PAPER, Stage
from papers.drafting.models import Paper
from papers.review import rules as review
from papers.review.models import Comment
from papers.review.models.objections import unsettled
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("A paper is placed under silence from consolidation, or when it is agreed ad referendum."))
def stage_allows_placing(_acting: Actor, paper: Paper) -> bool:
    return PAPER.allows(paper.stage, Stage.SILENCE)


@rule(_("Only a paper with an issued revision is placed under silence."))
def has_revision(_acting: Actor, paper: Paper) -> bool:
    return paper.current_id is not None


@rule(_("Critical comments have no decided disposition yet: the chair decides them first."))
def has_decided_critical_comments(_acting: Actor, paper: Paper) -> bool:
    return not Comment.objects.filter(round__paper=paper).critical().undecided().exists()


@rule(
    _(
        "A critical comment was decided and is not settled: its delegation says that it is, converts it to a "
        "reservation, or the chair sets it aside with the reason."
    )
)
def has_no_unsettled_objection(_acting: Actor, paper: Paper) -> bool:
    return not unsettled(paper).exists()


@rule(_("This is the chair's to decide."))
def chairs(acting: Actor, silence: Silence) -> bool:
    return drafting.presides(acting, silence.paper)


@rule(_("The procedure is not running: it can be neither extended nor cancelled."))
def is_running(_acting: Actor, silence: Silence) -> bool:
    return silence.is_running


@rule(_("The procedure is suspended or at an end; only a running one is extended."))
def is_open(_acting: Actor, silence: Silence) -> bool:
    return silence.is_open


@rule(_("The procedure is not suspended."))
def is_suspended(_acting: Actor, silence: Silence) -> bool:
    return bool(silence.state == State.SUSPENDED)


@rule(_("Your delegation is not on the roll of this procedure, which was frozen when it was placed."))
def on_roll(acting: Actor, silence: Silence) -> bool:
    return entry_of(acting, silence) is not None


@rule(
    _(
        "Silence is broken by the head of a delegation. Your seat may not; tell your head of delegation at once."
    )
)
def breaks_for_country(acting: Actor, _silence: Silence) -> bool:
    return acting.can(Capability.BREAK_SILENCE)


@rule(_("Acknowledging receipt needs a seat that reads for its delegation."))
def reads(acting: Actor, _silence: Silence) -> bool:
    return acting.can(Capability.READ)


@rule(_("The clock alone decides what has become of a silence."))
def keeps_time(acting: Actor, _silence: Silence) -> bool:
    return acting.can(Capability.KEEP_TIME)


@rule(_("A receipt is given to the delegation whose objection it is, and to nobody else."))
def is_author(acting: Actor, objection: Break) -> bool:
    return acting.delegation is not None and bool(acting.delegation.pk == objection.delegation_id)


@rule(_("Taking note of an objection is the chair's."))
def chairs_objection(acting: Actor, objection: Break) -> bool:
    return drafting.presides(acting, objection.silence.paper)


def why_not_narrowed(paper: Paper) -> str:
    """A text that was put before the whole roll is not narrowed afterwards: objections name its passages."""
    if not Silence.objects.filter(paper=paper).exists():
        return ""
    return gettext(
        "The paper has been under silence: all on the roll have had the text. Its passages are not narrowed any more."
    )


def entry_of(acting: Actor, silence: Silence) -> RollEntry | None:
    """The acting delegation's line on the frozen roll, read once per request."""
    key = ("roll entry", silence.pk)
    if key not in acting.memo:
        acting.memo[key] = _read(acting, silence)
    entry: RollEntry | None = acting.memo[key]
    return entry


def _read(acting: Actor, silence: Silence) -> RollEntry | None:
    if acting.delegation is None:
        return None
    return silence.roll.of(acting.delegation).first()


can_place = drafting.presides & has_revision & stage_allows_placing & drafting.is_released_whole
is_settled = review.has_no_open_round & has_decided_critical_comments & has_no_unsettled_objection
can_acknowledge = reads & on_roll & is_running
can_break = breaks_for_country & on_roll
can_extend = chairs & is_open
can_cancel = chairs & is_running
can_resume = chairs & is_suspended
can_decide = keeps_time
can_see_receipt = is_author
can_take_note = chairs_objection
