"""Setting up delegations and their people; changes of participation."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from papers.audit.models import Audience, Event
from papers.delegations import queries, services
from papers.delegations.models import Body, Membership, Participation, RulesOfProcedure
from papers.delegations.roles import State
from papers.shared.acting import Capability
from papers.shared.errors import Refused
from tests.cast import SETUP, add_person


def test_add_delegation_needs_an_administrator(head):
    with pytest.raises(PermissionDenied, match="administrators"):
        services.add_delegation(code="XZ", kind="country", names={"en": "Zed"}, by=head.acting)


def test_seats_of_the_secretariat_exist_nowhere_else(valoria):
    with pytest.raises(Refused, match="No post was written"):
        services.add_seat(valoria, title="Chair", role="chair", by=SETUP)


def test_focal_point_manages_its_own_people_and_no_others(valoria, estmark):
    focal = add_person(valoria, "focal")

    services.add_seat(valoria, title="Second drafter", role="drafter", by=focal.acting)

    assert valoria.seats.filter(title="Second drafter").count() == 1
    with pytest.raises(PermissionDenied, match="own focal point"):
        services.add_seat(estmark, title="Spy", role="drafter", by=focal.acting)


def test_participation_entered_closes_one_period_and_opens_the_next(estmark, secretary):
    services.enter_participation(estmark, state=State.DORMANT, decision_ref="D.1", by=SETUP)

    first, second = Participation.objects.filter(delegation=estmark).order_by("starts")
    assert (first.until, second.state, second.until) == (second.starts, "dormant", None)


def test_acting_wakes_a_dormant_delegation_visibly(estmark, secretary, reviewer):
    services.enter_participation(estmark, state=State.DORMANT, decision_ref="D.1", by=SETUP)

    services.wake(estmark, by=reviewer.acting)

    event = Event.objects.order_by("-seq").first()
    assert (event.verb, event.facts["state"]) == ("delegations.participation.changed", "active")
    assert reviewer.acting.participation == State.ACTIVE


def test_roll_holds_active_and_dormant_members_only(body, estmark, kaldria, norvenia, secretary):
    services.enter_participation(estmark, state=State.DORMANT, decision_ref="D.1", by=SETUP)
    services.enter_participation(kaldria, state=State.OBSERVER, decision_ref="D.2", by=SETUP)
    services.enter_participation(norvenia, state=State.SUSPENDED, decision_ref="D.3", by=SETUP)

    roll = [(delegation.code, delegation.state) for delegation in queries.roll(body)]

    assert roll == [("XA", "active"), ("XB", "dormant")]


def test_holders_are_current_active_people_with_the_capability(valoria, drafter, head):
    head.user.is_active = False
    head.user.save()

    held = [mandate.user for mandate in queries.holders([valoria], Capability.ISSUE)]

    assert held == [drafter.user]


def test_people_of_a_delegation_are_recorded_for_itself_only(drafter, valoria):
    audiences = set(
        Event.objects.filter(verb__startswith="delegations.seat").values_list("audience", flat=True)
    )

    assert audiences == {Audience.DELEGATION}


@pytest.mark.parametrize(
    "second",
    [
        lambda body, valoria: Participation.objects.create(delegation=valoria),
        lambda body, valoria: Membership.objects.create(body=body, delegation=valoria),
        lambda body, valoria: RulesOfProcedure.objects.create(body=body),
        lambda body, valoria: RulesOfProcedure.objects.filter(body=body).update(shortest_silence_hours=200),
        lambda body, valoria: type(valoria).objects.filter(pk=valoria.pk).update(colour=13),
        lambda body, valoria: type(valoria).objects.filter(pk=valoria.pk).update(kind="secretariat"),
        lambda body, valoria: Body.objects.create(code=body.code),
    ],
    ids=["participation", "membership", "rules", "hours", "colour", "one secretariat", "body code"],
)
def test_database_refuses(body, valoria, second):
    with pytest.raises(IntegrityError), transaction.atomic():
        second(body, valoria)
