"""What a review tells the paper page, the desk and mail."""

import pytest
from django.utils import timezone

from papers.audit.models import Event
from papers.drafting import access
from papers.drafting.models import Paper
from papers.notifications.models import Notice
from papers.notifications.registry import kinds
from papers.notifications.services import allowed
from papers.review import queries, services
from papers.review.anchoring import Fate
from papers.review.models import Comment
from tests import factories
from tests.cast import add_person
from tests.review.making import block, closed, comment_of, fresh, open_round


def notes_for(person, paper, revision=None):
    paper = Paper.objects.select_related("current").get(pk=paper.pk)
    return queries.margin_notes(person.acting, paper, revision or paper.current)


def test_margin_notes_stand_on_their_passages(round, reviewer, chair):
    ninety = block(round, "ninety days")
    comment_of(round, reviewer, "On words", block=ninety, quote="ninety days")
    comment_of(round, reviewer, "On the passage", block=ninety)
    comment_of(round, reviewer, "On all")
    closed(round)

    notes = notes_for(chair, round.paper)

    assert {key: [note.comment.text for note in found] for key, found in notes.items()} == {
        None: ["On all"],
        ninety: ["On the passage", "On words"],
    }


def test_margin_notes_before_the_close_are_the_own_delegations(round, reviewer, chair, drafter):
    comment_of(round, reviewer, block=block(round, "ninety days"))

    assert [len(notes_for(person, round.paper)) for person in (reviewer, chair, drafter)] == [1, 0, 0]


def test_margin_notes_follow_their_words_or_say_that_they_are_gone(round, reviewer, drafter, chair):
    ninety, scope = block(round, "ninety days"), block(round, "common approach")
    comment_of(round, reviewer, "Kept", block=scope, quote="common approach")
    comment_of(round, reviewer, "Lost", block=ninety, quote="ninety days")
    closed(round)
    factories.save(
        round.paper, drafter, "First of all.\n\n" + factories.TEXT.replace("ninety days", "two months")
    )
    services.issue_next_revision(round.paper, note="", by=drafter.acting)

    notes = notes_for(chair, round.paper)

    assert {note.comment.text: note.place.fate for found in notes.values() for note in found} == {
        "Kept": Fate.HERE, "Lost": Fate.REWORDED,
    }  # fmt: skip


def test_margin_notes_go_with_their_passage_into_the_one_it_was_put_into(round, reviewer, drafter, chair):
    scope, ninety = block(round, "common approach"), block(round, "ninety days")
    comment_of(round, reviewer, "Words", block=scope, quote="common approach")
    comment_of(round, reviewer, "Passage", block=scope)
    closed(round)
    words = {one["id"]: one["text"] for one in round.revision.block_map}
    together = f"{words[scope]} {words[ninety]}"
    text = factories.TEXT.replace(words[ninety], together).replace(f"{words[scope]}\n", "", 1)
    factories.save(round.paper, drafter, text)
    services.issue_next_revision(round.paper, note="", by=drafter.acting)

    notes = notes_for(chair, round.paper)

    assert {note.comment.text: note.place.fate for note in notes[ninety]} == {
        "Words": Fate.ELSEWHERE, "Passage": Fate.JOINED,
    }  # fmt: skip


