"""Several at once: the close happens once, and a comment is either in the numbered series or refused."""

from contextlib import suppress

import pytest
import time_machine

from papers.audit.models import Event
from papers.clock import services as clock
from papers.review import services
from papers.review.models import Comment, Disposition, Round
from papers.shared.acting import System
from papers.shared.errors import Refused
from tests.at_once import at_once, overtaken
from tests.review.making import closed, comment_of, fresh, said

pytestmark = pytest.mark.django_db(transaction=True)


def test_comment_sent_while_a_round_closes_is_refused_with_the_reason(round, reviewer, chair):
    Round.objects.get().entries.update(answered_at=round.opens_at)
    presiding, writing = chair.acting, reviewer.acting

    [fault] = overtaken(
        lambda: services.close_early(round, by=presiding),
        lambda: services.add_comment(round, by=writing, **said()),
    )

    assert isinstance(fault, Refused)
    assert Comment.objects.count() == 0


def test_close_waits_for_a_comment_that_is_being_recorded_and_numbers_it(round, reviewer):
    writing = reviewer.acting

    faults = overtaken(
        lambda: services.add_comment(round, by=writing, **said()),
        lambda: services.close_at_deadline(round.pk, by=System("clock", at=round.deadline)),
    )

    assert faults == []
    assert (Round.objects.get().state, Comment.objects.get().number) == ("closed", 1)


def test_proposal_sent_while_the_chair_decides_comes_too_late(round, reviewer, drafter, chair):
    comment = comment_of(round, reviewer)
    closed(round)
    comment = fresh(comment)
    presiding, proposing = chair.acting, drafter.acting

    [fault] = overtaken(
        lambda: services.decide_disposition(comment, value="accepted", by=presiding),
        lambda: services.propose_disposition(comment, value="rejected", reason="No.", by=proposing),
    )

    assert "comes too late" in str(fault)
    assert list(Disposition.objects.values_list("step", flat=True)) == ["decided"]


def test_four_clocks_close_a_round_once(round, reviewer):
    for number in range(3):
        comment_of(round, reviewer, f"Comment {number}")

    with time_machine.travel(round.deadline, tick=False):
        faults = at_once(*[lambda: services.close_at_deadline(round.pk, by=System("clock"))] * 3, clock.tick)

    assert faults == []
    assert Event.objects.filter(verb="review.round.closed").count() == 1
    assert sorted(Comment.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_comments_that_race_with_an_early_close_are_numbered_or_refused(
    round, reviewer, chair, estmark_head, kaldria
):
    Round.objects.get().entries.update(answered_at=round.opens_at)
    authors = [person.acting for person in (reviewer, estmark_head)]
    presiding = chair.acting

    def write(acting):
        with suppress(Refused):
            services.add_comment(round, by=acting, **said())

    def take_back_and_write(acting):
        with suppress(Refused):
            services.take_back_answer(round, by=acting)
        write(acting)

    faults = at_once(
        lambda: services.close_early(round, by=presiding),
        *[lambda a=a: take_back_and_write(a) for a in authors],
    )

    after = Round.objects.get()
    numbers = sorted(number for number in Comment.objects.values_list("number", flat=True) if number)
    standing = Comment.objects.count()
    assert numbers == (list(range(1, standing + 1)) if after.state == "closed" else [])
    assert [fault for fault in faults if "answered" not in str(fault) and "open" not in str(fault)] == []
