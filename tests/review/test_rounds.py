"""Rounds: opened by the chair, answered by those invited, closed by the clock exactly once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.audit.models import Event
from papers.clock import services as clock
from papers.clock.models import DueAction
from papers.delegations import services as delegations
from papers.drafting import access
from papers.drafting import services as drafting
from papers.drafting.models import Paper
from papers.notifications.models import Notice
from papers.review import rules, services
from papers.review.models import Comment, Round, RoundEntry
from papers.shared.acting import System
from papers.shared.errors import Refused
from tests.cast import SETUP, add_person
from tests.review.making import WEEK, closed, comment_of, open_round, said


def test_open_round_freezes_the_revision_and_gives_those_invited_access(
    round, tabled_paper, reviewer, outsider
):
    paper = Paper.objects.get(pk=tabled_paper.pk)

    assert (paper.stage, round.revision, round.number) == ("circulation", tabled_paper.current, 1)
    assert access.held(reviewer.acting, paper).permissions == {"view_paper", "comment_paper"}
    assert access.held(outsider.acting, paper).permissions == frozenset()
    assert [entry.delegation.code for entry in round.entries.all()] == ["XB", "XC"]


def test_open_round_tells_those_who_comment_for_the_delegations_invited(
    reviewer, estmark_head, reader, round
):
    told = Notice.objects.filter(kind="review.round.opened").values_list("recipient__email", flat=True)

    assert sorted(told) == sorted([reviewer.user.email, estmark_head.user.email])


def test_open_round_schedules_its_close(round):
    action = DueAction.objects.get(kind="review.round.close")

    assert (action.target_uuid, action.due_at) == (round.pk, round.deadline)


def test_open_round_by_the_lead_is_refused_with_the_reason(tabled_paper, head, estmark):
    with pytest.raises(PermissionDenied, match="chair's to decide"):
        open_round(tabled_paper, head, estmark)


def test_open_round_before_tabling_is_refused(paper, chair, estmark):
    with pytest.raises(PermissionDenied, match="once the paper is tabled"):
        open_round(paper, chair, estmark)


def test_open_round_while_another_is_open_is_refused(round, tabled_paper, chair, estmark):
    with pytest.raises(PermissionDenied, match="still open"):
        open_round(tabled_paper, chair, estmark)


MONDAY = timezone.datetime(2027, 2, 1, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("days", "hours", "sentence"),
    [
        (0, -1, "lies in the future"), (1, 0, "at least 3 working days"), (2, 23.9, "at least 3 working days"),
        (400, 0, "more than a year"),
    ],
)  # fmt: skip
def test_open_round_with_too_little_or_too_much_time_is_refused(
    tabled_paper, chair, estmark, days, hours, sentence
):
    with time_machine.travel(MONDAY, tick=False), pytest.raises(Refused, match=sentence):
        open_round(tabled_paper, chair, estmark, deadline=MONDAY + timedelta(days=days, hours=hours))

    assert Round.objects.count() == 0


def test_open_round_counts_the_working_days_of_the_centre(
    tabled_paper, chair, estmark, centre, administrator
):
    with time_machine.travel(MONDAY, tick=False):
        delegations.set_weekend(centre, first_day=MONDAY.date(), weekend=[4, 5], by=administrator.acting)
        delegations.add_holidays(
            centre, days={(MONDAY + timedelta(days=2)).date(): "A feast"}, by=administrator.acting
        )
        sunday = MONDAY + timedelta(days=6)
        with pytest.raises(Refused, match="until 7 February 2027 at 09:00 centre time"):
            open_round(tabled_paper, chair, estmark, deadline=sunday - timedelta(minutes=1))

        assert open_round(tabled_paper, chair, estmark, deadline=sunday).number == 1


def test_open_round_across_a_change_of_clocks_counts_days_and_not_hours(tabled_paper, chair, estmark):
    thursday = timezone.datetime(2027, 3, 25, 9, 0, tzinfo=timezone.get_default_timezone())
    same_time_on_tuesday = thursday + timedelta(days=5)

    with time_machine.travel(thursday, tick=False):
        round = open_round(tabled_paper, chair, estmark, deadline=same_time_on_tuesday)

    assert round.deadline - round.opens_at == timedelta(hours=119)


def test_open_round_invites_nobody_who_takes_no_part(tabled_paper, chair, estmark, centre):
    delegations.enter_participation(estmark, state="suspended", decision_ref="D/1", by=SETUP)

    with pytest.raises(Refused, match="take part at this time"):
        open_round(tabled_paper, chair, estmark)
    with pytest.raises(Refused, match="countries and organisations"):
        open_round(tabled_paper, chair, centre)
    with pytest.raises(Refused, match="at least one"):
        open_round(tabled_paper, chair)


def test_open_round_keeps_a_higher_level_that_was_given_before(
    tabled_paper, drafter, chair, estmark, reviewer
):
    access.give(tabled_paper, estmark, "draft", by=drafter.acting)

    open_round(tabled_paper, chair, estmark)

    assert "draft_paper" in access.held(reviewer.acting, tabled_paper).permissions


def test_second_round_has_the_next_number(round, tabled_paper, chair, estmark):
    closed(round)

    second = open_round(Paper.objects.get(pk=tabled_paper.pk), chair, estmark)

    assert second.number == 2


def test_acknowledge_twice_keeps_the_first_time(round, reviewer, estmark):
    first = services.acknowledge(round, by=reviewer.acting).acknowledged_at

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        again = services.acknowledge(round, by=reviewer.acting).acknowledged_at

    assert first == again
    assert Event.objects.filter(verb="review.round.acknowledged").count() == 1


def test_acknowledge_by_a_delegation_that_was_not_invited_is_refused(round, drafter):
    with pytest.raises(PermissionDenied, match="yours was not"):
        services.acknowledge(round, by=drafter.acting)


def test_invitations_are_seen_by_the_chair_and_by_each_delegation_its_own(
    round, chair, reviewer, reader, drafter
):
    seen = [
        [entry.delegation.code for entry in RoundEntry.objects.visible_to(person.acting)]
        for person in (chair, reviewer, reader, drafter)
    ]

    assert seen == [["XB", "XC"], ["XB"], ["XC"], []]


def test_answer_is_taken_back_only_knowingly(round, reviewer):
    services.answer(round, by=reviewer.acting)

    with pytest.raises(Refused, match="Take that back first"):
        comment_of(round, reviewer)
    services.take_back_answer(round, by=reviewer.acting)

    assert comment_of(round, reviewer).pk
    assert RoundEntry.objects.get(delegation=reviewer.delegation).state == "invited"


def test_comment_begun_before_a_colleague_answered_is_refused(round, reviewer, estmark_head):
    acting = reviewer.acting
    assert rules.can_comment_now(acting, round)
    services.answer(round, by=estmark_head.acting)

    with pytest.raises(Refused, match="answer is complete"):
        services.add_comment(round, by=acting, **said())

    assert Comment.objects.count() == 0


def test_answering_wakes_a_dormant_delegation(round, reviewer, estmark):
    delegations.enter_participation(estmark, state="dormant", decision_ref="D/2", by=SETUP)

    services.answer(round, by=reviewer.acting)

    assert reviewer.acting.participation == "active"


def test_note_opened_keeps_the_first_reading_and_tells_only_the_delegation(round, reviewer, estmark_head):
    services.note_opened(round, by=reviewer.acting)
    first = RoundEntry.objects.get(delegation=reviewer.delegation).opened_at
    services.note_opened(round, by=estmark_head.acting)

    event = Event.objects.get(verb="review.round.read")

    assert RoundEntry.objects.get(delegation=reviewer.delegation).opened_at == first
    assert (event.audience, event.delegation_uuid) == ("delegation", reviewer.delegation.pk)


def test_clock_closes_the_round_at_its_deadline_and_gives_the_paper_to_the_penholder(round, reviewer):
    comment_of(round, reviewer)

    after = closed(round)

    assert (after.state, after.closed_at, after.closed_by) == ("closed", round.deadline, None)
    assert Paper.objects.get(pk=round.paper_id).stage == "consolidation"


def test_clock_before_the_deadline_closes_nothing(round):
    with time_machine.travel(round.deadline - timedelta(seconds=1), tick=False):
        clock.tick()
        services.close_at_deadline(round.pk, by=System("clock"))

    assert Round.objects.get().state == "open"


def test_clock_that_stood_still_closes_late_once(round, reviewer):
    comment_of(round, reviewer)

    with time_machine.travel(round.deadline + timedelta(hours=5), tick=False):
        clock.tick()
        clock.tick()
        assert services.close_at_deadline(round.pk, by=System("clock")) is None

    assert Event.objects.filter(verb="review.round.closed").count() == 1
    assert list(Comment.objects.values_list("number", flat=True)) == [1]


def test_clock_closing_is_not_for_people(round, chair):
    with time_machine.travel(round.deadline), pytest.raises(PermissionDenied, match="kept by the clock"):
        services.close_at_deadline(round.pk, by=chair.acting)


def test_clock_closes_the_round_of_a_paper_that_was_withdrawn(round, reviewer, head):
    comment_of(round, reviewer)
    drafting.withdraw(round.paper, by=head.acting)

    after = closed(round)

    assert (after.state, Paper.objects.get(pk=round.paper_id).stage) == ("closed", "withdrawn")
    assert not DueAction.objects.waiting().filter(target_uuid=round.pk).exists()


def test_close_early_before_all_have_answered_is_refused(round, chair, reviewer):
    services.answer(round, by=reviewer.acting)

    with pytest.raises(PermissionDenied, match="once every invited delegation has answered"):
        services.close_early(round, by=chair.acting)


def test_close_early_once_all_have_answered_ends_the_round_and_its_deadline(round, chair, reviewer, kaldria):
    services.answer(round, by=reviewer.acting)
    services.answer(round, by=add_person(kaldria, "head").acting)

    services.close_early(round, by=chair.acting)
    with time_machine.travel(round.deadline):
        clock.tick()

    after = Round.objects.get()
    assert (after.state, after.closed_by) == ("closed", chair.user)
    assert Event.objects.filter(verb="review.round.closed").count() == 1


def test_close_tells_those_invited_the_penholders_and_the_chair(round, reviewer, drafter, head, chair):
    closed(round)

    told = Notice.objects.filter(kind="review.round.closed").values_list("recipient__email", flat=True)

    assert sorted(told) == sorted(person.user.email for person in (reviewer, drafter, head, chair))


def test_database_refuses_two_open_rounds_on_one_paper(round):
    copy = Round(paper=round.paper, revision=round.revision, number=2, deadline=round.deadline, zone="UTC")

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.parametrize(
    "falsely",
    [{"state": "closed"}, {"closed_at": timezone.now()}, {"deadline": timezone.now() - WEEK}],
    ids=["closed without a time", "open with a time", "ends before it opens"],
)
def test_database_refuses_a_round_that_contradicts_itself(round, falsely):
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=round.pk).update(**falsely)


def test_database_refuses_two_invitations_of_one_delegation(round, estmark):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundEntry.objects.create(round=round, delegation=estmark)
