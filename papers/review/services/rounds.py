"""The life of a round: opened by the chair, answered by those invited, closed by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.clock import services as clock
from papers.delegations.models import Delegation
from papers.delegations.queries import centre_calendar, holders, rules_of
from papers.delegations.roles import State as Participation
from papers.delegations.services import wake
from papers.drafting import access, levels
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper, Revision
from papers.drafting.projection import whole
from papers.drafting.services import move
from papers.notifications.services import notify
from papers.review import lifecycle, numbering, rules
from papers.review.anchoring import Anchor
from papers.review.lifecycle import ROUND, State
from papers.review.models import Comment, Round, RoundEntry
from papers.review.services import consulting, timing
from papers.review.services.tracing import number_amendments
from papers.review.services.words import in_centre_time, within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import Refused
from papers.shared.models import act_of


@transaction.atomic
def open_round(
    paper: Paper,
    *,
    delegations: Iterable[Delegation],
    deadline: datetime,
    instructions: str = "",
    rolling: bool = False,
    by: Actor,
) -> Round:
    """Call for comments on the current revision: those invited may comment until the deadline, and are told."""
    paper = _locked(paper)
    rules.can_open_round.require(by, paper)
    invited = _able_to_answer(delegations)
    _require_time(paper, deadline, by.at)
    round = Round.objects.create(
        paper=paper, revision=_current(paper), number=paper.rounds.count() + 1, opens_at=by.at, deadline=deadline,
        zone=timezone.get_default_timezone_name(), rolling=rolling,
        instructions=within("instructions", instructions), **act_of(by),
    )  # fmt: skip
    RoundEntry.objects.bulk_create(
        RoundEntry(
            round=round, delegation=one, invited_at=by.at, was_dormant=one.state == Participation.DORMANT
        )
        for one in invited
    )
    reason = _("invited to round %(number)d") % {"number": round.number}
    access.ensure(paper, invited, levels.Level.COMMENT, by=by, reason=reason)
    timing.keep(round, now=by.at)
    if paper.stage != Stage.CIRCULATION:
        move(paper, to=Stage.CIRCULATION, by=by)
    _record_opening(round, invited, by)
    notify(holders(invited, Capability.COMMENT), lifecycle.OPENED, round)
    return round


@transaction.atomic
def note_opened(round: Round, *, by: Actor) -> None:
    """The first time that someone of an invited delegation reads the round's page."""
    unread = RoundEntry.objects.filter(round=round, delegation=by.delegation, opened_at__isnull=True)
    if unread.update(opened_at=by.at):
        rules.read_again(by, round)
        audit.record(
            "review.round.read",
            round,
            by=by,
            paper=round.paper,
            audience=Audience.DELEGATION,
            number=round.number,
        )


@transaction.atomic
def acknowledge(round: Round, *, by: Actor) -> RoundEntry:
    """Say that the delegation has received the round; a second time changes nothing."""
    rules.can_acknowledge.require(by, round)
    return _reach(round, "acknowledged_at", "review.round.acknowledged", by)


@transaction.atomic
def answer(round: Round, *, by: Actor) -> RoundEntry:
    """Say that the delegation's answer is complete, or that it has nothing to add."""
    rules.can_answer.require(by, _fresh(round))
    if not rules.is_unchained(by, round):
        raise Refused(_("Your delegation has its answer cleared: its head or submitter releases it."))
    return complete(round, by=by)


def complete(round: Round, *, by: Actor) -> RoundEntry:
    """Note that the answer is complete, in the transaction of the act that made it so."""
    return _reach(round, "answered_at", "review.round.answered", by)


@transaction.atomic
def take_back_answer(round: Round, *, by: Actor) -> RoundEntry:
    """Say that the delegation's answer is not complete after all, while the round is open."""
    rules.can_answer.require(by, _fresh(round))
    entry = _locked_entry(round, by)
    if entry.answered_at is not None:
        entry.answered_at = None
        entry.save(update_fields=["answered_at"])
        round.answers.standing().filter(delegation=by.delegation).update(recalled_at=by.at)
        _record_for_chair("review.round.answer_taken_back", round, by)
    return entry


@transaction.atomic
def close_early(round: Round, *, by: Actor) -> Round:
    """End the round before its deadline, once every invited delegation has answered."""
    _locked(round.paper)
    round = _fresh(round)
    rules.can_close_early.require(by, round)
    _close(round, by)
    clock.cancel(lifecycle.CLOSE, round.pk)
    return round


@transaction.atomic
def close_at_deadline(round_id: UUID, *, by: Actor) -> Round | None:
    """End the round when its time has run out; asked too early, late or twice, it changes nothing."""
    rules.keeps_time.require(by, None)
    paper = Paper.objects.filter(rounds=round_id).first()
    if paper is None:
        return None
    _locked(paper)
    round = _fresh(Round(pk=round_id))
    if not round.is_open or by.at < round.deadline:
        return None
    return _close(round, by)


class CloseRound:
    """The deadline of a round, as the clock knows it."""

    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        close_at_deadline(target_uuid, by=by)


