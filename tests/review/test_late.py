"""Comments after the close, as the rules of procedure say; and rounds in which comments are shown as released."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Event
from papers.delegations.models import RulesOfProcedure
from papers.delegations.services import change_rules
from papers.review import services
from papers.review.models import Comment, LatePermission
from papers.shared.errors import BadInput, Refused
from tests.pages import text_of
from tests.review.making import closed, comment_of, open_round, said

CANARY = "Quetzal-of-the-rolling-round"


def by_rule(late, days=5):
    """What the rules of the body say from the beginning on."""
    RulesOfProcedure.objects.update(late_comments=late, late_days=days)


def late_comment(round, person, **fields):
    return services.add_late_comment(round, by=person.acting, **said(**fields))


def after(round, **time):
    return time_machine.travel(round.closed_at + timedelta(**time), tick=False)


def seen_by(person):
    return set(Comment.objects.visible_to(person.acting))


# Late ----------------------------------------------------------------------------------------------


def test_late_comment_is_refused_unless_the_rules_take_it(round, reviewer):
    round = closed(round)

    with after(round, hours=1), pytest.raises(Refused, match="only as the rules of procedure"):
        late_comment(round, reviewer)


def test_late_comment_is_numbered_after_the_others_marked_and_open_to_all(
    round, reviewer, kaldria_reviewer, reader
):
    by_rule("marked")
    comment_of(round, kaldria_reviewer)
    round = closed(round)

    with after(round, days=4):
        late = late_comment(round, reviewer)

        assert (late.reference, late.is_late) == ("C-1-002", True)
        assert late in seen_by(reader)
    assert Event.objects.get(verb="review.comment.late").facts == {"comment": "C-1-002"}


def test_late_comment_comes_too_late_after_the_days_of_the_rules(round, reviewer):
    by_rule("marked", days=5)
    round = closed(round)

    with after(round, days=5), pytest.raises(Refused):
        late_comment(round, reviewer)


def test_round_keeps_the_rules_under_which_it_was_opened(round, reviewer, chair, body):
    round = closed(round)
    with after(round, hours=1):
        change_rules(body, decision_ref="WG.4/D.7", late_comments="marked", by=chair.acting)
        with pytest.raises(Refused):
            late_comment(round, reviewer)


def test_chair_lets_one_delegation_comment_late(round, reviewer, kaldria_reviewer, chair, estmark):
    by_rule("permitted")
    round = closed(round)
    with after(round, hours=1):
        until = timezone.now() + timedelta(days=1)
        services.permit_late(round, delegation=estmark, until=until, reason="A feast.", by=chair.acting)

        assert late_comment(round, reviewer).is_late
        with pytest.raises(Refused):
            late_comment(round, kaldria_reviewer)
    with after(round, days=2), pytest.raises(Refused):
        late_comment(round, reviewer)


def test_permission_is_the_chairs_and_only_where_the_rules_leave_it_to_the_chair(round, head, chair, estmark):
    until = timezone.now() + timedelta(days=30)
    round = closed(round)
    for person in (chair, head):
        with pytest.raises(PermissionDenied):
            services.permit_late(round, delegation=estmark, until=until, reason="Why.", by=person.acting)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"reason": " "}, "its reason"),
        ({"until": timezone.now()}, "in the future"),
        ({"delegation": "XD"}, "invited"),
    ],
)
def test_permission_that_makes_no_sense_is_refused(round, chair, estmark, norvenia, fault, sentence):
    by_rule("permitted")
    round = closed(round)
    facts = {"delegation": estmark, "until": timezone.now() + timedelta(days=30), "reason": "Why.", **fault}
    facts["delegation"] = norvenia if facts["delegation"] == "XD" else facts["delegation"]

    with after(round, hours=1), pytest.raises(BadInput, match=sentence):
        services.permit_late(round, by=chair.acting, **facts)


def test_late_comment_from_the_page_says_what_it_is_before_and_after(round, reviewer, chair):
    by_rule("marked")
    round = closed(round)
    address = reverse("review:comment-add", args=[round.paper_id, round.number])

    with after(round, days=1):
        client = reviewer.client
        page = text_of(client.get(reverse("review:round-detail", args=[round.paper_id, round.number])))
        form = text_of(client.get(address))
        client.post(address, said("Late words."))
        read = text_of(chair.client.get(reverse("review:matrix", args=[round.paper_id, round.number])))

    assert "Your delegation may still comment, marked as late" in page
    assert "marked as late, numbered after the others and open at once" in form
    assert "C-1-001 late" in read


def test_database_refuses_a_permission_without_reason_or_time(round, chair, estmark):
    by_rule("permitted")
    round = closed(round)
    with after(round, hours=1):
        until = timezone.now() + timedelta(days=1)
        services.permit_late(round, delegation=estmark, until=until, reason="Why.", by=chair.acting)

    for fault in ({"reason": ""}, {"until": round.closed_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LatePermission.objects.update(**fault)


# Rolling visibility --------------------------------------------------------------------------------


@pytest.fixture
def rolling(tabled_paper, chair, estmark, kaldria):
    return open_round(tabled_paper, chair, estmark, kaldria, rolling=True)


def test_rolling_round_shows_comments_once_their_delegation_has_released_them(
    rolling, reviewer, kaldria_reviewer, chair, head, outsider
):
    comment = comment_of(rolling, reviewer, CANARY)
    before = [seen_by(one) for one in (kaldria_reviewer, chair, head)]

    services.answer(rolling, by=reviewer.acting)

    assert before == [set()] * 3
    assert [seen_by(one) for one in (kaldria_reviewer, chair, head)] == [{comment}] * 3
    assert seen_by(outsider) == set()


def test_rolling_round_hides_what_was_taken_back(rolling, reviewer, kaldria_reviewer):
    comment_of(rolling, reviewer)
    services.answer(rolling, by=reviewer.acting)
    services.take_back_answer(rolling, by=reviewer.acting)

    assert seen_by(kaldria_reviewer) == set()


def test_usual_round_shows_nothing_of_a_released_answer_before_its_close(
    round, reviewer, kaldria_reviewer, chair
):
    comment_of(round, reviewer, CANARY)
    services.answer(round, by=reviewer.acting)

    assert [seen_by(one) for one in (kaldria_reviewer, chair)] == [set()] * 2


def test_rolling_round_says_so_wherever_one_answers(rolling, reviewer, estmark_head):
    where = [rolling.paper_id, rolling.number]
    client = estmark_head.client

    for name in ("review:round-detail", "review:comment-add", "review:answer-release"):
        assert "shown as they are released" in text_of(client.get(reverse(name, args=where))), name


def test_rolling_round_lets_nobody_change_the_comments_of_others(rolling, reviewer, kaldria_reviewer):
    comment = comment_of(rolling, reviewer, CANARY)
    services.answer(rolling, by=reviewer.acting)

    page = kaldria_reviewer.client.get(
        reverse("review:round-detail", args=[rolling.paper_id, rolling.number])
    )

    edit = reverse("review:comment-edit", args=[rolling.paper_id, rolling.number, comment.pk])
    assert (CANARY in text_of(page), edit in page.content.decode()) == (True, False)


def test_round_is_opened_rolling_from_the_page(tabled_paper, chair, estmark):
    typed = {
        "delegations": [estmark.pk],
        "deadline_day": "2027-01-08",
        "deadline_time": "12:00",
        "rolling": "on",
    }

    with time_machine.travel("2027-01-04T08:00:00Z", tick=False):
        chair.client.post(reverse("review:round-open", args=[tabled_paper.pk]), typed)

    assert tabled_paper.rounds.get().rolling
