"""After the chair's decision: who calls a critical comment settled, and what keeps a text from silence."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from papers.adoption import services as adoption
from papers.drafting.models import Paper
from papers.notifications.models import Notice
from papers.review import services
from papers.review.models import Reservation, Satisfaction
from papers.review.models.objections import unsettled
from papers.shared.errors import BadInput
from tests.pages import text_of
from tests.review.making import block, closed, comment_of, fresh


@pytest.fixture
def comment(round, reviewer):
    """Estmark's critical comment, open to all."""
    made = comment_of(
        round, reviewer, severity="critical", block=block(round, "ninety days"), quote="ninety days"
    )
    closed(round)
    return fresh(made)


@pytest.fixture
def rejected(comment, chair):
    services.decide_disposition(comment, value="rejected", reason="Ninety was agreed.", by=chair.acting)
    return fresh(comment)


def place(comment, chair):
    paper = Paper.objects.get(pk=comment.paper.pk)
    return adoption.place(paper, expires_at=timezone.now() + timedelta(days=7), by=chair.acting)


def answer(comment, person, value="satisfied", **fields):
    return services.answer_decision(fresh(comment), value=value, by=person.acting, **fields)


def at(comment, what):
    return reverse(f"review:{what}", args=[comment.paper.pk, comment.round.number, comment.pk])


def test_rejected_critical_comment_keeps_the_text_from_silence(rejected, chair):
    with pytest.raises(PermissionDenied, match="not settled"):
        place(rejected, chair)

    assert list(unsettled(rejected.paper)) == [rejected]


def test_commenter_that_is_satisfied_settles_it(rejected, reviewer, chair):
    answer(rejected, reviewer)

    assert place(rejected, chair).is_open


@pytest.mark.parametrize("person", ["drafter", "chair", "head"])
def test_nobody_else_calls_an_objection_settled(rejected, person, request):
    with pytest.raises(PermissionDenied, match="delegation that made it"):
        answer(rejected, request.getfixturevalue(person))


def test_accepted_comment_is_settled_unless_its_delegation_maintains_it(comment, chair, reviewer):
    services.decide_disposition(comment, value="accepted", by=chair.acting)
    assert not unsettled(comment.paper).exists()

    answer(comment, reviewer, "maintains", words="The text does not say it.")

    assert list(unsettled(comment.paper)) == [comment]


def test_answer_to_a_decision_that_was_replaced_counts_no_more(rejected, reviewer, chair):
    answer(rejected, reviewer)

    services.decide_disposition(fresh(rejected), value="noted", reason="Looked at again.", by=chair.acting)

    assert list(unsettled(rejected.paper)) == [rejected]
    assert Satisfaction.objects.count() == 1


def test_later_answer_stands_and_the_earlier_is_kept(rejected, reviewer):
    answer(rejected, reviewer)
    answer(rejected, reviewer, "maintains")

    assert list(unsettled(rejected.paper)) == [rejected]
    assert [one.value for one in rejected.satisfactions.all()] == ["satisfied", "maintains"]


def test_objection_converted_to_a_reservation_becomes_one(rejected, estmark_head):
    answer(rejected, estmark_head, "reserves")

    reservation = Reservation.objects.get()
    assert (reservation.kind, reservation.text, reservation.block_id) == (
        "political",
        rejected.text,
        rejected.block_id,
    )
    assert not unsettled(rejected.paper).exists()


def test_objection_is_converted_by_those_who_speak_for_the_delegation(rejected, reviewer):
    with pytest.raises(PermissionDenied, match="head or the submitter"):
        answer(rejected, reviewer, "reserves")

    assert not Satisfaction.objects.exists()


def test_chair_sets_an_objection_aside_for_a_reason_that_stands_on_the_procedure(rejected, chair, reader):
    with pytest.raises(BadInput, match="for a reason"):
        services.set_aside(fresh(rejected), reason=" ", by=chair.acting)

    services.set_aside(fresh(rejected), reason="Agreed in the room.", by=chair.acting)

    silence = place(rejected, chair)
    page = reader.client.get(reverse("adoption:silence-detail", args=[rejected.paper.pk, silence.number]))
    assert "Objection set aside C-1-001 (XB): Agreed in the room." in text_of(page)


def test_delegation_whose_objection_is_set_aside_is_told(rejected, chair, reviewer):
    services.set_aside(fresh(rejected), reason="Agreed in the room.", by=chair.acting)

    told = Notice.objects.filter(kind="review.objection.set_aside")
    assert reviewer.user in [one.recipient for one in told]


def test_objection_that_is_settled_or_not_the_chairs_is_not_set_aside(rejected, chair, drafter, reviewer):
    with pytest.raises(PermissionDenied):
        services.set_aside(fresh(rejected), reason="No.", by=drafter.acting)
    answer(rejected, reviewer)

    with pytest.raises(PermissionDenied, match="not settled"):
        services.set_aside(fresh(rejected), reason="No.", by=chair.acting)


def test_decision_is_answered_on_the_page_of_the_comment(rejected, reviewer):
    wrong = reviewer.client.post(at(rejected, "decision-answer"), {"value": "", "words": "Typed with care."})
    right = reviewer.client.post(at(rejected, "decision-answer"), {"value": "satisfied", "words": ""})

    assert (wrong.status_code, right.url) == (422, at(rejected, "comment-detail"))
    assert "Typed with care." in text_of(wrong)
    assert "Satisfied" in text_of(reviewer.client.get(right.url))


def test_editorial_comments_keep_nothing_back(round, reviewer, chair):
    made = comment_of(round, reviewer, severity="editorial")
    closed(round)

    services.decide_disposition(fresh(made), value="rejected", reason="House style.", by=chair.acting)

    assert not unsettled(fresh(made).paper).exists()
