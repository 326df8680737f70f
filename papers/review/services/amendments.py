"""Amendments: proposed and joined while a round is open, supported, opposed and decided after it, put into the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import Delegation
from papers.delegations.queries import holders
from papers.delegations.services import wake
from papers.drafting import writing
from papers.drafting.live import log
from papers.drafting.models import Paper, WorkingText
from papers.drafting.projection import for_reader
from papers.notifications.services import notify
from papers.review import amending, anchoring, lifecycle, rules
from papers.review.lifecycle import AMENDMENT, Fate, Op, Stance
from papers.review.models import Amendment, Cosponsor, Position, Round
from papers.review.queries.amendments import in_working_text
from papers.review.queries.rounds import joinable
from papers.review.services.comments import require_freely, taking_comments
from papers.review.services.words import clean, within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of
from papers.shared.text import squash

WORDS = ("op", "quote", "words", "before", "after")


@transaction.atomic
def propose_amendment(
    round: Round, *, block: str, wanted: str, reason: str, by: Actor, is_new: bool = False,
    cosponsors: Iterable[Delegation] = (),
) -> Amendment:  # fmt: skip
    """Propose that a passage read as wanted, or one be added after it; the sponsors alone see it until the close."""
    rules.can_comment.require(by, round)
    require_freely(round, by)
    return put_down_amendment(
        round, block=block, wanted=wanted, reason=reason, by=by, is_new=is_new, cosponsors=cosponsors
    )


@transaction.atomic
def put_down_amendment(
    round: Round, *, block: str, wanted: str, reason: str, by: Actor, is_new: bool = False,
    cosponsors: Iterable[Delegation] = (),
) -> Amendment:  # fmt: skip
    """The same for what the delegation has cleared: part of the release of its answer."""
    rules.can_comment.require(by, round)
    round = taking_comments(round, by)
    amendment = Amendment(
        paper=round.paper,
        round=round,
        delegation=by.delegation,
        revision=round.revision,
        made_at=by.at,
        **act_of(by),
    )
    _write(amendment, block=block, wanted=wanted, reason=reason, is_new=is_new, by=by)
    wake(by.delegation, by=by)
    amendment.save(force_insert=True)
    _record("review.amendment.proposed", amendment, by)
    _ask(amendment, cosponsors, by)
    return amendment


@transaction.atomic
def change_amendment(
    amendment: Amendment, *, block: str, wanted: str, reason: str, by: Actor, is_new: bool = False,
    cosponsors: Iterable[Delegation] = (),
) -> Amendment:  # fmt: skip
    """Change an own amendment before the close; those that had joined the old words are asked again."""
    amendment = _locked(amendment)
    rules.proposes.require(by, amendment)
    amendment.round = taking_comments(amendment.round, by)
    rules.can_amend.require(by, amendment)
    was = tuple(getattr(amendment, name) for name in WORDS)
    _write(amendment, block=block, wanted=wanted, reason=reason, is_new=is_new, by=by)
    amendment.changed_at = by.at
    amendment.save(update_fields=[*WORDS, "block", "reason", "changed_at"])
    chosen = {delegation.pk for delegation in cosponsors}
    amendment.cosponsors.exclude(delegation__in=chosen).delete()
    if was != tuple(getattr(amendment, name) for name in WORDS):
        amendment.cosponsors.update(agreed_at=None)
    _record("review.amendment.changed", amendment, by)
    _ask(amendment, cosponsors, by)
    return amendment


@transaction.atomic
def withdraw_amendment(amendment: Amendment, *, by: Actor) -> Amendment:
    """Take an own amendment back: before the close nobody hears of it, after it the record says so to all."""
    amendment = _locked(amendment)
    rules.can_take_back.require(by, amendment)
    _move(amendment, Fate.WITHDRAWN, by)
    if amendment.is_open:
        _record_openly("review.amendment.withdrawn", amendment, by)
    else:
        _record("review.amendment.withdrawn", amendment, by)
    return amendment


@transaction.atomic
def join_amendment(amendment: Amendment, *, agrees: bool, by: Actor) -> Cosponsor:
    """Put the delegation's name to an amendment that it was asked to join, or take it away again."""
    amendment = _locked(amendment)
    rules.is_asked.require(by, amendment)
    amendment.round = taking_comments(amendment.round, by)
    rules.can_join.require(by, amendment)
    cosponsor = amendment.cosponsors.get(delegation=by.delegation)
    cosponsor.agreed_at = by.at if agrees else None
    for name, value in act_of(by).items():
        setattr(cosponsor, name, value)
    cosponsor.save()
    verb = "review.amendment.joined" if agrees else "review.amendment.left"
    for delegation in {amendment.delegation, by.delegation}:
        _record(verb, amendment, by, delegation=delegation)
    return cosponsor


