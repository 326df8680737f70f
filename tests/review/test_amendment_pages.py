"""The pages of amendments: proposed by editing a passage, shown beside their rivals, decided, put in by hand."""

import pytest
from django.urls import reverse

from papers.drafting import writing
from papers.drafting.models import WorkingText
from papers.review import services
from papers.review.models import Amendment
from tests.pages import cells, text_of
from tests.review.making import block, closed
from tests.review.test_amendments import again, propose


def at(name, round, *more):
    return reverse(f"review:amendment-{name}", args=[round.paper_id, round.number, *more])


def test_page_without_a_passage_offers_them_to_choose_from(round, reviewer):
    page = reviewer.client.get(at("add", round))

    assert [one.id for one in page.context["choices"]] == [
        entry["id"] for entry in round.revision.block_map if entry["text"]
    ]


def test_form_begins_with_the_words_of_the_passage(round, reviewer):
    where = block(round, "ninety")

    page = reviewer.client.get(at("add", round), {"block": where})

    assert page.context["form"]["wanted"].value() == page.context["passage"].words


def test_edited_passage_becomes_an_amendment(round, reviewer):
    where = block(round, "ninety")
    words = next(entry["text"] for entry in round.revision.block_map if entry["id"] == where)

    page = reviewer.client.post(
        at("add", round), {"block": where, "wanted": words.replace("ninety", "sixty"), "reason": "Sooner."}
    )

    made = Amendment.objects.get()
    assert page.url == at("detail", round, made.pk)
    assert (made.quote, made.words) == ("ninety", "sixty")


def test_unchanged_passage_is_said_to_be_so_and_the_reason_stays(round, reviewer):
    where = block(round, "ninety")
    words = next(entry["text"] for entry in round.revision.block_map if entry["id"] == where)

    page = reviewer.client.post(
        at("add", round), {"block": where, "wanted": words, "reason": "Typed at length."}
    )

    assert page.status_code == 422
    assert "there is nothing to amend" in text_of(page)
    assert "Typed at length." in text_of(page)


def test_amendment_is_shown_as_a_tracked_change(round, reviewer):
    amendment = propose(round, reviewer)

    html = reviewer.client.get(at("detail", round, amendment.pk)).content.decode()

    assert "<del>ninety</del><ins>sixty</ins>" in html


def test_rivals_for_the_same_words_know_of_each_other(round, reviewer, kaldria_reviewer):
    propose(round, reviewer)
    propose(round, kaldria_reviewer, new="thirty")
    closed(round)

    page = reviewer.client.get(at("list", round))

    assert [[card.rivals for card in one.cards] for one in page.context["passages"]] == [[1, 1]]


def test_amendments_to_other_words_of_a_passage_are_no_rivals(round, reviewer, kaldria_reviewer):
    propose(round, reviewer)
    propose(round, kaldria_reviewer, old="restores", new="brings back")
    closed(round)

    page = reviewer.client.get(at("list", round))

    assert [[card.rivals for card in one.cards] for one in page.context["passages"]] == [[0, 0]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_times_however_many(
    round, reviewer, kaldria, django_assert_num_queries, count
):
    for number in range(count):
        propose(round, reviewer, new=f"word {number}", cosponsors=[kaldria])
    closed(round)
    client = reviewer.client

    # session, person, round, amendments, co-sponsors, positions, what the delegation holds
    with django_assert_num_queries(7):
        client.get(at("list", round))


def test_paper_page_shows_amendments_beside_their_passage(round, reviewer):
    propose(round, reviewer)

    html = reviewer.client.get(reverse("portal:paper-detail", args=[round.paper_id])).content.decode()

    assert "<del>ninety</del><ins>sixty</ins>" in html


def test_paper_page_counts_who_is_for_and_against_an_amendment_once_anybody_is(
    round, reviewer, kaldria_reviewer
):
    amendment = propose(round, reviewer)
    closed(round)
    page = reverse("portal:paper-detail", args=[round.paper_id])
    before = text_of(reviewer.client.get(page))

    services.take_position(again(amendment), stance="opposes", by=kaldria_reviewer.acting)

    assert " against" not in before
    assert "0 for, 1 against" in text_of(reviewer.client.get(page))


def test_paper_page_shows_others_nothing_of_an_amendment_before_the_close(round, reviewer, reader):
    before = reader.client.get(reverse("portal:paper-detail", args=[round.paper_id]))

    propose(round, reviewer, new="sixty-seven")
    after = reader.client.get(reverse("portal:paper-detail", args=[round.paper_id]))

    assert text_of(after) == text_of(before)


def test_passage_that_moved_on_is_shown_in_its_three_texts(round, reviewer, chair, drafter):
    amendment = propose(round, reviewer)
    closed(round)
    paper = round.paper
    working = WorkingText.objects.get(paper=paper)
    text = working.text.replace("ninety", "eighty")
    writing.save_text(paper, text=text, base_version=working.version, by=drafter.acting)
    services.judge_amendment(again(amendment), state="accepted", by=chair.acting)

    page = drafter.client.get(at("put-in", round, amendment.pk))

    texts = page.context["texts"]
    assert ["ninety" in texts["was"], "sixty" in texts["wanted"], "eighty" in texts["now"]] == [True] * 3


def test_text_changed_meanwhile_is_not_overwritten_and_the_words_stay(round, reviewer, chair, drafter):
    amendment = propose(round, reviewer)
    closed(round)
    paper = round.paper
    working = WorkingText.objects.get(paper=paper)
    text = working.text.replace("ninety", "eighty")
    writing.save_text(paper, text=text, base_version=working.version, by=drafter.acting)
    services.judge_amendment(again(amendment), state="accepted", by=chair.acting)

    page = drafter.client.post(
        at("put-in", round, amendment.pk),
        {"passage": "Words typed with care.", "seen_version": working.version},
    )

    assert page.status_code == 409
    assert "Words typed with care." in page.content.decode()
    assert WorkingText.objects.get(paper=paper).text == text


def test_origins_name_the_amendment_that_led_to_the_change(round, reviewer, chair, drafter):
    amendment = propose(round, reviewer)
    closed(round)
    services.judge_amendment(again(amendment), state="accepted", by=chair.acting)
    revision = services.issue_next_revision(round.paper, note="With it", by=drafter.acting)

    page = drafter.client.get(reverse("portal:text-origins", args=[round.paper_id, revision.number]))

    (row,) = [row for row in cells(page) if "AM 1 (XB)" in " ".join(row)]
    assert "within sixty days" in " ".join(row)
