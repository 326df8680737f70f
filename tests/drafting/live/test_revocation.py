"""Whoever loses access leaves the room: by a hint at once, by the watch without one, in the transaction in any case."""

from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from papers.delegations import services as delegations
from papers.delegations.models import User
from papers.drafting import access
from papers.drafting.live import log, store, threads
from papers.drafting.live.room import rooms
from papers.drafting.live.store import Offer
from papers.drafting.models import WorkingText
from papers.shared.nudges import EVERYBODY, send
from tests import factories
from tests.cast import SETUP, add_person

db = threads.reading


def end_the_grant(paper, person, drafter):
    access.give(paper, person.delegation, "comment", by=drafter.acting)


def end_the_mandate(paper, person, drafter):
    delegations.end_mandate(person.mandate, by=SETUP)


def suspend_the_delegation(paper, person, drafter):
    delegations.enter_participation(person.delegation, state="suspended", decision_ref="WG.4/D.7", by=SETUP)


def change_the_post(paper, person, drafter):
    seat = person.mandate.seat
    delegations.change_seat(seat, title=seat.title, role="focal", place=seat.place, by=SETUP)


def close_the_account(paper, person, drafter):
    User.objects.filter(pk=person.user.pk).update(is_active=False)


def change_the_password(paper, person, drafter):
    person.user.set_password("another long pass phrase")
    person.user.save(update_fields=["password"])


def end_the_session(paper, person, drafter):
    Session.objects.all().delete()


WAYS = {
    "grant": (end_the_grant, 4403, True),
    "mandate": (end_the_mandate, 4403, True),
    "participation": (suspend_the_delegation, 4403, True),
    "account": (close_the_account, 4401, False),
    "password": (change_the_password, 4401, False),
    "session": (end_the_session, 4401, False),
}  # what happens, the code it closes with, whether the portal's own act tells the rooms


@pytest.fixture
def newcomer(paper, drafter, estmark):
    """Somebody of Estmark, with whom Valoria writes; the generation is the second."""
    person = add_person(estmark, "drafter")
    add_person(estmark, "drafter")
    access.give(paper, estmark, "draft", by=drafter.acting)
    return person


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_loses_access_leaves_at_once(paper, drafter, newcomer, player, way):
    act, code, tells = WAYS[way]
    page, other = await player(newcomer, paper, generation=2), await player(drafter, paper, generation=2)

    await db(act, paper, newcomer, drafter)
    if not tells:
        await db(send, EVERYBODY, {"type": "rights"})
    await page.until(lambda: page.line.close_code is not None, 5)

    assert page.line.close_code == code
    if way != "session":  # that ended everybody's
        other.type(0, "Undisturbed. ")
        await other.until(lambda: other.is_saved)


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_loses_access_unheard_leaves_when_the_room_looks(paper, drafter, newcomer, player, way):
    act, code, _tells = WAYS[way]
    page = await player(newcomer, paper, generation=2)
    room = rooms[paper.pk]
    await room.line.unsubscribe()

    await db(act, paper, newcomer, drafter)
    await room.look_at_rights()
    await page.until(lambda: page.line.close_code is not None)

    assert page.line.close_code == code


async def test_words_under_way_when_the_right_ends_are_refused_and_handed_back(
    paper, drafter, newcomer, player
):
    page = await player(newcomer, paper, generation=2)
    await rooms[paper.pk].line.unsubscribe()

    await db(end_the_grant, paper, newcomer, drafter)
    page.type(0, "Too late. ")
    await page.until(lambda: page.line.close_code is not None)

    text = await db(lambda: log.current(WorkingText.objects.get(paper=paper)).text)
    assert (page.refused, page.line.close_code, text) == ([2], 4403, factories.TEXT)


async def test_whoever_signs_out_leaves(paper, drafter, head, player):
    page, other = await player(drafter, paper), await player(head, paper)

    def sign_out():
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = page.line.session
        return client.post("/sign-out/")

    await db(sign_out)
    await page.until(lambda: page.line.close_code is not None, 5)

    assert (page.line.close_code, other.line.close_code) == (4401, None)


async def test_a_session_that_runs_out_is_seen(paper, drafter, player):
    page = await player(drafter, paper)

    def run_out():
        store_of_sessions = import_module(settings.SESSION_ENGINE).SessionStore(page.line.session)
        store_of_sessions.set_expiry(-1)
        store_of_sessions.save()

    await db(run_out)
    await rooms[paper.pk].look_at_rights()
    await page.until(lambda: page.line.close_code is not None)

    assert page.line.close_code == 4401


def test_the_transaction_asks_again_whoever_the_room_believed(paper, drafter, outsider):
    offers = [
        Offer(drafter.user.pk, drafter.mandate.pk, b"\x00\x00"),
        Offer(outsider.user.pk, outsider.mandate.pk, b"\x00\x00"),
        Offer(outsider.user.pk, drafter.mandate.pk, b"\x00\x00"),
    ]

    assert store.append(paper.pk, 1, offers) == [2, None, None]
    assert store.append(paper.pk, 7, offers[:1]) == [None]


def test_the_transaction_asks_the_database_at_most_six_times(paper, drafter, head, django_assert_num_queries):
    offers = [Offer(one.user.pk, one.mandate.pk, b"\x00\x00") for one in (drafter, head, drafter)]

    # savepoint and release of the test's own; the paper, its text, the mandates, what they hold, rows, head
    with django_assert_num_queries(8):
        store.append(paper.pk, 1, offers)
