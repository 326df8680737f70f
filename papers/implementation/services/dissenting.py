"""What a delegation holds against what is reported: on the record, dated, and contested until it is withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.delegations.services import wake
from papers.implementation import rules
from papers.implementation.models import Dissent, Recommendation
from papers.implementation.models.entries import Stance
from papers.implementation.services import disputes, notices, standing
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of


@transaction.atomic
def dissent(
    recommendation: Recommendation,
    *,
    stance: str,
    text: str,
    by: Actor,
    source: str = "",
    effective_on: date | None = None,
) -> Dissent:
    """Contest what is reported, note something beside it, or withdraw what was contested; in the delegation's name."""
    recommendation = standing.locked(recommendation, by=by)
    rules.can_dissent.require(by, recommendation)
    if not text.strip():
        raise BadInput(_("A note on the record says why. Nothing was recorded; write it and send it again."))
    said = list(Dissent.objects.filter(recommendation=recommendation))
    day = standing.checked_day(
        effective_on or timezone.localdate(), since=max((one.effective_on for one in said), default=None)
    )
    delegation = standing.person(by).delegation
    if stance == Stance.WITHDRAWS and delegation.pk not in disputes.of_delegations(said):
        raise BadInput(_("Your delegation contests nothing here, so there is nothing to withdraw."))
    wake(delegation, by=by)
    made = Dissent.objects.create(
        recommendation=recommendation, delegation=delegation, stance=stance, text=text, source=source,
        effective_on=day, **act_of(by),
    )  # fmt: skip
    recommendation.contested_on = disputes.since(recommendation, [*said, made])
    recommendation.since["contested_on"] = day
    standing.keep(recommendation, "dissented", by=by, stance=stance, effective_on=day)
    notices.dissented(recommendation, by=by)
    return made
