"""Suggesting in the text: passages typed over are the delegation's own until they are put forward as amendments."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Audience, Event
from papers.review import services
from papers.review.lifecycle import Fate
from papers.review.models import Amendment, Answer, Comment, Suggestion
from papers.shared.errors import BadInput, Refused
from tests.cast import add_person
from tests.pages import text_of
from tests.review.making import block, closed
from tests.review.test_national import draft, exits

CANARY = "Quetzal-in-the-text"
PLACE = "ninety days"


def words(round):
    return next(entry["text"] for entry in round.revision.block_map if PLACE in entry["text"])


def keep(round, person, wanted=None, *, reason="The last one took longer.", seen=0, place=PLACE):
    wanted = words(round).replace(PLACE, "sixty weeks") if wanted is None else wanted
    return services.keep_suggestion(
        round, block=block(round, place), wanted=wanted, reason=reason, seen=seen, by=person.acting
    )


def address(round, name="suggestion-edit", *args):
    return reverse(f"review:{name}", args=[round.paper_id, round.number, *args])


def post(client, round, wanted, *, seen=0, reason="Longer.", **options):
    sent = {"block": block(round, PLACE), "wanted": wanted, "reason": reason, "seen": seen}
    return client.post(address(round), sent, **options)


@pytest.fixture
def colleague(estmark):
    return add_person(estmark, "reviewer")


# Whose it is ---------------------------------------------------------------------------------------


def test_suggestion_is_seen_by_the_own_delegation_and_by_nobody_else(
    round, reviewer, colleague, reader, drafter, head, chair, kaldria_reviewer, outsider
):
    kept = keep(round, reviewer)

    def seen_by(person):
        return set(Suggestion.objects.visible_to(person.acting))

    assert [seen_by(person) for person in (reviewer, colleague)] == [{kept}, {kept}]
    others = (reader, drafter, head, chair, kaldria_reviewer, outsider)
    assert [seen_by(person) for person in others] == [set()] * 6


@pytest.mark.parametrize("when", ["open", "closed"])
def test_canary_of_a_suggestion_is_in_no_exit_of_anybody_else(round, reviewer, chair, kaldria_reviewer, when):
    keep(round, reviewer, f"{words(round)} {CANARY}")
    if when == "closed":
        closed(round)

    assert CANARY in text_of(reviewer.client.get(reverse("review:note-list", args=[round.paper_id])))
    for person in (chair, kaldria_reviewer):
        client = person.client
        for place in exits(round):
            assert CANARY not in client.get(place).content.decode(), (person.user.email, place)


def test_suggestion_is_in_nobody_elses_record_and_one_event_for_a_sitting(round, reviewer):
    kept = keep(round, reviewer)
    keep(round, reviewer, f"{words(round)} More.", seen=kept.version)

    events = Event.objects.filter(target_uuid=kept.pk)
    assert [(one.verb, one.audience, one.delegation_uuid) for one in events] == [
        ("review.suggestion.kept", Audience.DELEGATION, reviewer.delegation.pk)
    ]


def test_suggestion_of_another_delegation_is_not_found(round, reviewer, kaldria_reviewer):
    kept = keep(round, reviewer)

    for name in ("suggestion-remove", "suggestion-put-forward"):
        assert kaldria_reviewer.client.post(address(round, name, kept.pk)).status_code == 404


# Typing --------------------------------------------------------------------------------------------


def test_those_who_are_not_asked_type_over_nothing(round, reader, outsider, drafter):
    for person in (reader, outsider, drafter):
        with pytest.raises(PermissionDenied):
            keep(round, person)


def test_passage_typed_back_as_it_stands_is_kept_no_more(round, reviewer):
    kept = keep(round, reviewer, reason="")

    assert keep(round, reviewer, words(round), reason="", seen=kept.version) is None
    assert not Suggestion.objects.exists()


def test_reason_that_was_typed_is_kept_when_the_words_are_as_they_stand(round, reviewer):
    assert keep(round, reviewer, words(round)).reason == "The last one took longer."


def test_what_a_colleague_kept_meanwhile_is_not_overwritten_unseen(round, reviewer, colleague):
    first = keep(round, reviewer, "As one would have it.")
    with pytest.raises(BadInput, match="A colleague changed this passage"):
        keep(round, colleague, "As another would.", seen=0)

    page = post(colleague.client, round, "As another would.")

    assert page.status_code == 422
    assert ["As one would have it." in text_of(page), "As another would." in text_of(page)] == [True, True]
    assert f'name="seen" value="{first.version}"' in page.content.decode()
    assert post(colleague.client, round, "As another would.", seen=first.version).status_code == 302
    assert Suggestion.objects.get().wanted == "As another would."


def test_what_comes_after_the_deadline_is_refused_and_handed_back(round, reviewer):
    with time_machine.travel(round.deadline + timedelta(seconds=1), tick=False):
        page = post(reviewer.client, round, "Typed with care.")

    assert page.status_code == 409
    assert "Typed with care." in page.content.decode()


def test_page_that_saves_by_itself_is_told_what_it_becomes(round, reviewer):
    wanted = words(round).replace(PLACE, "sixty weeks")

    page = post(reviewer.client, round, wanted, headers={"HX-Request": "true"})

    assert "It becomes 1 amendment:" in text_of(page)
    assert "<del>ninety</del><ins>sixty</ins> <del>days</del><ins>weeks</ins>" in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_form_begins_with_the_words_that_stand_there_and_goes_on_with_those_kept(round, reviewer):
    client, place = reviewer.client, f"{address(round)}?block=b-{block(round, PLACE)}"
    first = client.get(place).context["form"].initial

    keep(round, reviewer, "Otherwise.", reason="")

    assert (first["wanted"], first["seen"]) == (words(round), 0)
    again = client.get(place).context["form"].initial
    assert (again["wanted"], again["seen"]) == ("Otherwise.", 1)


def test_form_holds_no_word_of_the_working_text(round, tabled_paper, reviewer, drafter):
    working = tabled_paper.working
    type(working).objects.filter(pk=working.pk).update(text=f"# Secret {CANARY}")

    page = reviewer.client.get(f"{address(round)}?block={block(round, PLACE)}")

    assert CANARY not in page.content.decode()


def test_own_suggestion_stands_beside_the_text_for_the_own_delegation(round, reviewer, chair):
    keep(round, reviewer)
    paper = reverse("portal:paper-detail", args=[round.paper_id])

    assert "Our suggestion" in text_of(reviewer.client.get(paper))
    assert "Our suggestion" not in text_of(chair.client.get(paper))


# Putting forward -----------------------------------------------------------------------------------


def test_released_answer_makes_an_amendment_of_each_change_that_stands_apart(round, reviewer, estmark_head):
    present = words(round)
    first, last = present.split()[0], present.split()[-1]
    wanted = f"Otherwise {' '.join(present.split()[1:-1])} otherwise."
    keep(round, reviewer, wanted)
    draft(round, reviewer)

    answer = services.release_answer(round, by=estmark_head.acting)

    made = Amendment.objects.filter(round=round).order_by("made_at", "pk")
    assert (answer.amendments, answer.comments, Comment.objects.count()) == (2, 1, 1)
    assert sorted((one.quote, one.words, one.reason) for one in made) == sorted(
        [
            (first, "Otherwise", "The last one took longer."),
            (last.rstrip("."), "otherwise", "The last one took longer."),
        ]
    )
    assert set(Suggestion.objects.get().released_as.all()) == set(made)


def test_suggestion_without_its_reason_holds_the_whole_release_back(round, reviewer, estmark_head):
    draft(round, reviewer)
    keep(round, reviewer, reason="")

    with pytest.raises(BadInput, match="gives its reason"):
        services.release_answer(round, by=estmark_head.acting)

    assert (Amendment.objects.count(), Comment.objects.count()) == (0, 0)
    page = estmark_head.client.get(address(round, "answer-release"))
    assert "The reason is missing" in text_of(page)


def test_recalled_answer_makes_suggestions_of_its_amendments_again(round, reviewer, estmark_head):
    kept = keep(round, reviewer)
    services.release_answer(round, by=estmark_head.acting)

    services.recall_answer(round, by=estmark_head.acting)

    kept.refresh_from_db()
    assert (kept.released_at, kept.released_as.count()) == (None, 0)
    assert [one.state for one in Amendment.objects.all()] == [Fate.WITHDRAWN]
    assert Answer.objects.get().recalled_at is not None


def test_suggestion_put_forward_by_itself_is_an_amendment_and_waits_no_more(round, reviewer):
    kept = keep(round, reviewer, "")

    page = reviewer.client.post(address(round, "suggestion-put-forward", kept.pk), follow=True)

    made = Amendment.objects.get()
    assert (made.op, made.quote, made.delegation) == ("delete", words(round), reviewer.delegation)
    assert "Put forward, amendments: 1." in text_of(page)
    assert not Suggestion.objects.waiting().exists()
    with pytest.raises(PermissionDenied, match="stays as it was released"):
        services.put_forward(Suggestion.objects.get(), by=reviewer.acting)


def test_removed_suggestion_is_gone_and_the_record_says_there_was_one(round, reviewer):
    kept = keep(round, reviewer)

    reviewer.client.post(address(round, "suggestion-remove", kept.pk))

    assert not Suggestion.objects.exists()
    assert Event.objects.filter(verb="review.suggestion.removed", target_uuid=kept.pk).count() == 1


def test_nothing_is_typed_over_once_the_answer_is_complete(round, reviewer, estmark_head):
    services.release_answer(round, by=estmark_head.acting)

    with pytest.raises(Refused, match="answer is complete"):
        keep(round, reviewer)


# Rows ----------------------------------------------------------------------------------------------


def test_database_refuses_a_second_suggestion_to_a_passage(round, reviewer):
    kept = keep(round, reviewer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.create(
            round=round,
            delegation=kept.delegation,
            seat=kept.seat,
            block_id=kept.block_id,
            made_at=timezone.now(),
        )


@pytest.mark.parametrize("count", [1, 3])
def test_own_space_asks_the_same_number_of_times_however_many_suggestions(
    round, reviewer, count, django_assert_num_queries
):
    for entry in round.revision.block_map[:count]:
        services.keep_suggestion(
            round, block=entry["id"], wanted="Otherwise.", reason="So.", seen=0, by=reviewer.acting
        )
    client = reviewer.client

    # as without suggestions, and the invitation to the round that they are for
    with django_assert_num_queries(9):
        client.get(reverse("review:note-list", args=[round.paper_id]))
