"""Setting up delegations and their people, and changing how they take part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import rules
from papers.delegations.models import (
    Body,
    Delegation,
    Mandate,
    Membership,
    Participation,
    RulesOfProcedure,
    Seat,
    User,
)
from papers.delegations.roles import OF_THE_SECRETARIAT, State
from papers.shared.acting import Actor
from papers.shared.errors import Refused
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


@transaction.atomic
def add_seat(delegation: Delegation, *, title: str, role: str, by: Actor) -> Seat:
    """Add a post to a delegation; the secretariat's roles exist in the secretariat only."""
    rules.can_accredit.require(by, delegation)
    if (role in OF_THE_SECRETARIAT) and delegation.kind != "secretariat":
        raise Refused(_("This role exists in the secretariat only. No seat was added."))
    seat = Seat.objects.create(delegation=delegation, title=title, role=role)
    audit.record(
        "delegations.seat.added", seat, by=by, delegation=delegation, audience=Audience.DELEGATION, role=role
    )
    return seat


@transaction.atomic
def accredit(
    user: User, seat: Seat, *, by: Actor, starts: datetime | None = None, until: datetime | None = None
) -> Mandate:
    """Give a person a seat from now, or from a date, on."""
    rules.can_accredit.require(by, seat.delegation)
    mandate = Mandate.objects.create(
        user=user, seat=seat, starts=starts or timezone.now(), until=until, accredited_by=by.user
    )
    audit.record(
        "delegations.mandate.given", mandate, by=by, delegation=seat.delegation, audience=Audience.DELEGATION,
        role=seat.role, user=str(user.pk), until=until,
    )  # fmt: skip
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Actor) -> Mandate:
    """End a person's mandate now; what belongs to the post stays with the post."""
    rules.can_accredit.require(by, mandate.seat.delegation)
    mandate = (
        Mandate.objects.select_for_update(of=("self",)).select_related("seat__delegation").get(pk=mandate.pk)
    )
    if mandate.until is None or mandate.until > timezone.now():
        mandate.until = timezone.now()
        mandate.save(update_fields=["until"])
        audit.record(
            "delegations.mandate.ended", mandate, by=by, delegation=mandate.seat.delegation,
            audience=Audience.DELEGATION,
        )  # fmt: skip
    return mandate


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


@transaction.atomic
def wake(delegation: Delegation, *, by: Actor) -> None:
    """Acting ends dormancy, visibly."""
    if by.participation == State.DORMANT:
        _open_period(delegation, State.ACTIVE, "", by)


def choose_language(language: str, *, by: Actor) -> None:
    """The language in which a person is written to."""
    if by.user is not None:
        User.objects.filter(pk=by.user.pk).update(language=language)


def mark_desk_seen(*, by: Actor) -> None:
    """Remember when a person last said that they know what changed; theirs alone, and no act of a delegation."""
    if by.user is not None:
        User.objects.filter(pk=by.user.pk).update(last_seen_desk=timezone.now())


def _open_period(delegation: Delegation, state: str, decision_ref: str, by: Actor) -> Participation:
    now = timezone.now()
    # Not against rows that refer to it: whoever puts it on a roll or grants it access must not wait for this, nor it.
    Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    delegation.participations.filter(until__isnull=True).update(until=now)
    period = Participation.objects.create(
        delegation=delegation, state=state, decision_ref=decision_ref, starts=now, **act_of(by)
    )
    audit.record(
        "delegations.participation.changed", delegation, by=by, delegation=delegation, state=state,
        decision_ref=decision_ref,
    )  # fmt: skip
    return period
