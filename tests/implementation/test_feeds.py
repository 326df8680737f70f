"""The calendar of what is due: what stands in it, for whom, and how its address dies."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from papers.delegations import services as delegations
from papers.implementation import queries, services
from papers.implementation.models import CalendarFeed
from tests.cast import SETUP
from tests.implementation.conftest import step
from tests.pages import same_page, text_of


@pytest.fixture
def address(estmark_head):
    return at(services.open_feed(by=estmark_head.acting))


def at(secret):
    return reverse("implementation:calendar", args=[secret])


def entries(client, address):
    """The days and words of the calendar at an address."""
    file = Calendar.from_ical(client.get(address).content)
    return {(event.decoded("dtstart"), str(event["summary"])) for event in file.walk("VEVENT")}


def test_calendar_holds_when_the_delegation_reports_and_is_done(accepted_one, secretary, address, client):
    due = timezone.localdate() + timedelta(days=200)
    accepted_one.due = due
    accepted_one.save(update_fields=["due"])

    days = dict(entries(client, address))

    assert set(days) == {accepted_one.report_due, due}
    assert days[due].startswith(f"Due: {accepted_one.reference}")


def test_calendar_holds_the_actions_of_the_delegation(accepted_one, estmark_head, estmark, address, client):
    due = date(2030, 3, 1)
    services.add_action(
        accepted_one, what="Agree the list of parts", owner=estmark, due=due, by=estmark_head.acting
    )

    assert (due, f"Action due: Agree the list of parts ({accepted_one.reference})") in entries(
        client, address
    )


def test_calendar_holds_nothing_of_recommendations_one_has_no_part_in(accepted_one, head, client):
    mine = at(services.open_feed(by=head.acting))

    assert entries(client, mine) == set()


def test_calendar_keeps_the_identity_of_an_entry_when_its_day_moves(accepted_one, address, client):
    def keys():
        return {str(event["uid"]) for event in Calendar.from_ical(client.get(address).content).walk("VEVENT")}

    before = keys()
    accepted_one.report_due += timedelta(days=3)
    accepted_one.save(update_fields=["report_due"])

    assert keys() == before


def test_address_is_stored_as_a_hash_alone(estmark_head):
    secret = services.open_feed(by=estmark_head.acting)

    assert secret not in str(CalendarFeed.objects.values().get())


def test_address_dies_with_the_next_one(accepted_one, address, estmark_head, client):
    newer = at(services.open_feed(by=estmark_head.acting))

    assert (client.get(address).status_code, client.get(newer).status_code) == (404, 200)


def test_address_dies_when_it_is_ended(accepted_one, address, estmark_head, client):
    services.end_feed(by=estmark_head.acting)

    assert client.get(address).status_code == 404


def test_address_dies_with_the_mandate(accepted_one, address, estmark_head, estmark, client):
    delegations.accredit(
        type(estmark_head.user).objects.create_user("next@xb.example", "a long pass phrase", name="Next"),
        delegations.add_seat(estmark, title="Head", role="head", by=SETUP), by=SETUP,
    )  # fmt: skip
    delegations.end_mandate(estmark_head.mandate, by=SETUP)

    assert client.get(address).status_code == 404


def test_address_dies_with_the_account(accepted_one, address, estmark_head, client):
    estmark_head.user.is_active = False
    estmark_head.user.save()

    assert client.get(address).status_code == 404


def test_dead_address_is_answered_like_one_that_never_was(accepted_one, address, estmark_head, client):
    services.end_feed(by=estmark_head.acting)

    assert same_page(client.get(address)) == same_page(client.get(at("x" * 43)))


def test_address_is_shown_once(accepted_one, estmark_head):
    client, page = estmark_head.client, reverse("implementation:calendar-feed")

    made = client.post(page, {"feed": "open"})
    later = client.get(page)

    assert "/due.ics" in made.content.decode()
    assert "/due.ics" not in later.content.decode()
    assert "Make a new address" in text_of(later)


def test_calendar_asks_the_same_number_of_times_however_many(
    recommendations, secretary, estmark_head, estmark, address, client, django_assert_num_queries
):
    for one in recommendations:
        step(services.assign, one, addressee=estmark, by=secretary.acting)
        step(services.respond, one, value="accepted", by=estmark_head.acting)

    with django_assert_num_queries(4):  # the address, the mandate, recommendations, actions
        client.get(address)

    assert len(queries.due_dates(estmark_head.acting)) == len(recommendations)
