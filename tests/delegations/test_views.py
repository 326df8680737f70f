"""The list of delegations: who takes part, how, in which bodies; and the people of one's own, nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from papers.delegations import services
from papers.delegations.models import Delegation, Mandate
from tests.cast import SETUP, add_person
from tests.pages import cells, text_of

LIST = "/delegations/"


def test_list_shows_kind_participation_and_bodies(drafter, body, centre, estmark, chair):
    services.change_participation(estmark, state="observer", decision_ref="D/1", by=chair.acting)

    rows = [[row[0], row[1], row[2], row[4]] for row in cells(drafter.client.get(LIST))]

    assert rows == [
        ["SEC Secretariat", "Secretariat", "Active", "none"],
        ["XA Valoria", "Country", "Active", "WG.4"],
        ["XB Estmark", "Country", "Observer", "WG.4"],
        ["XC Kaldria", "Country", "Active", "WG.4"],
        ["XD Norvenia", "Country", "Active", "WG.4"],
    ]


def test_list_shows_ones_own_people_and_nobody_elses(drafter, head, reviewer, body):
    words = text_of(drafter.client.get(LIST))

    assert "The people of Valoria" in words
    assert "drafter of XA" in words
    assert "head of XA" in words
    assert "reviewer of XB" not in words


def test_list_says_who_held_a_post_and_who_holds_it_now(drafter, valoria):
    services.end_mandate(drafter.mandate, by=SETUP)
    successor = add_person(valoria, "reader")
    services.accredit(successor.user, drafter.mandate.seat, by=SETUP)
    services.add_seat(valoria, title="Second drafter", role="drafter", by=SETUP)

    words = text_of(successor.client.get(LIST))

    assert "drafter of XA ended" in words
    assert "Second drafter Drafter vacant" in words


def test_list_shows_a_suspended_delegation_its_own_record_only(drafter, body, valoria, chair):
    services.change_participation(valoria, state="suspended", decision_ref="D/1", by=chair.acting)

    rows = cells(drafter.client.get(LIST))

    assert [row[:3] for row in rows] == [["XA Valoria", "Country", "Suspended"]]


def test_list_does_not_name_a_consulted_party_to_others(drafter, body):
    party = services.add_delegation(code="CP1", kind="consulted", names={"en": "A hospital"}, by=SETUP)
    theirs = add_person(party, "reader")

    assert "A hospital" not in text_of(drafter.client.get(LIST))
    assert "A hospital" in text_of(theirs.client.get(LIST))


@pytest.mark.parametrize("people", [1, 3])
def test_list_asks_the_database_six_times_however_many_rows(
    drafter, body, valoria, people, django_assert_num_queries
):
    for _number in range(people):
        add_person(valoria, "reader")
    client = drafter.client

    with django_assert_num_queries(6):  # session, person, delegations, memberships, posts, mandates
        client.get(LIST)


def test_mandates_are_visible_within_the_delegation_and_to_the_centres_administrator(
    drafter, reviewer, administrator
):
    assert list(Mandate.objects.visible_to(drafter.acting)) == [drafter.mandate]
    assert list(Mandate.objects.visible_to(reviewer.acting)) == [reviewer.mandate]
    assert set(Mandate.objects.visible_to(administrator.acting)) == set(Mandate.objects.all())


def test_mandate_that_begins_later_is_said_so(drafter, valoria):
    seat = services.add_seat(valoria, title="Deputy", role="head", by=SETUP)
    services.accredit(drafter.user, seat, starts=timezone.now() + timedelta(days=9), by=SETUP)

    assert "Deputy Head of delegation drafter of XA begins later" in text_of(drafter.client.get(LIST))


def test_delegations_are_visible_to_nobody_without_a_delegation(valoria):
    assert list(Delegation.objects.visible_to(SETUP)) == []