@transaction.atomic
def take_position(amendment: Amendment, *, stance: str, by: Actor) -> None:
    """Support or oppose another delegation's amendment in the name of one's own; with no stance, neither."""
    amendment = _locked(amendment)
    rules.can_take_position.require(by, amendment)
    if stance and stance not in Stance.values:
        raise BadInput(_("Choose whether your delegation supports or opposes the amendment."))
    wake(by.delegation, by=by)
    own = Position.objects.filter(amendment=amendment, delegation=by.delegation)
    if stance:
        facts = {"stance": stance, "taken_at": by.at, **act_of(by)}
        own.update_or_create(amendment=amendment, delegation=by.delegation, defaults=facts)
    else:
        own.delete()
    _record_openly("review.amendment.position", amendment, by, position=stance)


@transaction.atomic
def judge_amendment(amendment: Amendment, *, state: str, verdict: str = "", by: Actor) -> Amendment:
    """The chair's decision. An accepted one goes into the text at once where its words stand there unchanged."""
    Paper.objects.select_for_update(of=("self",)).get(pk=amendment.paper_id)
    amendment = _locked(amendment)
    rules.can_judge.require(by, amendment)
    if state not in lifecycle.VERDICTS:
        raise BadInput(_("Decide whether the amendment is accepted, rejected or overtaken."))
    verdict = within("reason", verdict)
    if state != Fate.ACCEPTED and not verdict:
        raise BadInput(_("An amendment that is rejected or overtaken gets the reason."))
    _move(amendment, Fate(state), by, verdict=verdict)
    _record_openly("review.amendment.decided", amendment, by, fate=state)
    if state == Fate.ACCEPTED:
        _put_in_by_itself(amendment, by)
    told = [
        amendment.delegation,
        *Delegation.objects.filter(pk__in=amendment.cosponsors.values("delegation")),
    ]
    notify(holders(told, Capability.COMMENT), lifecycle.JUDGED, amendment)
    if amendment.state == Fate.ACCEPTED:
        notify(holders([amendment.paper.lead], Capability.ISSUE), lifecycle.JUDGED, amendment)
    return amendment


@transaction.atomic
def put_in(amendment: Amendment, *, passage: str, seen_version: int, by: Actor) -> Amendment:
    """The penholder writes by hand how a passage of the working text reads with the accepted amendment in it."""
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=amendment.paper_id)
    amendment = _locked(amendment)
    rules.can_put_in.require(by, amendment)
    working = log.current(WorkingText.objects.get(paper=paper))
    if working.version != seen_version:
        raise Refused(
            _("The text was changed since you read it here. Nothing was changed; read it again first.")
        )
    edit = amending.by_hand(
        working.text, in_working_text(amendment, working.text), amendment.anchor, clean(passage)
    )
    if edit is not None:
        because = log.Because(lifecycle.APPLYING, amendment.pk)
        writing.append_change(paper, edits=[edit], on_version=working.version, because=because, by=by)
    _move(amendment, Fate.APPLIED, by)
    _record_openly("review.amendment.applied", amendment, by)
    return amendment


