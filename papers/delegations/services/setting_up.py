"""Setting up delegations, bodies and their members."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from papers.audit import services as audit
from papers.delegations import rules
from papers.delegations.models import Body, Delegation, Membership, Participation, RulesOfProcedure
from papers.shared.acting import Actor
from papers.shared.models import act_of


@transaction.atomic
def add_delegation(*, code: str, kind: str, names: dict[str, str], by: Actor, **fields: Any) -> Delegation:
    """Add a delegation with its own permission group and a first, active period of participation."""
    rules.can_set_up.require(by, None)
    group = Group.objects.create(name=f"delegation {code}")
    delegation = Delegation(code=code, kind=kind, names=names, group=group, **fields)
    delegation.full_clean(exclude=["group"])
    delegation.save(force_insert=True)
    Participation.objects.create(delegation=delegation, starts=timezone.now(), **act_of(by))
    audit.record(
        "delegations.delegation.added", delegation, by=by, delegation=delegation, code=code, kind=kind
    )
    return delegation


@transaction.atomic
def add_body(
    *, code: str, names: dict[str, str], symbol_pattern: str, by: Actor, **rules_fields: Any
) -> Body:
    """Add a body with its first rules of procedure."""
    rules.can_set_up.require(by, None)
    body = Body.objects.create(code=code, names=names, symbol_pattern=symbol_pattern)
    RulesOfProcedure.objects.create(body=body, **rules_fields)
    audit.record("delegations.body.added", body, by=by, code=code)
    return body


@transaction.atomic
def add_member(body: Body, delegation: Delegation, *, by: Actor) -> Membership:
    """Make a delegation a member of a body, from now on."""
    rules.can_set_up.require(by, None)
    membership = Membership.objects.create(body=body, delegation=delegation)
    audit.record("delegations.member.added", body, by=by, delegation=delegation)
    return membership
