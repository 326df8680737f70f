"""Asking people whom a paper concerns about some of its passages, and their answers, which become comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import Delegation
from papers.delegations.queries import holders
from papers.drafting.models import Paper, PassageMarking
from papers.drafting.projection import whole
from papers.notifications.services import notify
from papers.review import consulting, lifecycle, passages
from papers.review.lifecycle import Kind, Severity, Source
from papers.review.models import Comment, Consultation, PartyAnswer, Round
from papers.review.services.words import within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

MOST_PASSAGES = 30


@transaction.atomic
def ask_party(
    paper: Paper,
    *,
    party: Delegation,
    blocks: Sequence[str],
    question: str,
    language: str,
    until: datetime,
    translation: str = "",
    by: Actor,
) -> Consultation:
    """Show a party some passages of the current revision with a question; it may answer until then, and is told."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("current").get(pk=paper.pk)
    consulting.can_ask.require(by, paper)
    known = Delegation.objects.parties_known_to(by).filter(pk=party.pk).exists()
    current = paper.current
    shown = [one for one in passages.named(whole(current).block_map) if one in set(blocks)] if current else []
    if PassageMarking.objects.standing().filter(paper=paper, block__in=shown).exists():
        raise Refused(
            _("A passage that is not released to everybody is not shown to a party. Nobody was asked.")
        )
    chosen = shown and len(shown) == len(set(blocks)) and len(shown) <= MOST_PASSAGES
    if current is None or not known or not chosen:
        raise BadInput(_("Choose a party, and passages of the current revision. Nobody was asked."))
    if until <= by.at:
        raise BadInput(_("The day until which it can answer lies in the future. Nobody was asked."))
    consultation = Consultation.objects.create(
        paper=paper, revision=current, delegation=party, asked_by=by.delegation, block_ids=shown,
        question=within("instructions", question), language=language, translation=within("instructions", translation),
        asked_at=by.at, until=until, **act_of(by),
    )  # fmt: skip
    audit.record(
        "review.consultation.asked", consultation, by=by, paper=paper, passages=len(shown), until=until
    )
    notify(holders([party], Capability.TELL), lifecycle.PARTY_ASKED, consultation)
    return consultation


@transaction.atomic
def tell(consultation: Consultation, *, answers: Mapping[str, str], by: Actor) -> list[PartyAnswer]:
    """What a party says, passage by passage, in place of what it said before; what a round took in stands."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("paper", "asked_by")
    consultation = rows.get(pk=consultation.pk)
    consulting.can_tell.require(by, consultation)
    places = {"", *consultation.block_ids}
    said = {block: within("text", text) for block, text in answers.items() if block in places}
    before = {answer.block_id: answer for answer in consultation.answers.all()}
    if not any(said.values()):
        raise BadInput(_("Write an answer to at least one passage. Nothing was recorded."))
    kept = [_kept(consultation, block, text, before.get(block), by) for block, text in said.items()]
    changed = [answer for answer in kept if answer is not None]
    if changed:
        audit.record(
            "review.consultation.answered", consultation, by=by, paper=consultation.paper, audience=Audience.PAPER,
            passages=len(changed),
        )  # fmt: skip
        _tell_askers(consultation)
    return changed


def take_in(round: Round) -> list[Comment]:
    """At the close, what parties answered becomes comments of the round, numbered with the others; the paper is locked.

    A party whose name is withheld stands in no row of it: the delegation of its custodian brings the words in.
    """
    waiting = PartyAnswer.objects.filter(
        comment=None,
        consultation__paper=round.paper,
        consultation__revision__number__lte=round.revision.number,
    )
    taken = []
    names = passages.named(whole(round.revision).block_map)
    named = waiting.select_related("consultation__delegation__custodian__delegation")
    for answer in named.order_by("made_at"):
        answer.comment = _as_comment(answer, round, names)
        answer.save(update_fields=["comment"])
        taken.append(answer.comment)
    return taken


def _as_comment(answer: PartyAnswer, round: Round, names: Mapping[str, Any]) -> Comment:
    consultation = answer.consultation
    party = consultation.delegation
    seat = party.custodian
    return Comment.objects.create(
        round=round, revision=round.revision, block_id=answer.block_id if answer.block_id in names else None,
        delegation=seat.delegation if seat else party, source=Source.WITHHELD if seat else Source.PARTY,
        kind=Kind.GENERAL, severity=Severity.SUBSTANTIVE, text=answer.text, made_at=answer.made_at,
        reason=_("Asked: %(question)s") % {"question": consultation.question},
    )  # fmt: skip


def _kept(
    consultation: Consultation, block: str, text: str, before: PartyAnswer | None, by: Actor
) -> PartyAnswer | None:
    """The row of one answer, or None where nothing changed."""
    if before is None:
        facts = {"consultation": consultation, "block_id": block, "text": text, "made_at": by.at}
        return PartyAnswer.objects.create(**facts, **act_of(by)) if text else None
    if before.text == text:
        return None
    if before.comment_id is not None or not text:
        raise Refused(_("An answer that was given is changed, not taken away, until a round takes it in. Nothing was "
                        "changed."))  # fmt: skip
    before.text, before.changed_at = text, by.at
    before.save(update_fields=["text", "changed_at"])
    return before


def _tell_askers(consultation: Consultation) -> None:
    able = [
        *holders([consultation.asked_by], Capability.ISSUE),
        *holders([consultation.asked_by], Capability.REGISTER),
    ]
    notify(able, lifecycle.PARTY_ANSWERED, consultation)
