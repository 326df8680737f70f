"""How a delegation takes part: dated periods, each by a decision; acting ends dormancy."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations import rules
from papers.delegations.models import Delegation, Participation
from papers.delegations.roles import State
from papers.shared import nudges
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.models import act_of


@transaction.atomic
def change_participation(
    delegation: Delegation, *, state: str, decision_ref: str, by: Actor
) -> Participation:
    """Close the current period and open another, on a decision with its reference."""
    rules.can_change_participation.require(by, delegation)
    if not decision_ref.strip():
        raise Refused(
            _("A change of participation needs the reference of its decision. Nothing was changed.")
        )
    return _open_period(delegation, state, decision_ref, by)


def wake(delegation: Delegation, *, by: Actor) -> None:
    """Acting ends dormancy, visibly; the one who acts has opened the transaction."""
    if by.participation == State.DORMANT:
        _open_period(delegation, State.ACTIVE, "", by)


def _open_period(delegation: Delegation, state: str, decision_ref: str, by: Actor) -> Participation:
    now = timezone.now()
    # Not against rows that refer to it: whoever puts it on a roll or grants it access must not wait for this, nor it.
    Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    delegation.participations.filter(until__isnull=True).update(until=now)
    period = Participation.objects.create(
        delegation=delegation, state=state, decision_ref=decision_ref, starts=now, **act_of(by)
    )
    nudges.rights_changed()
    audit.record(
        "delegations.participation.changed", delegation, by=by, delegation=delegation, state=state,
        decision_ref=decision_ref,
    )  # fmt: skip
    return period
