"""Several at once: the close happens once, and a comment is either in the numbered series or refused."""

from contextlib import suppress

import pytest
import time_machine

from papers.audit.models import Event
from papers.clock import services as clock
from papers.review import services
from papers.review.models import Comment, Round
from papers.shared.acting import System
from papers.shared.errors import Refused
from tests.at_once import at_once
from tests.review.making import comment_of, said

pytestmark = pytest.mark.django_db(transaction=True)


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
