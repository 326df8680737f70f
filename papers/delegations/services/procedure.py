"""The rules of procedure of a body: dated, changed by a decision with its reference."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.delegations import rules
from papers.delegations.models import Body, RulesOfProcedure
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of


@transaction.atomic
def change_rules(body: Body, *, decision_ref: str, by: Actor, **settings: Any) -> RulesOfProcedure:
    """Put other rules in force from now on; what has begun goes on under those it began under."""
    rules.can_change_rules.require(by, body)
    decision_ref = decision_ref.replace("\x00", "").strip()
    if not decision_ref:
        raise BadInput(_("Rules of procedure change by a decision: name its reference. Nothing was changed."))
    if settings.get("shortest_silence_hours", 0) > settings.get("minimum_silence_hours", 0):
        raise BadInput(_("The shortest silence is not longer than the minimum. Nothing was changed."))
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    body.rules.filter(until__isnull=True).update(until=by.at)
    put: RulesOfProcedure = RulesOfProcedure.objects.create(
        body=body, starts=by.at, decision_ref=decision_ref, **settings, **act_of(by)
    )
    audit.record(
        "delegations.rules.changed",
        body,
        by=by,
        delegation=by.delegation,
        body=body.code,
        decision_ref=decision_ref,
    )
    return put
