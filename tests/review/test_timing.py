"""More time for a round, and reminders before its deadline: each person once for each moment before each deadline."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Event
from papers.clock import services as clock
from papers.clock.models import DueAction
from papers.delegations import services as delegations
from papers.delegations.models import Seat
from papers.drafting import services as drafting
from papers.notifications.models import Notice
from papers.review import services
from papers.review.lifecycle import LEADS
from papers.review.models import Round, RoundExtension
from papers.shared.acting import System
from papers.shared.errors import BadInput, Refused
from tests.cast import SETUP, add_person
from tests.pages import text_of
from tests.review.making import WEEK, comment_of

MORE = timedelta(days=2)


def extended(round, chair, more=MORE, reason="Two capitals wait for instructions."):
    services.extend_round(round, deadline=round.deadline + more, reason=reason, by=chair.acting)
    return Round.objects.get(pk=round.pk)


def beat(moment):
    with time_machine.travel(moment, tick=False):
        clock.tick()


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def page(round):
    return reverse("review:round-extend", args=[round.paper_id, round.number])


# More time -----------------------------------------------------------------------------------------


def test_extended_round_closes_at_the_new_deadline_and_not_at_the_old(round, chair, reviewer):
    after = extended(round, chair)

    beat(round.deadline)
    comment = None
    with time_machine.travel(round.deadline + timedelta(hours=1), tick=False):
        comment = comment_of(round, reviewer)
    open_still = Round.objects.get(pk=round.pk).is_open
    beat(after.deadline)

    assert (after.deadline, after.version, open_still) == (round.deadline + MORE, 1, True)
    assert not Round.objects.get(pk=round.pk).is_open
    comment.refresh_from_db()
    assert comment.number == 1
    assert Event.objects.filter(verb="review.round.closed").count() == 1


def test_extension_moves_the_deadline_on_the_clock(round, chair):
    after = extended(round, chair)

    waiting = DueAction.objects.waiting().filter(kind="review.round.close")

    assert list(waiting.values_list("due_at", "version")) == [(after.deadline, 1)]


def test_extension_keeps_the_earlier_deadline_and_the_reason(round, chair, reviewer):
    extended(round, chair)
    extension = RoundExtension.objects.get()
    shown = text_of(reviewer.client.get(reverse("review:round-detail", args=[round.paper_id, round.number])))

    assert (extension.old_deadline, extension.new_deadline) == (round.deadline, round.deadline + MORE)
    assert "Two capitals wait for instructions." in shown


def test_extension_is_told_to_those_invited_each_time(round, chair, reviewer):
    extended(extended(round, chair), chair)

    assert told("review.round.extended") == [reviewer.user.email] * 2


@pytest.mark.parametrize(
    ("more", "reason", "sentence"),
    [
        (timedelta(0), "Why", "a later deadline"), (-MORE, "Why", "a later deadline"),
        (timedelta(days=400), "Why", "more than a year"), (MORE, " ", "gives its reason"),
    ],
)  # fmt: skip
def test_extension_that_cannot_be_is_refused(round, chair, more, reason, sentence):
    with pytest.raises((Refused, BadInput), match=sentence):
        extended(round, chair, more, reason)

    assert Round.objects.get(pk=round.pk).version == 0


def test_extension_comes_too_late_once_the_deadline_has_passed(round, chair):
    with time_machine.travel(round.deadline, tick=False), pytest.raises(Refused, match="has passed"):
        extended(round, chair)


def test_extension_is_the_chairs(round, head, reviewer, secretary):
    for person in (head, reviewer, secretary):
        with pytest.raises(PermissionDenied):
            extended(round, person)


def test_extension_on_the_page_hands_back_what_it_cannot_use(round, chair):
    client = chair.client
    local = timezone.localtime(round.deadline)
    words = {"deadline_day": f"{local:%Y-%m-%d}", "deadline_time": f"{local:%H:%M}", "reason": "Kept words."}
    refused = client.post(page(round), words)
    taken = client.post(page(round), {**words, "deadline_day": f"{local + MORE:%Y-%m-%d}"})

    assert refused.status_code == 422
    assert "An extension sets a later deadline" in text_of(refused)
    assert "Kept words." in refused.content.decode()
    assert taken.status_code == 302
    assert RoundExtension.objects.count() == 1


@pytest.mark.parametrize("fault", [{"reason": ""}, {"new_deadline": timezone.now() - WEEK}], ids=list)
def test_database_refuses_an_extension_that_cannot_be(round, chair, fault):
    extended(round, chair)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoundExtension.objects.update(**fault)


# Reminders -----------------------------------------------------------------------------------------


def test_each_person_who_has_not_answered_is_reminded_once_for_each_moment(round, reviewer, kaldria_reviewer):
    services.answer(round, by=kaldria_reviewer.acting)

    for lead in LEADS:
        beat(round.deadline - lead)
        beat(round.deadline - lead + timedelta(minutes=1))
        with time_machine.travel(round.deadline - lead + timedelta(minutes=2), tick=False):
            services.remind(round.pk, by=System("clock"))

    assert told("review.round.reminded") == [reviewer.user.email] * len(LEADS)


def test_person_with_two_posts_of_a_delegation_is_reminded_once(round, reviewer, estmark):
    seat = delegations.add_seat(estmark, title="Another post", role="head", by=SETUP)
    delegations.accredit(reviewer.user, seat, by=SETUP)

    beat(round.deadline - LEADS[0])

    assert Seat.objects.filter(delegation=estmark).count() == 2
    assert told("review.round.reminded") == [reviewer.user.email]


def test_moved_deadline_reminds_anew(round, chair, reviewer):
    beat(round.deadline - LEADS[0])
    after = extended(round, chair, timedelta(days=10))

    beat(after.deadline - LEADS[0])

    assert told("review.round.reminded") == [reviewer.user.email] * 2


def test_clock_that_stood_still_sends_the_last_reminder_alone(round, reviewer):
    beat(round.deadline - LEADS[-1])

    assert told("review.round.reminded") == [reviewer.user.email]


def test_nobody_is_reminded_after_the_deadline_or_of_a_withdrawn_paper(round, reviewer, head):
    beat(round.deadline)
    assert told("review.round.reminded") == []


def test_nobody_is_reminded_of_a_paper_that_was_withdrawn(round, reviewer, head):
    drafting.withdraw(round.paper, by=head.acting)

    beat(round.deadline - LEADS[0])

    assert told("review.round.reminded") == []


def test_reminder_is_recorded_for_the_chair(round, reviewer):
    beat(round.deadline - LEADS[0])
    event = Event.objects.get(verb="review.round.reminded")

    assert (event.audience, event.facts["reminded"]) == ("chair", ["XB", "XC"])


def test_short_round_has_the_reminders_that_are_still_to_come(tabled_paper, chair, estmark, reviewer):
    monday = timezone.datetime(2027, 2, 1, 9, 0, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(monday, tick=False):
        services.open_round(
            tabled_paper, delegations=[estmark], deadline=monday + timedelta(days=3), by=chair.acting
        )

    assert DueAction.objects.waiting().filter(kind="review.round.remind").count() == len(LEADS) - 1


def test_reminding_is_not_for_people(round, chair):
    with pytest.raises(PermissionDenied, match="kept by the clock"):
        services.remind(round.pk, by=chair.acting)


def test_extended_and_reminded_people_can_open_the_page_they_are_led_to(round, chair, reviewer, kaldria):
    add_person(kaldria, "reviewer")
    after = extended(round, chair)
    beat(after.deadline - LEADS[0])

    shown = text_of(reviewer.client.get(reverse("notifications:notice-list")))

    assert "The chair extended round 1" in shown
    assert "has not said that its answer is complete" in shown
