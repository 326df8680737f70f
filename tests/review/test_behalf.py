"""An answer that speaks for others too: each confirms it itself, and until then only the two know."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from papers.audit.models import Audience, Event
from papers.review import queries, services
from papers.review.models import Comment, OnBehalf
from papers.shared.errors import Refused
from tests.cast import add_person
from tests.pages import text_of
from tests.review.making import closed
from tests.review.test_national import draft

CANARY = "Quetzal-for-several"
NAMED = "also for"


@pytest.fixture
def kaldria_head(kaldria):
    return add_person(kaldria, "head")


@pytest.fixture
def asked(round, reviewer, estmark_head, kaldria):
    """Estmark's answer, released also on behalf of Kaldria, which has not said anything yet."""
    draft(round, reviewer, CANARY)
    services.release_answer(round, on_behalf=[kaldria], by=estmark_head.acting)
    return OnBehalf.objects.get()


def said(one, person, *, agrees=True):
    return services.say_for_whom(one, agrees=agrees, by=person.acting)


def page_of(round, person):
    return text_of(person.client.get(reverse("review:round-detail", args=[round.paper_id, round.number])))


def test_answer_speaks_only_for_delegations_that_were_invited(round, estmark_head, norvenia, estmark):
    for other in (norvenia, estmark):
        with pytest.raises(Refused, match="invited to the round themselves"):
            services.release_answer(round, on_behalf=[other], by=estmark_head.acting)

    assert not OnBehalf.objects.exists()


def test_unconfirmed_is_shown_to_the_two_alone(asked, round, estmark_head, kaldria_head, chair, head, reader):
    seen = [
        OnBehalf.objects.visible_to(one.acting).exists() for one in (estmark_head, kaldria_head, chair, head)
    ]
    words = [
        Comment.objects.visible_to(one.acting).exists() for one in (estmark_head, kaldria_head, chair, head)
    ]

    assert (seen, words) == ([True, True, False, False],) * 2
    closed(round)
    for person in (chair, head):
        assert (CANARY in page_of(round, person), NAMED in page_of(round, person)) == (True, False)


def test_confirmed_is_shown_to_all_once_the_comments_are_open(asked, round, kaldria_head, chair):
    said(asked, kaldria_head)
    before = OnBehalf.objects.visible_to(chair.acting).exists()

    closed(round)

    assert before is False
    assert "also for XC" in page_of(round, chair)


def test_confirmation_taken_back_takes_the_name_away_even_after_the_close(asked, round, kaldria_head, chair):
    said(asked, kaldria_head)
    closed(round)

    said(asked, kaldria_head, agrees=False)

    assert NAMED not in page_of(round, chair)


def test_answer_is_confirmed_before_the_close_alone(asked, round, kaldria_head):
    closed(round)

    with pytest.raises(PermissionDenied, match="The round is over"):
        said(asked, kaldria_head)


def test_answer_is_confirmed_by_those_who_speak_for_the_delegation_asked(
    asked, kaldria_reviewer, estmark_head, chair
):
    for person in (kaldria_reviewer, estmark_head, chair):
        with pytest.raises(PermissionDenied):
            said(asked, person)


def test_declined_answer_is_read_no_more_by_who_declined(asked, kaldria_head):
    said(asked, kaldria_head, agrees=False)

    assert not Comment.objects.visible_to(kaldria_head.acting).exists()


@pytest.mark.parametrize(
    "undo", [services.recall_answer, services.take_back_answer], ids=["recalled", "taken back"]
)
def test_answer_that_is_undone_speaks_for_nobody(asked, round, estmark_head, kaldria_head, undo):
    said(asked, kaldria_head)

    undo(round, by=estmark_head.acting)

    assert not OnBehalf.objects.standing().exists()
    assert not Comment.objects.visible_to(kaldria_head.acting).exists()
    asked.refresh_from_db()
    with pytest.raises(PermissionDenied, match="nothing to confirm"):
        said(asked, kaldria_head)


def test_what_is_asked_and_said_is_told_to_the_two_alone(asked, kaldria_head, estmark, kaldria):
    said(asked, kaldria_head)

    events = Event.objects.filter(verb__startswith="review.behalf.")
    assert set(events.values_list("audience", "delegation_uuid")) == {
        (Audience.DELEGATION, estmark.pk),
        (Audience.DELEGATION, kaldria.pk),
    }


def test_answer_to_confirm_waits_on_the_desk_and_is_confirmed_from_its_page(
    asked, round, kaldria_head, chair
):
    address = reverse("review:behalf", args=[round.paper_id, round.number, asked.pk])
    waits = [one.url for one in queries.waiting_for(kaldria_head.acting)]

    client = kaldria_head.client
    page = text_of(client.get(address))
    client.post(address, {"answer": "confirm"})

    assert address in waits
    assert (CANARY in page, "Confirm that it speaks for us" in page) == (True, True)
    assert OnBehalf.objects.get().speaks
    assert address not in [one.url for one in queries.waiting_for(kaldria_head.acting)]
    assert chair.client.get(address).status_code == 404


def test_release_page_offers_the_others_who_were_invited(round, reviewer, estmark_head, kaldria):
    draft(round, reviewer)
    address = reverse("review:answer-release", args=[round.paper_id, round.number])
    client = estmark_head.client

    shown = text_of(client.get(address))
    client.post(address, {"on_behalf": [kaldria.pk]})

    assert "XC Kaldria" in shown
    assert [one.delegation for one in OnBehalf.objects.all()] == [kaldria]


def test_database_refuses_one_delegation_twice(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        OnBehalf.objects.create(answer=asked.answer, delegation=asked.delegation)