def _put_in_by_itself(amendment: Amendment, by: Actor) -> None:
    """One attributed change, also while people type; where the words moved on it stays with the penholder."""
    working = log.current(WorkingText.objects.get(paper=amendment.paper_id))
    edit = amending.edit_of(
        working.text, in_working_text(amendment, working.text), Op(amendment.op), amendment.anchor, amendment.words,
        brackets=amendment.paper.brackets,
    )  # fmt: skip
    if edit is None:
        return
    because = log.Because(lifecycle.APPLYING, amendment.pk)
    try:
        writing.append_change(
            amendment.paper, edits=[edit], on_version=working.version, because=because, by=by
        )
    except Refused:
        return
    _move(amendment, Fate.APPLIED, by)
    _record_openly("review.amendment.applied", amendment, by)


def _write(amendment: Amendment, *, block: str, wanted: str, reason: str, is_new: bool, by: Actor) -> None:
    """What a passage is to say, as the smallest change of it; the words it names are those that stand there."""
    passages = anchoring.Passages(for_reader(amendment.revision, by).block_map)
    if block not in passages:
        raise BadInput(_("This passage does not stand in the revision of the round. Choose it again."))
    amendment.block_id, amendment.reason = block, within("reason", reason)
    if not amendment.reason:
        raise BadInput(_("An amendment gives its reason."))
    wanted = squash(within("proposed", wanted))
    if is_new and not wanted:
        raise BadInput(_("Write the words of the new passage."))
    change = (
        amending.Change(Op.ADD, "", wanted) if is_new else amending.difference(passages.words(block), wanted)
    )
    if change is None:
        raise BadInput(_("The passage reads as it did: there is nothing to amend. Change its words."))
    for name in WORDS:
        setattr(amendment, name, getattr(change, name))


def _ask(amendment: Amendment, cosponsors: Iterable[Delegation], by: Actor) -> None:
    """Ask other delegations to join; each is told once, and sees it as far as it may see the text.

    Any that takes part can be asked: who was invited to the round is for the chair to know.
    """
    chosen = {delegation.pk for delegation in cosponsors} - {amendment.delegation_id}
    known = set(amendment.cosponsors.values_list("delegation_id", flat=True))
    fresh = list(joinable(by).filter(pk__in=chosen - known))
    if len(fresh) < len(chosen - known):
        raise BadInput(_("Countries and organisations that take part can be asked to join, no others."))
    Cosponsor.objects.bulk_create(
        Cosponsor(amendment=amendment, delegation=one, asked_at=by.at) for one in fresh
    )
    for one in fresh:
        _record(lifecycle.ASKED, amendment, by, delegation=one)
    notify(holders(fresh, Capability.COMMENT), lifecycle.ASKED, amendment)


def _move(amendment: Amendment, to: Fate, by: Actor, *, verdict: str | None = None) -> None:
    AMENDMENT.check(Fate(amendment.state), to)
    amendment.state, amendment.state_at = to, by.at
    if verdict is not None:
        amendment.verdict = verdict
    amendment.save(update_fields=["state", "state_at", "verdict"])


def _locked(amendment: Amendment) -> Amendment:
    locked = Amendment.objects.select_for_update(of=("self",)).select_related(
        "delegation", "revision", "paper__lead", "paper__current", "round__paper", "round__revision"
    )
    return locked.get(pk=amendment.pk)


def _record(verb: str, amendment: Amendment, by: Actor, **facts: Any) -> None:
    """Until the close nobody but the sponsors learns even that there is an amendment."""
    delegation = facts.pop("delegation", amendment.delegation)
    audit.record(
        verb, amendment, by=by, paper=amendment.paper, delegation=delegation, audience=Audience.DELEGATION,
        round=amendment.round.number, **facts,
    )  # fmt: skip


def _record_openly(verb: str, amendment: Amendment, by: Actor, **facts: Any) -> None:
    audit.record(verb, amendment, by=by, paper=amendment.paper, amendment=amendment.reference, **facts)
