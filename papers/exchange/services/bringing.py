"""A file that a delegation brings to a round: kept until it was looked at, then taken over whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.exchange import bringing
from papers.exchange.filled import Do, Outcome
from papers.exchange.models import Brought
from papers.implementation.outcomes import Kind, counted
from papers.review import services as review
from papers.review.models import Comment, NationalNote, Round
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


def bring(round: Round, name: str, data: bytes, *, by: Actor) -> Brought:
    """Keep what was read of a file for the own delegation, with what its columns probably are; nothing else happens."""
    bringing.rule_for(round).require(by, round)
    kind, found, chosen = bringing.read(round, name, data)
    return Brought.objects.create(
        round=round, delegation=by.delegation, kind=kind, name=name[:200], found=found, chosen=chosen,
        at=by.at, **act_of(by),
    )  # fmt: skip


@transaction.atomic
def choose_columns(brought: Brought, *, columns: Mapping[str, str], by: Actor) -> Brought:
    """Say what the columns are taken for."""
    brought = _locked(brought, by)
    brought.chosen = {**brought.chosen, "columns": dict(columns)}
    brought.save(update_fields=["chosen"])
    return brought


@transaction.atomic
def choose_authors(brought: Brought, *, authors: Mapping[str, str], severity: str, by: Actor) -> Brought:
    """Say whose words of a marked-up file are the delegation's own, and how much they weigh until people say."""
    brought = _locked(brought, by)
    brought.chosen = {"authors": dict(authors), "severity": severity}
    brought.save(update_fields=["chosen"])
    return brought


@transaction.atomic
def take_over_brought(brought: Brought, *, leave_out: bool = False, by: Actor) -> Brought:
    """Do what the preview showed, all of it or nothing; lines that cannot be had are left out only knowingly."""
    brought = _locked(brought, by)
    if not bringing.is_ready(brought):
        raise BadInput(_("Choose the columns that are needed first."))
    outcomes = bringing.judged(brought, by)
    faulty = sum(one.kind == Kind.ERROR for one in outcomes)
    if faulty and not leave_out:
        raise BadInput(
            _("Rows that cannot be taken over: %(n)d. Put them right in the file, or leave them out.")
            % {"n": faulty}
        )
    for outcome in outcomes:
        _do(outcome, brought.round, by)
    return _done(brought, outcomes, by)


def _done(brought: Brought, outcomes: list[Outcome], by: Actor) -> Brought:
    brought.report = [[one.row, one.ref, str(one.kind), list(one.notes)] for one in outcomes]
    brought.taken_at, brought.found = by.at, {}
    brought.save(update_fields=["report", "taken_at", "found"])
    counts = counted(outcomes)
    audit.record(
        "exchange.file.taken", brought.round, by=by, paper=brought.round.paper, delegation=brought.delegation,
        audience=Audience.DELEGATION, number=brought.round.number, rows=counts[Kind.NEW] + counts[Kind.CHANGED],
    )  # fmt: skip
    return brought


def _locked(brought: Brought, by: Actor) -> Brought:
    rows = Brought.objects.visible_to(by).select_for_update(of=("self",))
    held = rows.select_related("round__paper__lead", "round__revision", "delegation").get(pk=brought.pk)
    bringing.rule_for(held.round).require(by, held.round)
    if held.taken_at is not None:
        raise Refused(_("This file was taken over already. Nothing was changed."))
    return held


def _do(outcome: Outcome, round: Round, by: Actor) -> None:
    """The acts of one line; where one is refused, nothing of the file is kept, and the line is named."""
    try:
        for act in outcome.doing:
            ACTS[act.what](round, act, by)
    except (Refused, PermissionDenied) as refused:
        raise BadInput(
            _("Row %(row)d: %(why)s Nothing was taken over.") % {"row": outcome.row, "why": refused}
        ) from refused


def _write(round: Round, act: Do, by: Actor) -> None:
    facts = dict(act.facts)
    replies = facts.pop("replies")
    _reply_under(review.write_note(round.paper, by=by, **facts), replies, by)


def _change(_round: Round, act: Do, by: Actor) -> None:
    facts = dict(act.facts)
    replies = facts.pop("replies")
    note = review.change_note(NationalNote.objects.visible_to(by).get(pk=act.on), by=by, **facts)
    _reply_under(note, replies, by)


def _reply_under(note: NationalNote, replies: Any, by: Actor) -> None:
    for author, text in replies:
        review.write_note(note.paper, kind=note.kind, text=text, author=author, parent=note, by=by)


def _comment(round: Round, act: Do, by: Actor) -> Comment:
    return (
        Comment.objects.visible_to(by)
        .select_related("round__paper", "delegation")
        .get(pk=act.on, round=round)
    )


def _reply(round: Round, act: Do, by: Actor) -> None:
    review.reply(_comment(round, act, by), by=by, **act.facts)


def _answer(round: Round, act: Do, by: Actor) -> None:
    review.answer_decision(_comment(round, act, by), by=by, **act.facts)


def _amend(round: Round, act: Do, by: Actor) -> None:
    review.propose_amendment(round, by=by, **act.facts)


def _propose(round: Round, act: Do, by: Actor) -> None:
    review.propose_disposition(_comment(round, act, by), by=by, **act.facts)


ACTS: dict[str, Callable[[Round, Do, Actor], None]] = {
    "write": _write, "change": _change, "reply": _reply, "answer": _answer, "propose": _propose,
    "amend": _amend,
}  # fmt: skip
