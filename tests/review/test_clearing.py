"""The clearance chain: a delegation's own posts clear its drafts one after the other, and nobody else learns of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from papers.audit.models import Audience, Event
from papers.drafting import access
from papers.notifications.models import Notice
from papers.review import queries, services
from papers.review.models import Amendment, Answer, Clearance, ClearanceStep, Comment
from papers.review.queries import clearing
from papers.shared.errors import BadInput, Refused
from tests.cast import add_person
from tests.factories import tabled
from tests.pages import text_of
from tests.review.making import block, comment_of, open_round
from tests.review.test_national import draft, exits

CANARY = "Quetzal-of-the-clearance"


@pytest.fixture
def clearer(estmark):
    return add_person(estmark, "clearer")


@pytest.fixture
def chained(round, reviewer, clearer, estmark_head):
    """Estmark's reviewer clears first, then its clearer in the capital."""
    services.set_chain([reviewer.mandate.seat, clearer.mandate.seat], by=estmark_head.acting)
    return round


def say(round, person, verdict="cleared", reason="", digest=None):
    digest = digest or clearing.chain(person.acting, round).digest
    return services.give_clearance(round, verdict=verdict, reason=reason, digest=digest, by=person.acting)


def standing(round, person):
    """Of each post, in order: what it said of the drafts as they are now."""
    return [_word(link) for link in clearing.chain(person.acting, round).links]


def _word(link):
    if link.is_void:
        return "void"
    return link.verdict.verdict if link.verdict else ""


def waits(person):
    return [one.url for one in queries.waiting_for(person.acting) if "clearance" in one.url]


# The chain -----------------------------------------------------------------------------------------


def test_chain_is_set_by_those_who_speak_for_the_delegation(round, reviewer):
    with pytest.raises(PermissionDenied, match="head or its submitter"):
        services.set_chain([reviewer.mandate.seat], by=reviewer.acting)


def test_chain_of_anothers_post_is_refused(round, estmark_head, kaldria_reviewer):
    with pytest.raises(Refused, match="your own delegation"):
        services.set_chain([kaldria_reviewer.mandate.seat], by=estmark_head.acting)


def test_chain_names_a_post_once_on_the_page_too(round, reviewer, estmark_head):
    seat = str(reviewer.mandate.seat.pk)

    page = estmark_head.client.post(reverse("review:chain"), {"seat_1": seat, "seat_3": seat})

    assert page.status_code == 422
    assert "stands in the chain once" in text_of(page)
    assert not ClearanceStep.objects.exists()


def test_chain_from_the_page_keeps_the_order_and_passes_empty_places_over(
    round, reviewer, clearer, estmark_head
):
    seats = [clearer.mandate.seat, reviewer.mandate.seat]

    estmark_head.client.post(reverse("review:chain"), {"seat_1": seats[0].pk, "seat_4": seats[1].pk})

    assert list(ClearanceStep.objects.values_list("place", "seat")) == [(1, seats[0].pk), (2, seats[1].pk)]


def test_chain_is_seen_by_the_own_delegation_alone(chained, reviewer, reader, chair, drafter):
    assert ClearanceStep.objects.visible_to(reviewer.acting).count() == 2
    assert [ClearanceStep.objects.visible_to(one.acting).count() for one in (reader, chair, drafter)] == [
        0
    ] * 3


# Clearing ------------------------------------------------------------------------------------------


def test_drafts_are_cleared_one_post_after_the_other(chained, reviewer, clearer):
    draft(chained, reviewer)

    with pytest.raises(PermissionDenied, match="one after the other"):
        say(chained, clearer)
    say(chained, reviewer)
    say(chained, clearer)

    assert standing(chained, reviewer) == ["cleared", "cleared"]


def test_change_after_clearance_voids_it_for_all_to_see(chained, reviewer, clearer):
    note = draft(chained, reviewer)
    say(chained, reviewer)
    say(chained, clearer)

    services.change_note(note, kind="draft", text="Other words.", by=reviewer.acting)

    page = reviewer.client.get(reverse("review:clearance", args=[chained.paper_id, chained.number]))
    assert standing(chained, reviewer) == ["void", "void"]
    assert "void: the drafts were changed since" in text_of(page)


