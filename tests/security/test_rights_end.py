"""When a right ends, by every cause: what the next request of a page, a program, a calendar and a file is answered."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from papers.api.services import make_token
from papers.audit.models import Event
from papers.delegations import services as delegations
from papers.delegations.identity import oneself
from papers.delegations.models import Visit
from papers.drafting import access, narrowing
from papers.drafting.narrowing import Wish
from papers.exchange import services as exchange
from papers.implementation import services
from tests.cast import SETUP, add_person
from tests.implementation.conftest import accepted, adopt

PASSWORD = "a long pass phrase"


@pytest.fixture
def addressed(shared_paper, secretary, estmark_head, estmark):
    """A recommendation of a paper that Estmark may comment on, addressed to Estmark."""
    adopt(shared_paper)
    one = accepted(shared_paper.recommendations.first(), secretary, estmark_head, estmark)
    one.due = timezone.localdate() + timedelta(days=200)
    one.save(update_fields=["due"])
    return one


@pytest.fixture
def doors(addressed, estmark_head):
    """Three ways in of one person, each answering whether it still shows what it should hide."""
    browser = Client()
    browser.post(reverse("portal:sign-in"), {"login": estmark_head.user.email, "password": PASSWORD})
    token = make_token("A dashboard", by=estmark_head.acting)
    address = reverse("implementation:calendar", args=[services.open_feed(by=estmark_head.acting)])
    paper = addressed.paper

    def ask():
        page = browser.get(reverse("portal:paper-detail", args=[paper.pk]))
        program = Client().get(
            reverse("api-v1:paper-detail", args=[paper.pk]), headers={"Authorization": f"Bearer {token}"}
        )
        shown = [paper.title in answer.content.decode() for answer in (page, program)]
        return (*shown, addressed.reference in Client().get(address).content.decode())

    return ask


def narrowed(paper, person):
    """The first passage is not released to the person's delegation any more."""
    block = paper.current.block_map[0]["id"]
    wish = Wish(frozenset({block}), "named", (paper.lead,), "Not to be told yet.")
    narrowing.mark(paper, wish, by=add_person(paper.lead, "drafter").acting)


def grant(paper, person):
    access.end(paper, person.delegation, by=SETUP)


def mandate(paper, person):
    add_person(person.delegation, "head")
    delegations.end_mandate(person.mandate, by=SETUP)


def participation(paper, person):
    delegations.enter_participation(person.delegation, state="suspended", decision_ref="D/1", by=SETUP)


def account(paper, person):
    call_command("close_account", person.user.email)


def password(paper, person):
    delegations.set_password(person.user, "seven turquoise herons walking", by=oneself(person.user))


def session(paper, person):
    delegations.end_visit(Visit.objects.get(user=person.user), by=person.acting)


def every_session(paper, person):
    delegations.end_visits(person.user, by=person.acting)


def second_factors(paper, person):
    call_command("forget_second_factors", person.user.email)


@pytest.mark.parametrize(
    ("cause", "left"),
    [
        (
            grant,
            (False, False, True),
        ),  # what is addressed to a delegation it follows without reading the paper
        (mandate, (False, False, False)),
        (participation, (False, False, False)),
        (account, (False, False, False)),
        (password, (False, False, False)),
        (session, (False, True, True)),  # a browser left somewhere is no reason to stop a dashboard
        (every_session, (False, False, False)),
        (second_factors, (False, False, False)),
    ],
)
def test_i6_next_request_of_page_program_and_calendar_is_refused(
    doors, addressed, estmark_head, cause, left, capsys
):
    before = doors()

    cause(addressed.paper, estmark_head)

    assert (before, doors()) == ((True, True, True), left)


def test_i6_keys_that_a_changed_password_ended_do_not_come_back_and_are_on_the_record(
    doors, addressed, estmark_head
):
    password(addressed.paper, estmark_head)
    password(addressed.paper, estmark_head)

    seen = list(Event.objects.filter(actor=estmark_head.user).values_list("verb", flat=True))
    assert doors() == (False, False, False)
    assert (seen.count("api.token.ended"), seen.count("implementation.feed.ended")) == (1, 1)


def ask_for_file(paper, person):
    asked = {"paper": str(paper.pk), "number": paper.current.number}
    return exchange.ask_for("revision", asked, "docx", language="en", by=person.acting)


def shows_file(client, job):
    return client.get(reverse("exchange:job-file", args=[job.pk])).content.startswith(b"PK")


@pytest.mark.parametrize("cause", [grant, mandate, participation, account, narrowed])
@pytest.mark.parametrize("is_made", [True, False], ids=["made before", "asked for before"])
def test_i6_file_asked_for_before_a_right_ended_is_not_given(shared_paper, estmark_head, cause, is_made):
    """Not even to a session that begins afterwards."""
    job = ask_for_file(shared_paper, estmark_head)
    if is_made:
        exchange.make_next()
        assert shows_file(estmark_head.client, job)

    cause(shared_paper, estmark_head)
    exchange.make_next()

    assert not shows_file(estmark_head.client, job)


@pytest.mark.parametrize("cause", [password, session, every_session, second_factors])
def test_i6_file_is_not_given_to_a_session_that_has_ended(shared_paper, estmark_head, cause):
    browser = Client()
    browser.post(reverse("portal:sign-in"), {"login": estmark_head.user.email, "password": PASSWORD})
    job = ask_for_file(shared_paper, estmark_head)
    exchange.make_next()
    before = shows_file(browser, job)

    cause(shared_paper, estmark_head)

    assert (before, shows_file(browser, job)) == (True, False)
