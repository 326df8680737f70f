"""Comments: made in time by those invited, seen by nobody else before the close, numbered fairly at it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from papers.audit.models import Event
from papers.delegations import services as delegations
from papers.drafting import access
from papers.drafting import services as drafting
from papers.notifications.models import Notice
from papers.review import services
from papers.review.models import Comment, Reply
from papers.shared.errors import BadInput, Refused
from tests.cast import SETUP, add_person
from tests.review.making import block, closed, comment_of, fresh, said


def seen_by(person):
    return [comment.text for comment in Comment.objects.visible_to(person.acting).in_order()]


def test_add_comment_keeps_the_quoted_words_with_what_stands_around_them(round, reviewer):
    comment = comment_of(
        round,
        reviewer,
        block=block(round, "ninety days"),
        quote="within  ninety days",
        before="made up",
        after="",
    )

    assert (comment.quote, comment.before, comment.after) == (
        "within ninety days", "that restores a stated level of service ", ".",
    )  # fmt: skip


def test_add_comment_on_the_whole_paper_hangs_on_no_passage(round, reviewer):
    comment = comment_of(round, reviewer)

    assert (comment.block, comment.revision, comment.delegation) == (
        None,
        round.revision,
        reviewer.delegation,
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": " "}, "A comment needs words"),
        ({"reason": ""}, "gives its reason"),
        ({"severity": "critical", "reason": " \n"}, "gives its reason"),
        ({"kind": "drafting"}, "words that are to stand"),
        ({"kind": "praise"}, "from those named"),
        ({"severity": "major"}, "from those named"),
        ({"text": "x" * 8001}, "more than 8000 characters"),
        ({"quote": "ninety days"}, "choose the one in which they stand"),
        ({"block": "4d9b8b0e-8a52-4cf2-a3df-7a3f4b7c3a10"}, "does not stand in the revision"),
        ({"block": "no passage"}, "does not stand in the revision"),
    ],
)
def test_add_comment_that_lacks_something_is_refused_with_a_sentence(round, reviewer, words, sentence):
    with pytest.raises(BadInput, match=sentence):
        services.add_comment(round, by=reviewer.acting, **{**said(), **words})

    assert Comment.objects.count() == 0


def test_add_comment_quoting_words_that_are_not_there_is_refused(round, reviewer):
    with pytest.raises(BadInput, match="quoted words do not stand"):
        comment_of(round, reviewer, block=block(round, "ninety days"), quote="within sixty days")


def test_editorial_comment_needs_no_reason(round, reviewer):
    comment = comment_of(round, reviewer, severity="editorial", reason="")

    assert comment.reason == ""


def test_add_comment_by_a_delegation_that_was_not_invited_is_refused(round, drafter):
    with pytest.raises(PermissionDenied, match="yours was not"):
        comment_of(round, drafter)


def test_add_comment_by_somebody_who_only_reads_is_refused(round, reader):
    with pytest.raises(PermissionDenied, match="needs a seat that comments"):
        comment_of(round, reader)


def test_add_comment_after_the_access_ended_is_refused(round, reviewer, estmark, chair):
    access.end(round.paper, estmark, by=chair.acting)

    with pytest.raises(PermissionDenied, match="does not include comments"):
        comment_of(round, reviewer)


def test_add_comment_by_a_suspended_delegation_is_refused(round, reviewer, estmark):
    delegations.enter_participation(estmark, state="suspended", decision_ref="D/3", by=SETUP)

    with pytest.raises(PermissionDenied):
        comment_of(round, reviewer)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1)])
def test_late_comment_is_refused_before_the_clock_has_closed_the_round(round, reviewer, late):
    with (
        time_machine.travel(round.deadline + late, tick=False),
        pytest.raises(Refused, match="came after it"),
    ):
        comment_of(round, reviewer)


def test_comment_in_the_last_moment_counts(round, reviewer):
    with time_machine.travel(round.deadline - timedelta(milliseconds=1), tick=False):
        comment = comment_of(round, reviewer)
    closed(round)

    assert fresh(comment).number == 1


def test_add_comment_on_a_paper_that_was_withdrawn_is_refused(round, reviewer, head):
    drafting.withdraw(round.paper, by=head.acting)

    with pytest.raises(Refused, match="only while the round is open"):
        comment_of(round, reviewer)


def test_comment_is_seen_by_its_own_delegation_alone_until_the_close(round, reviewer, reader, drafter, chair):
    comment_of(round, reviewer, "Canary of Estmark.")
    others = [reader, drafter, chair]

    before = [seen_by(person) for person in others]
    own = seen_by(add_person(reviewer.delegation, "reader"))
    closed(round)

    assert before == [[], [], []]
    assert own == ["Canary of Estmark."]
    assert [seen_by(person) for person in others] == [["Canary of Estmark."]] * 3


def test_comment_is_never_seen_without_access_to_its_revision(round, reviewer, outsider, norvenia, chair):
    comment_of(round, reviewer)
    closed(round)

    nothing = seen_by(outsider)
    access.give(round.paper, norvenia, "read", by=chair.acting, from_number=2)

    assert (nothing, seen_by(outsider)) == ([], [])


def test_events_before_the_close_are_for_the_delegation_alone_and_tell_nothing(round, reviewer):
    comment = comment_of(round, reviewer, "Canary of Estmark.", severity="critical")
    services.edit_comment(comment, by=reviewer.acting, **said("Canary changed."))
    services.withdraw_comment(comment, by=reviewer.acting)

    events = Event.objects.filter(kind="review.comment").order_by("seq")

    assert [(event.verb, event.audience, event.facts) for event in events] == [
        ("review.comment.added", "delegation", {"round": 1}),
        ("review.comment.changed", "delegation", {"round": 1}),
        ("review.comment.withdrawn", "delegation", {"round": 1}),
    ]


def test_no_notice_tells_of_a_comment_before_the_close(round, reviewer, drafter, chair):
    before = Notice.objects.count()

    comment_of(round, reviewer)

    assert Notice.objects.count() == before


def test_edit_comment_by_a_colleague_keeps_its_author(round, reviewer, estmark_head):
    comment = comment_of(round, reviewer)

    services.edit_comment(comment, by=estmark_head.acting, **said("Said better."))

    after = fresh(comment)
    assert (after.text, after.by, after.changed_at is None) == ("Said better.", reviewer.user, False)


def test_edit_comment_of_another_delegation_is_refused(round, reviewer, kaldria):
    comment = comment_of(round, reviewer)

    with pytest.raises(PermissionDenied, match="changed by the delegation that made it"):
        services.edit_comment(comment, by=add_person(kaldria, "head").acting, **said())


def test_edit_comment_after_the_deadline_is_refused_and_changes_nothing(round, reviewer):
    comment = comment_of(round, reviewer)

    with time_machine.travel(round.deadline), pytest.raises(Refused, match="came after it"):
        services.edit_comment(comment, by=reviewer.acting, **said("Too late."))

    assert fresh(comment).text == said()["text"]


def test_withdrawn_comment_gets_no_number_and_stays_with_its_delegation(round, reviewer, chair):
    comment_of(round, reviewer, "Stands.")
    gone = comment_of(round, reviewer, "Canary taken back.")
    services.withdraw_comment(gone, by=reviewer.acting)
    closed(round)

    assert fresh(gone).number is None
    assert seen_by(chair) == ["Stands."]
    with pytest.raises(PermissionDenied, match="taken back"):
        services.withdraw_comment(gone, by=reviewer.acting)


def test_numbers_run_gapless_by_place_in_the_text_then_by_delegation_not_by_time(round, reviewer, kaldria):
    other = add_person(kaldria, "head")
    ninety, scope = block(round, "ninety days"), block(round, "common approach")
    comment_of(round, other, "XC on 2", block=ninety)
    comment_of(round, reviewer, "XB on 2, days", block=ninety, quote="ninety days")
    comment_of(round, reviewer, "XB on 2", block=ninety)
    taken_back = comment_of(round, reviewer, "XB taken back", block=scope)
    services.withdraw_comment(taken_back, by=reviewer.acting)
    comment_of(round, other, "XC on 1", block=scope)
    comment_of(round, other, "XC on all")

    closed(round)

    numbered = Comment.objects.opened().order_by("number").select_related("round")
    assert [(comment.reference, comment.text) for comment in numbered] == [
        ("C-1-001", "XC on all"),
        ("C-1-002", "XC on 1"),
        ("C-1-003", "XB on 2"),
        ("C-1-004", "XC on 2"),
        ("C-1-005", "XB on 2, days"),
    ]


def test_reply_before_the_close_is_refused_even_to_the_own_delegation(round, reviewer):
    comment = comment_of(round, reviewer)

    with pytest.raises(PermissionDenied, match="opened them to all"):
        services.reply(fresh(comment), text="Among us.", by=reviewer.acting)


def test_reply_is_open_to_all_and_tells_the_others(round, reviewer, estmark_head, drafter, chair):
    comment = comment_of(round, reviewer)
    closed(round)

    services.reply(fresh(comment), text="Which sites?", by=drafter.acting)

    told = Notice.objects.filter(kind="review.reply.added").values_list("recipient__email", flat=True)
    assert sorted(told) == sorted([reviewer.user.email, estmark_head.user.email])
    assert [reply.text for reply in Reply.objects.visible_to(chair.acting)] == ["Which sites?"]


def test_reply_by_somebody_who_only_reads_is_refused(round, reviewer, reader):
    comment = comment_of(round, reviewer)
    closed(round)

    with pytest.raises(PermissionDenied, match="needs a seat that comments"):
        services.reply(fresh(comment), text="Me too.", by=reader.acting)


def test_reply_is_seen_by_nobody_who_may_not_see_its_comment(round, reviewer, outsider):
    comment = comment_of(round, reviewer)
    closed(round)
    services.reply(fresh(comment), text="Canary", by=reviewer.acting)

    assert list(Reply.objects.visible_to(outsider.acting)) == []


@pytest.mark.parametrize(
    "falsely",
    [
        {"text": ""},
        {"reason": ""},
        {"kind": "drafting", "proposed": ""},
        {"quote": "words of nowhere"},
        {"number": 0},
    ],
    ids=["no words", "no reason", "no draft", "quote without passage", "number zero"],
)
def test_database_refuses_a_comment_that_lacks_something(round, reviewer, falsely):
    comment = comment_of(round, reviewer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**falsely)


def test_database_refuses_a_number_twice_or_on_what_was_taken_back(round, reviewer):
    first, second = comment_of(round, reviewer), comment_of(round, reviewer)
    services.withdraw_comment(second, by=reviewer.acting)
    Comment.objects.filter(pk=first.pk).update(number=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=second.pk).update(number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=second.pk).update(number=1, withdrawn_at=None)
