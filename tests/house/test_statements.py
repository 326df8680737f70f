"""Acts ask the database as often for three countries as for one; the numbers are pinned, so that a change is seen."""

import pytest
from django.utils import timezone

from papers.adoption import services as adoption
from papers.adoption.models import Silence
from papers.drafting import access, services, sharing
from papers.drafting.models import Paper
from papers.drafting.sharing import Wish
from papers.review import services as review
from papers.review.models import Round
from tests.adoption.making import CLOCK, consolidated, expire, placed
from tests.cast import add_person
from tests.review.making import WEEK, comment_of, open_round
from tests.statements import statements_of

pytestmark = pytest.mark.parametrize("countries", [1, 3])


@pytest.fixture
def others(countries, estmark, kaldria, norvenia):
    """One or three delegations beside the lead, each with a head."""
    chosen = [estmark, kaldria, norvenia][:countries]
    for delegation in chosen:
        add_person(delegation, "head")
    return chosen


@pytest.fixture
def ready(tabled_paper, others, drafter):
    """A paper that these may read, ready to be placed under silence."""
    for delegation in others:
        access.give(tabled_paper, delegation, "comment", by=drafter.acting)
    return whole(consolidated(tabled_paper))


def whole(paper):
    return Paper.objects.select_related("lead", "body", "current").get(pk=paper.pk)


def fresh(silence):
    return Silence.objects.select_related("paper").get(pk=silence.pk)


def test_tabling(paper, head, centre, others):
    paper, by = whole(paper), head.acting

    assert statements_of(lambda: services.table(paper, by=by)) == 26


def test_granting(tabled_paper, others, drafter):
    wishes, by = [Wish(delegation, "read") for delegation in others], drafter.acting

    assert statements_of(lambda: sharing.set_access(tabled_paper, wishes, by=by)) == 17


def test_opening_a_round(tabled_paper, others, chair):
    by, deadline = chair.acting, timezone.now() + WEEK

    def opens():
        review.open_round(tabled_paper, delegations=others, deadline=deadline, by=by)

    assert statements_of(opens) == 32


def test_commenting(tabled_paper, others, chair, reviewer):
    round = open_round(tabled_paper, chair, *others)
    round, by = Round.objects.get(pk=round.pk), reviewer

    assert statements_of(lambda: comment_of(round, by)) == 12


def test_placing(tabled_paper, others, chair):
    paper, by, expires = whole(consolidated(tabled_paper)), chair.acting, timezone.now() + 11 * WEEK

    assert statements_of(lambda: adoption.place(paper, expires_at=expires, by=by)) == 34


def test_breaking(ready, chair, estmark_head):
    silence, by = fresh(placed(ready, chair)), estmark_head.acting

    assert statements_of(lambda: adoption.break_silence(silence, received_at=timezone.now(), by=by)) == 15


def test_adopting(ready, chair):
    silence = expire(placed(ready, chair))

    assert statements_of(lambda: adoption.sweep(silence.pk, by=CLOCK)) == 27