def _close(round: Round, by: Actor) -> Round:
    """Number the comments that stand, open them to all, and give the paper to its penholder. The paper is locked."""
    ROUND.check(round.state, State.CLOSED)
    consulting.take_in(round)
    comments = _number(round)
    amendments = number_amendments(round)
    round.state, round.closed_at, round.closed_by = State.CLOSED, by.at, by.user
    round.save(update_fields=["state", "closed_at", "closed_by"])
    clock.cancel(lifecycle.REMIND, round.pk)
    if round.paper.stage == Stage.CIRCULATION:
        move(round.paper, to=Stage.CONSOLIDATION, by=by)
    audit.record(
        "review.round.closed", round, by=by, paper=round.paper, number=round.number, comments=len(comments),
        amendments=len(amendments), deadline=round.deadline,
    )  # fmt: skip
    invited = Delegation.objects.filter(pk__in=round.entries.values("delegation"))
    notify(holders(invited, Capability.COMMENT), lifecycle.CLOSED, round)
    notify(holders([round.paper.lead], Capability.ISSUE), lifecycle.CLOSED, round)
    presiding = access.delegations_with(round.paper, levels.PRESIDE)
    notify(holders(presiding, Capability.PRESIDE), lifecycle.CLOSED, round)
    return round


def _number(round: Round) -> list[Comment]:
    standing = {
        comment.pk: comment
        for comment in round.comments.standing().select_related("delegation").order_by("pk")
    }
    entries = [
        numbering.Entry(
            comment.pk,
            Anchor(str(comment.block_id), comment.quote, comment.before, comment.after) if comment.block_id else None,
            comment.delegation.rank, comment.delegation.code, comment.made_at,
        )
        for comment in standing.values()
    ]  # fmt: skip
    ordered = [standing[key] for key in numbering.order(entries, whole(round.revision).block_map)]
    for number, comment in enumerate(ordered, start=1):
        comment.number = number
    Comment.objects.bulk_update(ordered, ["number"], batch_size=200)
    return ordered


def _current(paper: Paper) -> Revision:
    if paper.current is None:
        raise Refused(_("Comments are made on an issued revision, and this paper has none yet."))
    return paper.current


def _record_opening(round: Round, invited: list[Delegation], by: Actor) -> None:
    opened = {
        "number": round.number, "revision": round.revision.number, "deadline": round.deadline, "zone": round.zone,
        "rolling": round.rolling,
    }  # fmt: skip
    called = {"number": round.number, "invited": [delegation.code for delegation in invited]}
    audit.record_all(
        [
            audit.Act("review.round.opened", round, by, round.paper, facts=opened),
            audit.Act("review.round.invited", round, by, round.paper, audience=Audience.CHAIR, facts=called),
        ]
    )


def _record_for_chair(verb: str, round: Round, by: Actor) -> None:
    """What an invited delegation said of its answer is for itself and for the chair, not for the others."""
    audit.record(verb, round, by=by, paper=round.paper, audience=Audience.CHAIR, number=round.number)


def _reach(round: Round, field: str, verb: str, by: Actor) -> RoundEntry:
    entry = _locked_entry(round, by)
    if getattr(entry, field) is None:
        wake(by.delegation, by=by)
        setattr(entry, field, by.at)
        entry.save(update_fields=[field])
        _record_for_chair(verb, round, by)
    return entry


def _able_to_answer(delegations: Iterable[Delegation]) -> list[Any]:
    """Those chosen, if all of them are countries or organisations that take part."""
    chosen = {delegation.pk for delegation in delegations}
    found = list(Delegation.objects.seated().with_state().filter(pk__in=chosen).in_order())
    if not chosen:
        raise Refused(_("A round needs at least one invited delegation. None was opened."))
    if len(found) < len(chosen) or any(delegation.state not in rules.TAKING_PART for delegation in found):
        raise Refused(
            _("Invited are countries and organisations that take part at this time. No round was opened.")
        )
    return found


def _require_time(paper: Paper, deadline: datetime, now: datetime) -> None:
    """The least time counts in working days of the centre, so that a change of clocks neither gives nor takes any."""
    days = rules_of(paper.body, now).minimum_round_days
    if deadline <= now:
        raise Refused(_("The deadline of a round lies in the future. No round was opened."))
    if deadline - now > timing.LONGEST:
        raise Refused(_("A round of more than a year is not opened. Choose an earlier deadline."))
    earliest = centre_calendar().after(now, days)
    if deadline < earliest:
        raise Refused(
            _(
                "The rules of procedure ask for at least %(days)d working days of the centre: until %(day)s at "
                "%(time)s centre time or later. Choose a later deadline."
            )
            % {"days": days, **in_centre_time(earliest)}
        )


def _locked(paper: Paper) -> Paper:
    locked = Paper.objects.select_for_update(of=("self",)).select_related("body", "lead", "current")
    return locked.get(pk=paper.pk)


def _fresh(round: Round) -> Round:
    """The round as it stands, locked; who closes it holds the lock of its paper first."""
    locked = Round.objects.select_for_update(of=("self",)).select_related(
        "paper__lead", "paper__current", "revision"
    )
    return locked.get(pk=round.pk)


def _locked_entry(round: Round, by: Actor) -> RoundEntry:
    locked = RoundEntry.objects.select_for_update().with_chain(by)
    entry: RoundEntry = locked.get(round=round, delegation=by.delegation)
    by.memo["entry", round.pk] = entry
    return entry