def test_margin_notes_beside_an_earlier_revision_know_nothing_of_later_ones(
    round, reviewer, drafter, chair, estmark
):
    closed(round)
    factories.save(round.paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_next_revision(round.paper, note="", by=drafter.acting)
    second = open_round(Paper.objects.get(pk=round.paper_id), chair, estmark)
    comment_of(second, reviewer, "On the second")
    closed(second)

    assert notes_for(chair, round.paper, round.revision) == {}
    assert len(notes_for(chair, round.paper)[None]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_margin_notes_take_one_statement(round, reviewer, chair, drafter, count, django_assert_num_queries):
    for number in range(count):
        comment_of(round, reviewer, f"Comment {number}", block=block(round, "ninety days"))
    closed(round)
    for comment in Comment.objects.all():
        services.decide_disposition(fresh(comment), value="accepted", by=chair.acting)
    paper, acting = Paper.objects.select_related("current").get(pk=round.paper_id), drafter.acting

    with django_assert_num_queries(1):
        notes = queries.margin_notes(acting, paper, paper.current)

    [found] = notes.values()
    assert [(note.comment.reference, note.outcome) for note in found] == [
        (f"C-1-{number:03d}", "accepted") for number in range(1, count + 1)
    ]


def test_round_waits_for_those_who_comment_until_their_answer_is_complete(
    round, reviewer, reader, drafter, outsider
):
    waiting = queries.waiting_for(reviewer.acting)
    others = [queries.waiting_for(person.acting) for person in (reader, drafter, outsider)]
    services.answer(round, by=reviewer.acting)

    assert [(item.due, item.what, item.act) for item in waiting] == [
        (round.deadline, "Interim repair of the water network", "Comment on the paper")
    ]
    assert others == [[], [], []]
    assert queries.waiting_for(reviewer.acting) == []


def test_comments_wait_for_the_penholder_then_for_the_chair(round, reviewer, drafter, chair):
    lesser = comment_of(round, reviewer, "Lesser")
    critical = comment_of(round, reviewer, "Critical", severity="critical")
    before = [queries.waiting_for(person.acting) for person in (drafter, chair)]
    closed(round)

    def whys(person):
        return [item.why for item in queries.waiting_for(person.acting)]

    assert before == [[], []]
    assert whys(drafter) == ["2 comments of round 1 have no proposed disposition; 1 critical."]
    assert whys(chair) == ["1 comment of round 1 waits for your decision; 1 critical."]
    services.propose_disposition(fresh(lesser), value="accepted", by=drafter.acting)
    services.decide_disposition(fresh(critical), value="rejected", reason="No.", by=chair.acting)
    assert whys(drafter) == []
    assert whys(chair) == ["1 comment of round 1 waits for your decision; 0 critical."]
    services.decide_disposition(fresh(lesser), value="accepted", by=chair.acting)
    assert whys(chair) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_takes_two_statements_at_most(
    round, reviewer, drafter, chair, body, head, estmark, count, django_assert_num_queries
):
    comment_of(round, reviewer)
    for number in range(count - 1):
        other = open_round(factories.tabled(drafter, head, body, title=f"Paper {number}"), chair, estmark)
        comment_of(other, reviewer)
    acting = reviewer.acting
    with django_assert_num_queries(1):
        assert len(queries.waiting_for(acting)) == count
    for one in Comment.objects.select_related("round"):
        closed(one.round)

    for person in (drafter, chair):
        acting = person.acting
        with django_assert_num_queries(2):
            queries.waiting_for(acting)


def test_open_round_of_a_paper_is_the_one_that_takes_comments(round, reviewer, outsider, tabled_paper):
    found = queries.open_round_of(reviewer.acting, tabled_paper)

    assert (found, queries.open_round_of(outsider.acting, tabled_paper)) == (round, None)
    closed(round)
    assert queries.open_round_of(reviewer.acting, tabled_paper) is None


def test_notices_name_the_paper_on_the_site_and_nothing_in_mail(reviewer, round, drafter, chair):
    comment = comment_of(round, reviewer)
    closed(round)
    services.reply(fresh(comment), text="Why?", by=drafter.acting)
    services.decide_disposition(fresh(comment), value="accepted", by=chair.acting)
    factories.save(round.paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_next_revision(round.paper, note="", by=drafter.acting)

    mine = Notice.objects.filter(recipient=reviewer.user)
    rendered = {notice.kind: kinds.get(notice.kind).render(notice.target_uuid) for notice in mine}

    assert sorted(rendered) == [
        "review.disposition.decided", "review.reply.added", "review.revision.issued", "review.round.closed",
        "review.round.opened",
    ]  # fmt: skip
    assert all(round.paper.symbol in one.sentence for one in rendered.values())
    assert [
        one.postcard for one in rendered.values() if "CMCC" in one.postcard or "water" in one.postcard
    ] == []
    assert [reviewer.client.get(one.path).status_code for one in rendered.values()] == [200] * 5


def test_notices_are_for_nobody_whose_access_ended(reviewer, round, estmark, chair):
    comment = comment_of(round, reviewer)
    closed(round)
    services.reply(fresh(comment), text="Why?", by=chair.acting)
    access.end(round.paper, estmark, by=chair.acting)

    mine = Notice.objects.filter(recipient=reviewer.user)

    assert [allowed(reviewer.acting, notice.kind, notice.target_uuid) for notice in mine] == [
        False
    ] * mine.count()
    assert mine.count() == 3


def test_record_of_a_review_is_complete_and_its_public_part_names_no_comment_before_the_close(
    round, reviewer, chair, kaldria
):
    comment_of(round, reviewer)
    services.answer(round, by=reviewer.acting)
    services.answer(round, by=add_person(kaldria, "head").acting)
    services.close_early(round, by=chair.acting)

    events = Event.objects.filter(verb__startswith="review.").order_by("seq").values_list("verb", "audience")

    assert list(events) == [
        ("review.round.opened", "paper"),
        ("review.round.invited", "chair"),
        ("review.comment.added", "delegation"),
        ("review.round.answered", "chair"),
        ("review.round.answered", "chair"),
        ("review.round.closed", "paper"),
    ]
    assert Event.objects.get(verb="review.round.closed").facts["comments"] == 1
    assert timezone.now() < round.deadline
