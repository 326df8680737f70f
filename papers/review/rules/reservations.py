"""What the rules of reservations ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.delegations.rules import is_away
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper
from papers.review.models import Reservation
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule

CIRCULATING = frozenset({Stage.TABLED, Stage.CIRCULATION, Stage.CONSOLIDATION})


@rule(_("Reservations are entered and lifted by the head or the submitter of a delegation."))
def speaks(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.SPEAK)


@rule(_("Reservations are entered on papers that are tabled and not yet adopted, withdrawn or deferred."))
def takes_reservations(_acting: Actor, paper: Paper) -> bool:
    return paper.stage in CIRCULATING | {Stage.SILENCE}


@rule(_("A reservation is lifted by the delegation that entered it."))
def entered_it(acting: Actor, reservation: Reservation) -> bool:
    return acting.delegation is not None and reservation.delegation_id == acting.delegation.pk


@rule(_("This reservation was lifted already."))
def stands_still(_acting: Actor, reservation: Reservation) -> bool:
    return reservation.stands


@rule(_("A reservation lapses only where the delegation that entered it does not take part any more."))
def holder_is_away(_acting: Actor, reservation: Reservation) -> bool:
    return is_away(reservation.delegation_id)
