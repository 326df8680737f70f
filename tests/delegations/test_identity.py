"""Who signs in and for whom they act."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from papers.delegations import identity, services
from papers.delegations.models import User
from papers.delegations.roles import State
from papers.drafting.models import Paper
from papers.shared.acting import Capability
from tests.cast import SETUP, add_person


@pytest.mark.parametrize("address", ["{}", "  {} ", "UPPER"])
def test_authenticate_ignores_the_letter_case_of_the_address(drafter, rf, address):
    typed = drafter.user.email.upper() if address == "UPPER" else address.format(drafter.user.email)

    assert authenticate(rf.post("/"), username=typed, password="a long pass phrase") == drafter.user


def test_user_address_is_unique_in_any_letter_case(drafter):
    with pytest.raises(IntegrityError):
        User.objects.create(email=drafter.user.email.upper(), name="Another")


def test_acting_after_the_mandate_ended_is_none(drafter):
    services.end_mandate(drafter.mandate, by=SETUP)

    assert identity.rebuild(drafter.mandate.pk) is None


def test_acting_before_the_mandate_begins_is_none(drafter, valoria):
    seat = services.add_seat(valoria, title="Later", role="drafter", by=SETUP)
    mandate = services.accredit(drafter.user, seat, starts=timezone.now() + timedelta(days=1), by=SETUP)

    assert identity.rebuild(mandate.pk) is None


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (State.ACTIVE, {Capability.READ, Capability.COMMENT, Capability.VERIFY}),
        (State.DORMANT, {Capability.READ, Capability.COMMENT, Capability.VERIFY}),
        (State.OBSERVER, {Capability.READ, Capability.COMMENT}),
        (State.SUSPENDED, set()),
        (State.WITHDRAWN, set()),
    ],
)
def test_participation_narrows_what_a_seat_may_do(reviewer, estmark, secretary, state, left):
    services.enter_participation(estmark, state=state, decision_ref="D.1", by=SETUP)

    assert reviewer.acting.capabilities == left


def test_suspended_delegation_sees_no_paper_any_more(shared_paper, reviewer, estmark, secretary):
    assert list(Paper.objects.visible_to(reviewer.acting)) == [shared_paper]

    services.enter_participation(estmark, state=State.SUSPENDED, decision_ref="D.2", by=SETUP)

    assert list(Paper.objects.visible_to(reviewer.acting)) == []


def test_superuser_without_a_mandate_is_shown_the_way_out(db, client):
    root = User.objects.create_superuser("root@centre.example", "a long pass phrase", name="Root")
    client.force_login(root, backend="papers.delegations.identity.EmailBackend")

    response = client.get(reverse("drafting:paper-list"))

    assert (response.status_code, response.url) == (302, reverse("portal:sign-in"))


def test_superuser_with_a_mandate_elsewhere_reads_nothing_more(shared_paper, norvenia):
    root = add_person(norvenia, "head")
    root.user.is_superuser = root.user.is_staff = True
    root.user.save()

    response = root.client.get(reverse("portal:paper-detail", args=[shared_paper.pk]))

    assert (response.status_code, shared_paper.title in response.text) == (404, False)


def test_demo_account_is_closed_where_there_is_no_demonstration(drafter, rf, settings):
    drafter.user.is_demo = True
    drafter.user.save()
    settings.DEMO = False

    assert authenticate(rf.post("/"), username=drafter.user.email, password="a long pass phrase") is None
    assert identity.EmailBackend().get_user(drafter.user.pk) is None
