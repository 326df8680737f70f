"""What delegations can see: the matrix of those who give access, the page of one delegation, and its review."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from papers.drafting import access, reviewing
from papers.drafting.models import AccessReview, Paper
from papers.drafting.queries import holdings
from papers.notifications.models import Notice
from papers.shared.errors import BadInput, Refused
from tests.cast import add_person
from tests.factories import started
from tests.pages import text_of


@pytest.fixture
def administrator(centre):
    return add_person(centre, "access_admin")


@pytest.fixture
def review(estmark, administrator):
    return reviewing.open_review(estmark, due_on=in_two_weeks(), by=administrator.acting)


def in_two_weeks():
    return timezone.localdate() + timedelta(days=14)


def give(paper, delegation, person, level="comment"):
    return access.give(paper, delegation, level, by=person.acting, reason="for the round")


def lines(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


# The matrix ----------------------------------------------------------------------------------------


def test_matrix_shows_what_each_delegation_holds_on_papers_that_one_leads(paper, drafter, estmark, kaldria):
    give(paper, estmark, drafter)

    page = holdings.matrix(drafter.acting, {})

    [row] = page["rows"]
    assert row.paper == paper
    assert {one.code: level for one, level in row.cells} == {
        "XA": "Lead",
        "XB": "Comment",
        "XC": "",
        "XD": "",
    }


def test_matrix_of_a_delegation_that_only_reads_a_paper_is_empty(paper, drafter, estmark, estmark_head):
    give(paper, estmark, drafter)

    assert holdings.matrix(estmark_head.acting, {})["rows"] == []


def test_matrix_of_the_administrator_holds_tabled_papers_alone(paper, tabled_paper, administrator):
    assert [row.paper for row in holdings.matrix(administrator.acting, {})["rows"]] == [tabled_paper]


def test_matrix_is_narrowed_by_delegation_and_level(paper, drafter, estmark, kaldria, body):
    other = started(drafter, body, title="Another paper")
    give(paper, estmark, drafter)
    give(other, kaldria, drafter, "read")

    found = [
        [row.paper for row in holdings.matrix(drafter.acting, wanted)["rows"]]
        for wanted in ({"delegation": "XB"}, {"level": "read"}, {"delegation": "XB", "level": "read"})
    ]

    assert found == [[paper], [other], []]


def test_matrix_page_leads_to_the_explanation_of_a_cell(paper, drafter, estmark):
    give(paper, estmark, drafter)

    html = drafter.client.get(reverse("drafting:access-matrix")).content.decode()

    assert f"{reverse('drafting:access-detail', args=[paper.pk])}?why=XB#why" in html


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_asks_five_times_however_many(drafter, body, estmark, count, django_assert_num_queries):
    for number in range(count):
        give(started(drafter, body, title=f"Paper {number}"), estmark, drafter)
    client = drafter.client

    with django_assert_num_queries(6):  # session, person, leads of the filters, papers, delegations, grants
        client.get(reverse("drafting:access-matrix"))


def test_matrix_as_a_file_has_a_line_for_each_paper(paper, drafter, estmark):
    give(paper, estmark, drafter)

    head, line = lines(drafter.client.get(reverse("drafting:access-matrix-csv")))

    assert dict(zip(head, line, strict=True))["XB"] == "Comment"


def test_matrix_is_not_for_those_who_give_no_access(reviewer):
    page = reviewer.client.get(reverse("drafting:access-matrix"))

    assert "for those who give access" in text_of(page)


# One delegation ------------------------------------------------------------------------------------


def page_of(code, person):
    return person.client.get(reverse("drafting:delegation-access", args=[code]))


def test_own_page_shows_everything_the_delegation_was_given(paper, drafter, estmark, reviewer):
    grant = give(paper, estmark, drafter)

    assert page_of("XB", reviewer).context["grants"] == [grant]


def test_page_of_another_shows_only_what_one_gave_it(paper, drafter, estmark, body, kaldria):
    theirs = add_person(kaldria, "head")
    hidden = started(theirs, body, title="A paper of Kaldria that Valoria knows nothing of")
    give(hidden, estmark, theirs)
    grant = give(paper, estmark, drafter)

    page = page_of("XB", drafter)

    assert page.context["grants"] == [grant]
    assert "Kaldria that Valoria" not in page.content.decode()


def test_page_of_another_is_byte_for_byte_the_same_whatever_others_gave_it(drafter, estmark, body, kaldria):
    theirs = add_person(kaldria, "head")
    before = text_of(page_of("XB", drafter))

    give(started(theirs, body, title="Hidden"), estmark, theirs)

    assert text_of(page_of("XB", drafter)) == before


def test_page_as_a_file_names_who_gave_what_and_why(paper, drafter, estmark, reviewer):
    give(paper, estmark, drafter)

    head, line = lines(reviewer.client.get(reverse("drafting:delegation-access-csv", args=["XB"])))

    row = dict(zip(head, line, strict=True))
    assert (row["Level"], row["Reason"]) == ("Comment", "for the round")
    assert row["Given by"].startswith("XA ")


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_times_however_many(
    drafter, body, estmark, reviewer, count, django_assert_num_queries
):
    for number in range(count):
        give(started(drafter, body, title=f"Paper {number}"), estmark, drafter)
    client = reviewer.client

    with django_assert_num_queries(5):  # session, person, delegation, grants, reviews
        client.get(reverse("drafting:delegation-access", args=["XB"]))


# The review ----------------------------------------------------------------------------------------


def answer(review, person, **fields):
    facts = {"answer": "confirmed", "seen_digest": holdings.digest_now(review.delegation), **fields}
    return reviewing.answer_review(review, by=person.acting, **facts)


def test_review_is_told_to_the_head(review, estmark, administrator, estmark_head, reviewer):
    AccessReview.objects.all().delete()

    again = reviewing.open_review(estmark, due_on=in_two_weeks(), by=administrator.acting)

    told = Notice.objects.filter(kind="drafting.access.review_opened", target_uuid=again.pk)
    assert [one.recipient for one in told] == [estmark_head.user]


def test_review_is_opened_by_the_administrator_alone_and_once_at_a_time(
    review, estmark, administrator, drafter
):
    with pytest.raises(PermissionDenied):
        reviewing.open_review(estmark, due_on=in_two_weeks(), by=drafter.acting)
    with pytest.raises(Refused, match="open already"):
        reviewing.open_review(estmark, due_on=in_two_weeks(), by=administrator.acting)


def test_review_until_a_day_that_is_past_is_refused(estmark, administrator):
    with pytest.raises(BadInput, match="future"):
        reviewing.open_review(estmark, due_on=timezone.localdate(), by=administrator.acting)


def test_review_confirmed_keeps_the_fingerprint_of_what_was_read(
    review, paper, drafter, estmark, estmark_head
):
    give(paper, estmark, drafter)

    done = answer(review, estmark_head)

    assert (done.answer, done.grants, done.digest) == ("confirmed", 1, holdings.digest_now(estmark))


def test_review_of_a_list_that_has_changed_since_is_refused(review, paper, drafter, estmark, estmark_head):
    read = holdings.digest_now(estmark)
    give(paper, estmark, drafter)

    with pytest.raises(Refused, match="has changed"):
        answer(review, estmark_head, seen_digest=read)


def test_review_contested_says_what_is_wrong(review, estmark_head):
    with pytest.raises(BadInput, match="not as it should be"):
        answer(review, estmark_head, answer="contested")

    assert (
        answer(review, estmark_head, answer="contested", words="We left that group.").words
        == "We left that group."
    )


def test_review_is_answered_by_those_who_speak_for_the_delegation(review, reviewer):
    with pytest.raises(PermissionDenied):
        answer(review, reviewer)


def test_review_answered_from_the_page_keeps_words_that_miss_something(review, estmark_head):
    page = page_of("XB", estmark_head)
    seen = page.context["answer_form"]["seen_digest"].value()
    address = reverse("drafting:access-review-answer", args=[review.pk])

    wrong = estmark_head.client.post(
        address, {"answer": "", "words": "Typed with care.", "seen_digest": seen}
    )
    right = estmark_head.client.post(address, {"answer": "confirmed", "words": "", "seen_digest": seen})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Typed with care." in text_of(wrong)
    assert AccessReview.objects.get().answer == "confirmed"


def test_reviews_of_others_are_not_seen(review, drafter, paper):
    assert not AccessReview.objects.visible_to(drafter.acting).exists()
    assert Paper.objects.count() == 1
