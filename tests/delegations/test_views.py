"""The list of delegations: who takes part, how, and in which bodies."""

import pytest

from papers.delegations import services
from papers.delegations.models import Delegation, Mandate
from tests.cast import SETUP, add_person
from tests.pages import cells, text_of

LIST = "/delegations/"


def test_list_shows_kind_participation_and_bodies(drafter, body, centre, estmark, chair):
    services.enter_participation(estmark, state="observer", decision_ref="D/1", by=SETUP)

    rows = [[row[0], row[1], row[2], row[4]] for row in cells(drafter.client.get(LIST))]

    assert rows == [
        ["SEC Secretariat Working days Secretariat", "Secretariat", "Active", "none"],
        ["XA Valoria Working days Valoria", "Country", "Active Valoria", "WG.4"],
        ["XB Estmark Working days Estmark", "Country", "Observer Estmark", "WG.4"],
        ["XC Kaldria Working days Kaldria", "Country", "Active Kaldria", "WG.4"],
        ["XD Norvenia Working days Norvenia", "Country", "Active Norvenia", "WG.4"],
    ]


def test_list_shows_a_suspended_delegation_its_own_record_only(drafter, body, valoria, chair):
    services.enter_participation(valoria, state="suspended", decision_ref="D/1", by=SETUP)

    rows = cells(drafter.client.get(LIST))

    assert [row[:3] for row in rows] == [["XA Valoria Working days Valoria", "Country", "Suspended Valoria"]]


def test_list_does_not_name_a_consulted_party_to_others(drafter, body):
    party = services.add_delegation(code="CP1", kind="consulted", names={"en": "A hospital"}, by=SETUP)
    theirs = add_person(party, "party")

    assert "A hospital" not in text_of(drafter.client.get(LIST))
    assert "A hospital" in text_of(theirs.client.get(LIST))


@pytest.mark.parametrize("people", [1, 3])
def test_list_asks_the_database_four_times_however_many_rows(
    drafter, body, valoria, people, django_assert_num_queries
):
    for _number in range(people):
        add_person(valoria, "reader")
    client = drafter.client

    with django_assert_num_queries(4):  # session, person, delegations, memberships
        client.get(LIST)


def test_mandates_are_visible_within_the_delegation_and_to_the_centres_administrator(
    drafter, reviewer, administrator
):
    assert list(Mandate.objects.visible_to(drafter.acting)) == [drafter.mandate]
    assert list(Mandate.objects.visible_to(reviewer.acting)) == [reviewer.mandate]
    assert set(Mandate.objects.visible_to(administrator.acting)) == set(Mandate.objects.all())


def test_delegations_are_visible_to_nobody_without_a_delegation(valoria):
    assert list(Delegation.objects.visible_to(SETUP)) == []