def test_drafts_that_changed_while_they_were_read_are_not_cleared(chained, reviewer):
    note = draft(chained, reviewer)
    read = clearing.chain(reviewer.acting, chained).digest
    services.change_note(note, kind="draft", text="Other words.", by=reviewer.acting)

    with pytest.raises(BadInput, match="changed since you read them"):
        say(chained, reviewer, digest=read)


def test_returned_drafts_get_a_reason_and_wait_for_a_change(chained, reviewer, clearer):
    note = draft(chained, reviewer)
    say(chained, reviewer)
    with pytest.raises(BadInput, match="get a reason"):
        say(chained, clearer, "returned")

    say(chained, clearer, "returned", "Article 4 is missing.")

    assert standing(chained, reviewer) == ["cleared", "returned"]
    assert waits(clearer) == []
    services.change_note(note, kind="draft", text="With article 4.", by=reviewer.acting)
    assert standing(chained, reviewer) == ["void", "void"]


def test_clearance_waits_on_the_desk_of_the_post_whose_turn_it_is(chained, reviewer, clearer, estmark_head):
    draft(chained, reviewer)
    address = reverse("review:clearance", args=[chained.paper_id, chained.number])

    before = [waits(person) for person in (reviewer, clearer, estmark_head)]
    say(chained, reviewer)

    assert before == [[address], [], []]
    assert [waits(person) for person in (reviewer, clearer, estmark_head)] == [[], [address], []]


# Releasing -----------------------------------------------------------------------------------------


def test_answer_that_is_not_cleared_is_released_only_with_a_reason(chained, reviewer, estmark_head):
    draft(chained, reviewer)
    with pytest.raises(BadInput, match="not cleared by every seat"):
        services.release_answer(chained, by=estmark_head.acting)

    services.release_answer(chained, despite="The minister telephoned.", by=estmark_head.acting)

    assert Answer.objects.get().despite == "The minister telephoned."
    assert Comment.objects.count() == 1


def test_cleared_answer_is_released_without_further_words(chained, reviewer, clearer, estmark_head):
    draft(chained, reviewer)
    say(chained, reviewer)
    say(chained, clearer)
    address = reverse("review:answer-release", args=[chained.paper_id, chained.number])

    done = estmark_head.client.post(address)

    assert done.status_code == 302
    assert Answer.objects.get().despite == ""


def test_recalled_answer_is_still_cleared(chained, reviewer, clearer, estmark_head):
    draft(chained, reviewer)
    say(chained, reviewer)
    say(chained, clearer)
    services.release_answer(chained, by=estmark_head.acting)

    services.recall_answer(chained, by=estmark_head.acting)

    assert standing(chained, reviewer) == ["cleared", "cleared"]


def test_answer_released_taken_back_and_released_again_is_one_answer(round, reviewer, estmark_head):
    services.release_answer(round, by=estmark_head.acting)
    services.take_back_answer(round, by=reviewer.acting)
    draft(round, reviewer)

    again = services.release_answer(round, by=estmark_head.acting)

    assert list(Answer.objects.standing()) == [again]


def test_release_page_asks_for_the_reason_and_keeps_it_from_others(chained, reviewer, estmark_head, chair):
    draft(chained, reviewer)
    address = reverse("review:answer-release", args=[chained.paper_id, chained.number])
    client = estmark_head.client

    bare = client.post(address)
    client.post(address, {"despite": CANARY})

    assert (bare.status_code, "Not cleared by every post" in text_of(bare)) == (422, True)
    assert CANARY in text_of(client.get(address))
    assert not Answer.objects.visible_to(chair.acting).exists()


def test_nothing_goes_past_the_chain(chained, reviewer):
    with pytest.raises(Refused, match="drafts among its own notes"):
        comment_of(chained, reviewer)
    with pytest.raises(Refused, match="releases it"):
        services.answer(chained, by=reviewer.acting)

    address = reverse("review:comment-add", args=[chained.paper_id, chained.number])
    sent_on = reviewer.client.get(address + "?quote=ninety")
    assert sent_on.url == reverse("review:note-add", args=[chained.paper_id]) + "?quote=ninety&kind=draft"


