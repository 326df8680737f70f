"""Reservations: entered and lifted in a delegation's name, on the record for good."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.queries import holders
from papers.delegations.services import wake
from papers.drafting import access, levels
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper, Revision
from papers.drafting.projection import for_reader
from papers.notifications.services import notify
from papers.review import lifecycle, passages, rules
from papers.review.lifecycle import DURING_SILENCE, Lifting, Reach, Reserve
from papers.review.models import Reservation
from papers.review.services.words import within
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def enter_reservation(
    paper: Paper, *, kind: str, text: str = "", block: str = "", reach: str = Reach.PAPER, by: Actor
) -> Reservation:
    """Hold a text, or a passage of it. During silence only what does not break it; the rest is an objection."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("lead").get(pk=paper.pk)
    rules.can_reserve.require(by, paper)
    if kind not in Reserve.values or reach not in Reach.values:
        raise BadInput(_("Choose the kind of the reservation and who may read it from those named."))
    if paper.stage == Stage.SILENCE and kind not in DURING_SILENCE:
        raise Refused(
            _(
                "During silence a reservation of this kind is an objection. Nothing was recorded: break silence."
            )
        )
    revision = Revision.objects.filter(paper=paper).latest("number")
    wake(by.delegation, by=by)
    reservation = Reservation.objects.create(
        paper=paper, revision=revision, delegation=by.delegation, kind=kind, text=within("text", text), reach=reach,
        entered_at=by.at, **_scope(revision, block, by), **act_of(by),
    )  # fmt: skip
    _record(lifecycle.RESERVED, reservation, by, reserve=kind)
    presiding = access.delegations_with(paper, levels.PRESIDE)
    notify(holders(presiding, Capability.PRESIDE), lifecycle.RESERVED, reservation)
    if reach == Reach.PAPER:
        notify(holders([paper.lead], Capability.ISSUE), lifecycle.RESERVED, reservation)
    return reservation


@transaction.atomic
def lift_reservation(reservation: Reservation, *, because: str, words: str = "", by: Actor) -> Reservation:
    """Let the text go, for a reason that stays on the record beside the reservation; also after adoption."""
    reservation = _locked(reservation)
    rules.can_lift.require(by, reservation)
    words = within("text", words)
    if because not in Lifting.values or because == Lifting.LAPSED:
        raise BadInput(_("Choose why the reservation is lifted."))
    if because == Lifting.OTHER and not words:
        raise BadInput(_("Say for what other reason it is lifted."))
    _lift(reservation, because, words, by)
    presiding = access.delegations_with(reservation.paper, levels.PRESIDE)
    notify(holders(presiding, Capability.PRESIDE), lifecycle.LIFTED, reservation)
    return reservation


@transaction.atomic
def let_lapse(reservation: Reservation, *, words: str, by: Actor) -> Reservation:
    """The chair lets go what a delegation that left had held, with the reason; the delegation is told."""
    reservation = _locked(reservation)
    rules.can_let_lapse.require(by, reservation)
    _lift(reservation, Lifting.LAPSED, within("text", words), by)
    notify(holders([reservation.delegation], Capability.SPEAK), lifecycle.LIFTED, reservation)
    return reservation


def _lift(reservation: Reservation, because: str, words: str, by: Actor) -> None:
    reservation.lifted_at, reservation.lifted_because, reservation.lifted_words = by.at, because, words
    reservation.save(update_fields=["lifted_at", "lifted_because", "lifted_words"])
    _record(lifecycle.LIFTED, reservation, by, reserve=reservation.kind, lifting=because)


def _locked(reservation: Reservation) -> Reservation:
    rows = Reservation.objects.select_for_update(of=("self",)).select_related("paper__lead", "delegation")
    return rows.get(pk=reservation.pk)


def _scope(revision: Revision, block: str, by: Actor) -> dict[str, Any]:
    """The passage with its words as they stand now, kept for the day when they do not."""
    if not block:
        return {}
    passage = passages.named(for_reader(revision, by).block_map).get(block)
    if passage is None:
        raise BadInput(_("This passage does not stand in the current revision. Choose it again."))
    return {"block_id": passage.id, "passage": passage.words, "label": passage.label[:40]}


def _record(verb: str, reservation: Reservation, by: Actor, **facts: Any) -> None:
    audience = Audience.PAPER if reservation.reach == Reach.PAPER else Audience.CHAIR
    audit.record(
        verb,
        reservation,
        by=by,
        paper=reservation.paper,
        delegation=reservation.delegation,
        audience=audience,
        **facts,
    )
