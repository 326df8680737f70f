"""A delegation's own space: nobody else sees a letter of it, and its answer is released as one act."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from papers.audit.models import Audience, Event
from papers.drafting import access
from papers.notifications.models import Notice
from papers.review import services
from papers.review.models import Answer, Comment, NationalNote, RoundEntry
from papers.shared.errors import BadInput, Refused
from tests.cast import add_person
from tests.pages import text_of
from tests.review.making import block, closed

CANARY = "Quetzal-of-Estmark"


def write(round, person, kind="thread", text=CANARY, **fields):
    return services.write_note(round.paper, kind=kind, text=text, by=person.acting, **fields)


def draft(round, person, text="Ninety days are too few.", **fields):
    return write(round, person, "draft", text, reason="The last one took longer.", **fields)


def seen_by(person):
    return set(NationalNote.objects.visible_to(person.acting))


@pytest.fixture
def note(round, reviewer):
    return write(round, reviewer, "red_line")


@pytest.fixture
def colleague(estmark):
    return add_person(estmark, "reader")


# Who sees it ---------------------------------------------------------------------------------------


def test_note_is_seen_by_the_own_delegation_and_by_nobody_else(
    note, reviewer, colleague, reader, drafter, head, chair, outsider
):
    assert [seen_by(person) for person in (reviewer, colleague)] == [{note}, {note}]
    assert [seen_by(person) for person in (reader, drafter, head, chair, outsider)] == [set()] * 5


def test_note_is_in_nobody_elses_record(note):
    assert set(Event.objects.filter(target_uuid=note.pk).values_list("audience", "delegation_uuid")) == {
        (Audience.DELEGATION, note.delegation_id)
    }


def test_note_tells_nobody_anything(note):
    assert not Notice.objects.filter(target_uuid=note.pk).exists()


def exits(round):
    """The address of everything about the paper that can be read."""
    paper = round.paper
    with_number = [paper.pk, round.number]
    return [
        reverse("portal:desk"), reverse("portal:paper-detail", args=[paper.pk]),
        reverse("portal:paper-record", args=[paper.pk]), reverse("review:round-list", args=[paper.pk]),
        reverse("review:note-list", args=[paper.pk]), reverse("review:round-detail", args=with_number),
        reverse("review:matrix", args=with_number), reverse("review:matrix-csv", args=with_number),
        reverse("review:amendment-list", args=with_number), reverse("review:reservation-list", args=[paper.pk]),
        reverse("drafting:paper-list"), reverse("drafting:access-detail", args=[paper.pk]),
        reverse("search:results") + "?q=quetzal", reverse("notifications:notice-list"),
    ]  # fmt: skip


@pytest.mark.parametrize("when", ["open", "closed"])
def test_canary_of_the_own_space_is_in_no_exit_of_anybody_else(
    round, reviewer, reader, drafter, head, chair, kaldria_reviewer, when
):
    write(round, reviewer, "red_line")
    draft(round, reviewer, f"{CANARY} draft", block=block(round, "ninety days"), quote="ninety days")
    services.write_note(
        round.paper, kind="thread", text=CANARY, parent=write(round, reviewer), by=reviewer.acting
    )
    if when == "closed":
        closed(round)

    for person in (reader, drafter, head, chair, kaldria_reviewer):
        client = person.client
        for address in exits(round):
            assert CANARY not in client.get(address).content.decode(), (person.user.email, address)


def test_page_of_others_is_the_same_whether_or_not_there_are_notes(round, reviewer, chair):
    addresses = [reverse("review:round-detail", args=[round.paper_id, round.number])]
    addresses.append(reverse("portal:paper-record", args=[round.paper_id]))
    client = chair.client
    before = [text_of(client.get(address)) for address in addresses]

    draft(round, reviewer)

    assert [text_of(client.get(address)) for address in addresses] == before


def test_own_space_says_who_could_read_it_all_the_same(note, reviewer):
    page = reviewer.client.get(reverse("review:note-list", args=[note.paper_id]))

    assert "Whoever runs the centre’s server could read them" in text_of(page)
    assert CANARY in text_of(page)


def test_note_is_not_seen_once_the_delegation_has_lost_the_paper(note, reviewer, chair, estmark):
    access.end(note.paper, estmark, by=chair.acting)

    assert seen_by(reviewer) == set()


# Writing -------------------------------------------------------------------------------------------


def test_note_hangs_on_the_post_and_outlives_its_holder(note, reviewer):
    assert note.seat == reviewer.mandate.seat


def test_note_is_written_by_those_who_comment_for_their_delegation(round, colleague, outsider):
    for person in (colleague, outsider):
        with pytest.raises(PermissionDenied):
            write(round, person)


def test_note_quotes_words_that_stand_there(round, reviewer):
    with pytest.raises(BadInput, match="do not stand in that passage"):
        write(round, reviewer, block=block(round, "ninety days"), quote="eighty days")


def test_note_is_changed_and_removed_by_the_own_delegation_alone(note, reviewer, kaldria_reviewer):
    with pytest.raises(PermissionDenied):
        services.change_note(note, kind="thread", text="Ours now.", by=kaldria_reviewer.acting)
    with pytest.raises(PermissionDenied):
        services.remove_note(note, by=kaldria_reviewer.acting)

    assert services.change_note(note, kind="flexible", text="Less so.", by=reviewer.acting).text == "Less so."
    services.remove_note(note, by=reviewer.acting)

    assert not NationalNote.objects.exists()


def test_note_of_another_delegation_is_not_found(note, kaldria_reviewer):
    page = kaldria_reviewer.client.get(reverse("review:note-edit", args=[note.paper_id, note.pk]))

    assert page.status_code == 404


def test_draft_that_misses_what_a_comment_must_say_is_handed_back_with_its_words(round, reviewer):
    page = reviewer.client.post(
        reverse("review:note-add", args=[round.paper_id]),
        {
            "kind": "draft",
            "text": "Typed with care.",
            "comment_kind": "general",
            "severity": "critical",
            "reason": "",
        },
    )

    assert page.status_code == 422
    assert "gives its reason" in text_of(page)
    assert "Typed with care." in text_of(page)


# Releasing -----------------------------------------------------------------------------------------


def test_released_answer_copies_every_draft_into_a_comment(round, reviewer, estmark_head):
    first = draft(round, reviewer, block=block(round, "ninety days"), quote="ninety days")
    draft(round, reviewer, "On the whole.", severity="editorial")
    write(round, reviewer, "red_line")

    answer = services.release_answer(round, by=estmark_head.acting)

    first.refresh_from_db()
    assert answer.comments == 2
    assert (first.released_as.quote, first.released_as.text) == ("ninety days", first.text)
    assert set(Comment.objects.values_list("text", flat=True)) == {first.text, "On the whole."}
    assert RoundEntry.objects.get(round=round, delegation=estmark_head.delegation).answered_at is not None


def test_answer_is_released_by_those_who_speak_for_the_delegation(round, reviewer):
    draft(round, reviewer)

    with pytest.raises(PermissionDenied, match="head or the submitter"):
        services.release_answer(round, by=reviewer.acting)


def test_answer_with_a_draft_that_is_no_comment_releases_nothing(round, reviewer, estmark_head):
    draft(round, reviewer)
    NationalNote.objects.create(
        paper=round.paper, delegation=reviewer.delegation, seat=reviewer.mandate.seat, revision=round.revision,
        kind="draft", text="Without its reason.",
    )  # fmt: skip

    with pytest.raises(BadInput, match="gives its reason"):
        services.release_answer(round, by=estmark_head.acting)

    assert not Comment.objects.exists()
    assert not NationalNote.objects.filter(released_at__isnull=False).exists()


def test_recalled_answer_makes_drafts_of_its_comments_again(round, reviewer, estmark_head, chair):
    note = draft(round, reviewer)
    services.release_answer(round, by=estmark_head.acting)

    services.recall_answer(round, by=estmark_head.acting)

    note.refresh_from_db()
    assert (note.released_at, note.released_as) == (None, None)
    assert not Comment.objects.standing().exists()
    assert Answer.objects.get().recalled_at is not None
    assert Event.objects.filter(verb="review.round.answer_taken_back", audience=Audience.CHAIR).exists()


def test_answer_is_recalled_within_minutes_only(round, reviewer, estmark_head):
    draft(round, reviewer)
    services.release_answer(round, by=estmark_head.acting)

    with (
        time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False),
        pytest.raises(Refused, match="ten"),
    ):
        services.recall_answer(round, by=estmark_head.acting)


def test_released_note_is_changed_no_more(round, reviewer, estmark_head):
    note = draft(round, reviewer)
    services.release_answer(round, by=estmark_head.acting)

    with pytest.raises(PermissionDenied, match="stays as it was released"):
        services.change_note(note, kind="draft", text="Otherwise.", by=reviewer.acting)


def test_release_from_the_page_shows_first_what_is_released(round, reviewer, estmark_head):
    draft(round, reviewer)
    address = reverse("review:answer-release", args=[round.paper_id, round.number])
    client = estmark_head.client

    shown = text_of(client.get(address))
    done = client.post(address)

    assert "1 draft becomes a comment" in shown
    assert done.url == reverse("review:round-detail", args=[round.paper_id, round.number])
    assert "can be recalled" in text_of(client.get(address))


@pytest.mark.parametrize("count", [1, 3])
def test_own_space_asks_the_same_number_of_times_however_many(
    round, reviewer, count, django_assert_num_queries
):
    for number in range(count):
        services.write_note(
            round.paper, kind="thread", text="A reply", parent=write(round, reviewer, text=f"Note {number}"),
            by=reviewer.acting,
        )  # fmt: skip
    client = reviewer.client

    # session, person, paper, notes, its text, the round, the invitation, what the delegation holds, its suggestions
    with django_assert_num_queries(9):
        client.get(reverse("review:note-list", args=[round.paper_id]))


@pytest.mark.parametrize(
    "fault",
    [{"text": ""}, {"released_at": timezone.now()}, {"quote": "Words of no passage."}],
    ids=list,
)
def test_database_refuses_a_note_that_cannot_be(note, fault):
    with pytest.raises(IntegrityError), transaction.atomic():
        NationalNote.objects.filter(pk=note.pk).update(**fault)
