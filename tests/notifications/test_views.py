"""Notices on the page and the mails that were kept: each for whom it is meant."""

import pytest

from papers.drafting import access, sharing
from papers.drafting.sharing import Wish
from papers.notifications import services
from papers.notifications.models import Notice, OutboxMail
from tests import factories
from tests.pages import cells, same_page, text_of

LIST, OUTBOX = "/notices/", "/outbox/"
NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def told(paper, drafter, estmark_head, estmark):
    """Estmark's head was told that a paper was opened."""
    sharing.set_access(paper, [Wish(estmark, "comment")], by=drafter.acting)
    return Notice.objects.get(recipient=estmark_head.user)


def test_notice_says_what_happened_and_leads_there(told, paper, estmark_head):
    page = estmark_head.client.get(LIST)
    answer = estmark_head.client.get(f"{LIST}{told.pk}/")

    told.refresh_from_db()
    assert f"unread Your delegation was given “Comment” on {paper.title}, led by Valoria." in text_of(page)
    assert answer.url == f"/papers/{paper.pk}/"
    assert told.read_at is not None


def test_notice_of_another_is_a_page_that_never_was(told, reviewer, outsider):
    for person in (reviewer, outsider):
        answer = person.client.get(f"{LIST}{told.pk}/")
        unknown = person.client.get(f"{LIST}{NOWHERE}/")

        assert (answer.status_code, same_page(answer)) == (404, same_page(unknown))
        assert "You were told of nothing yet." in text_of(person.client.get(LIST))


def test_notice_whose_access_ended_keeps_its_words_to_itself(told, paper, drafter, estmark_head, estmark):
    access.end(paper, estmark, by=drafter.acting)

    page = estmark_head.client.get(LIST)

    assert "no longer open to you" in text_of(page)
    assert paper.title not in page.content.decode()
    assert estmark_head.client.get(f"{LIST}{told.pk}/").status_code == 404


def test_notices_are_marked_as_read_by_their_reader_alone(told, estmark_head, reviewer):
    theirs = Notice.objects.filter(pk=told.pk).unread()

    reviewer.client.post(f"{LIST}read/")
    unread = theirs.count()
    estmark_head.client.post(f"{LIST}read/")

    assert (unread, theirs.count()) == (1, 0)


@pytest.mark.parametrize("papers", [1, 3])
def test_notices_ask_the_database_four_times_however_many(
    drafter, estmark_head, estmark, body, papers, django_assert_num_queries
):
    for number in range(papers):
        paper = factories.issued(drafter, body, title=str(number))
        sharing.set_access(paper, [Wish(estmark, "read")], by=drafter.acting)
    client = estmark_head.client

    with django_assert_num_queries(4):  # session, person, notices, grants
        page = client.get(LIST)

    assert text_of(page).count("Your delegation was given “Read”") == papers


# The outbox ----------------------------------------------------------------------------------------


def test_outbox_shows_the_centres_administrator_the_mails_that_were_kept(
    told, paper, administrator, estmark_head, settings
):
    settings.EMAIL_BACKEND = "papers.notifications.backends.OutboxBackend"
    services.deliver_waiting()

    rows = cells(administrator.client.get(OUTBOX))

    assert [row[1] for row in rows] == [estmark_head.user.email]
    assert "A paper was opened to your delegation." in rows[0][2]
    assert paper.title not in rows[0][2]


@pytest.mark.parametrize("who", ["drafter", "head", "reviewer", "outsider", "chair", "secretary", "auditor"])
def test_outbox_is_refused_to_all_others_with_the_reason(request, who, db):
    OutboxMail.objects.create(to="someone@xb.example", subject="Kept subject", body="Kept words")

    answer = request.getfixturevalue(who).client.get(OUTBOX)

    assert answer.status_code == 403
    assert "The outbox is for the centre's administrators." in text_of(answer).replace("’", "'")
    assert "Kept" not in text_of(answer)


def test_outbox_asks_the_database_four_times_and_pages_on(administrator, django_assert_num_queries):
    for number in range(60):
        OutboxMail.objects.create(to="x@xb.example", subject=f"Mail {number}", body="Words")
    client = administrator.client

    with django_assert_num_queries(4):  # session, person, mails, what waits
        first = client.get(OUTBOX)
    second = client.get(OUTBOX + f"?before={first.context['outbox'].older}")

    assert (len(cells(first)), len(cells(second))) == (50, 10)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²"])
def test_outbox_from_no_place_begins_at_the_newest(administrator, before):
    OutboxMail.objects.create(to="x@xb.example", subject="Mail", body="Words")

    assert len(cells(administrator.client.get(OUTBOX, {"before": before}))) == 1
