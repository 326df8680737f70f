"""Reservations: who enters, reads and lifts them, and what they keep the chair from."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.adoption import services as adoption
from papers.drafting import access
from papers.drafting.levels import Level
from papers.notifications.models import Notice
from papers.review import services
from papers.review.models import Reservation
from papers.shared.errors import BadInput, Refused
from tests.adoption.making import consolidated, placed
from tests.pages import text_of


def reserve(paper, person, kind="political", **fields):
    return services.enter_reservation(
        paper, kind=kind, text="Our capital has not agreed.", by=person.acting, **fields
    )


@pytest.fixture
def ready_paper(tabled_paper, estmark, chair):
    """A tabled paper that may be placed under silence; Estmark comments on it."""
    paper = consolidated(tabled_paper)
    access.ensure(paper, [estmark], Level.COMMENT, by=chair.acting, reason="for the test")
    return paper


@pytest.fixture
def held(ready_paper, estmark_head):
    return reserve(ready_paper, estmark_head)


def seen_by(person):
    return list(Reservation.objects.visible_to(person.acting))


def test_reservation_is_read_by_all_who_have_the_paper(held, drafter, chair, outsider):
    assert [seen_by(person) for person in (drafter, chair, outsider)] == [[held], [held], []]


def test_reservation_for_the_chair_is_read_by_nobody_else(ready_paper, estmark_head, drafter, chair):
    secret = reserve(ready_paper, estmark_head, reach="chair")

    assert [seen_by(person) for person in (estmark_head, chair, drafter)] == [[secret], [secret], []]


def test_reservation_for_the_chair_counts_on_nobody_elses_page(ready_paper, estmark_head, drafter):
    address = reverse("portal:paper-detail", args=[ready_paper.pk])
    before = text_of(drafter.client.get(address))

    reserve(ready_paper, estmark_head, reach="chair")

    assert text_of(drafter.client.get(address)) == before


def test_reservation_is_told_to_the_chair(held, chair):
    told = Notice.objects.filter(kind="review.reservation.entered", target_uuid=held.pk)

    assert chair.user in [one.recipient for one in told]


def test_reservation_on_a_passage_keeps_its_words(ready_paper, estmark_head):
    entry = next(one for one in ready_paper.current.block_map if "ninety days" in one["text"])

    one = reserve(ready_paper, estmark_head, block=entry["id"])

    assert (one.label, one.passage) == (entry["label"], entry["text"])


def test_reservation_is_entered_by_those_who_speak_for_a_delegation(ready_paper, reviewer):
    with pytest.raises(PermissionDenied, match="head or the submitter"):
        reserve(ready_paper, reviewer)


def test_reservation_is_lifted_by_its_own_delegation_for_a_reason(held, estmark_head, head):
    with pytest.raises(PermissionDenied):
        services.lift_reservation(held, because="studied", by=head.acting)
    with pytest.raises(BadInput, match="other reason"):
        services.lift_reservation(held, because="other", by=estmark_head.acting)

    services.lift_reservation(
        held, because="other", words="A call between ministers.", by=estmark_head.acting
    )

    held.refresh_from_db()
    assert (held.stands, held.lifted_words) == (False, "A call between ministers.")


def test_political_reservation_keeps_the_text_from_silence(held, ready_paper, chair):
    expires = timezone.now() + timedelta(days=7)

    with pytest.raises(Refused, match=r"XB \(Political\)"):
        adoption.place(ready_paper, expires_at=expires, by=chair.acting)

    silence = adoption.place(
        ready_paper, expires_at=expires, reserved_reason="The minister agreed by telephone.", by=chair.acting
    )
    assert silence.reserved_reason == "The minister agreed by telephone."


def test_lifted_reservation_holds_nothing(held, ready_paper, chair, estmark_head):
    services.lift_reservation(held, because="compromise", by=estmark_head.acting)

    assert adoption.place(ready_paper, expires_at=timezone.now() + timedelta(days=7), by=chair.acting).is_open


@pytest.mark.parametrize("kind", ["scrutiny", "parliament", "linguistic", "waiting"])
def test_other_reservations_warn_and_do_not_hold(kind, ready_paper, chair, estmark_head):
    reserve(ready_paper, estmark_head, kind)

    page = chair.client.get(reverse("adoption:silence-place", args=[ready_paper.pk]))

    assert "Reservations stand on this text" in text_of(page)
    assert adoption.place(ready_paper, expires_at=timezone.now() + timedelta(days=7), by=chair.acting).is_open


def test_reservation_during_silence_that_would_break_it_is_sent_there(ready_paper, chair, estmark_head):
    placed(ready_paper, chair)

    with pytest.raises(Refused, match="is an objection"):
        reserve(ready_paper, estmark_head)
    assert reserve(ready_paper, estmark_head, "parliament").stands


def test_face_of_the_paper_says_how_many_stand(held, ready_paper, drafter):
    page = drafter.client.get(reverse("portal:paper-detail", args=[ready_paper.pk]))

    assert "1 reservation stands" in text_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_register_asks_the_same_number_of_times_however_many(
    ready_paper, estmark_head, chair, count, django_assert_num_queries
):
    for _number in range(count):
        reserve(ready_paper, estmark_head, "parliament")
    client = chair.client

    with django_assert_num_queries(3):
        page = client.get(reverse("review:reservation-register"))

    assert len(page.context["reservations"]) == count


def test_register_is_narrowed_by_kind(ready_paper, estmark_head, chair):
    reserve(ready_paper, estmark_head, "parliament")
    political = reserve(ready_paper, estmark_head)

    page = chair.client.get(reverse("review:reservation-register"), {"kind": "political"})

    assert page.context["reservations"] == [political]


@pytest.mark.parametrize(
    "fault",
    [{"lifted_because": "studied"}, {"lifted_at": timezone.now()}, {"passage": "Words of no passage."}],
    ids=lambda fault: next(iter(fault)),
)
def test_database_refuses_a_reservation_that_cannot_be(held, fault):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reservation.objects.filter(pk=held.pk).update(**fault)