# Who learns of it ----------------------------------------------------------------------------------


def test_canary_of_the_clearance_is_in_no_exit_of_anybody_else(
    chained, reviewer, clearer, estmark_head, reader, drafter, head, chair, kaldria_reviewer
):
    draft(chained, reviewer)
    say(chained, reviewer, reason=CANARY)
    say(chained, clearer, "returned", f"{CANARY} returned")
    services.release_answer(chained, despite=f"{CANARY} despite", by=estmark_head.acting)
    own = reverse("review:clearance", args=[chained.paper_id, chained.number])

    assert CANARY in text_of(estmark_head.client.get(own))
    for person in (reader, drafter, head, chair, kaldria_reviewer):
        client = person.client
        for address in [*exits(chained), own, reverse("review:chain")]:
            assert CANARY not in client.get(address).content.decode(), (person.user.email, address)


def test_pages_of_others_are_the_same_whether_or_not_a_delegation_clears(
    round, reviewer, clearer, estmark_head, chair
):
    addresses = [reverse("review:round-detail", args=[round.paper_id, round.number])]
    addresses += [reverse("portal:paper-record", args=[round.paper_id]), reverse("portal:desk")]
    client = chair.client
    before = [text_of(client.get(address)) for address in addresses]

    services.set_chain([reviewer.mandate.seat], by=estmark_head.acting)
    draft(round, reviewer)
    say(round, reviewer)

    assert [text_of(client.get(address)) for address in addresses] == before


def test_acts_of_clearing_are_told_to_the_own_delegation_and_nobody_is_notified(chained, reviewer):
    told = Notice.objects.count()
    say(chained, reviewer)

    verbs = ("review.chain.set", "review.answer.cleared")
    found = Event.objects.filter(verb__in=verbs).values_list("audience", "delegation_uuid")
    assert set(found) == {(Audience.DELEGATION, reviewer.delegation.pk)}
    assert Notice.objects.count() == told


def test_clearance_is_not_shown_once_the_delegation_has_lost_the_paper(chained, reviewer, chair, estmark):
    access.end(chained.paper, estmark, by=chair.acting)

    page = reviewer.client.get(reverse("review:clearance", args=[chained.paper_id, chained.number]))

    assert page.status_code == 404


@pytest.mark.parametrize("papers", [1, 2])
def test_desk_asks_as_often_for_two_rounds_as_for_one(
    chained, reviewer, estmark, chair, drafter, head, body, papers, django_assert_num_queries
):
    for _ in range(papers - 1):
        open_round(tabled(drafter, head, body), chair, estmark)
    acting = reviewer.acting

    # the invitations, the chain, its drafts and suggestions, what was said of them
    with django_assert_num_queries(5):
        queries.waiting_for(acting)


@pytest.mark.parametrize("fault", [{"verdict": "returned", "reason": ""}], ids=["without its reason"])
def test_database_refuses_a_verdict_that_cannot_be(chained, reviewer, fault):
    given = say(chained, reviewer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.filter(pk=given.pk).update(**fault)


@pytest.mark.parametrize("same", ["place", "seat"])
def test_database_refuses_a_place_or_a_post_twice(chained, same):
    first, second = ClearanceStep.objects.order_by("place")

    with pytest.raises(IntegrityError), transaction.atomic():
        ClearanceStep.objects.filter(pk=second.pk).update(**{same: getattr(first, same)})


def test_amendment_of_a_delegation_that_clears_goes_with_its_answer_alone(chained, reviewer):
    passage = {
        "block": block(chained, "ninety days"),
        "wanted": "Otherwise.",
        "reason": "So.",
        "by": reviewer.acting,
    }
    kept = services.keep_suggestion(chained, seen=0, **passage)

    with pytest.raises(Refused, match="cleared before it is released"):
        services.propose_amendment(chained, **passage)
    with pytest.raises(Refused, match="cleared before it is released"):
        services.put_forward(kept, by=reviewer.acting)

    assert not Amendment.objects.exists()
