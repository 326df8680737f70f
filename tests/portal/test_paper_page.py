"""The first page of a paper: its text, for those who may read it, and nothing for anybody else."""

import re
import uuid

import pytest
from django.urls import reverse

from papers.drafting import access, services
from papers.drafting.models import Sponsor
from tests import factories

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')

CHANGING = {"Content-Security-Policy", "Expires"}  # its nonce, and the second of the answer


def page(person, paper, name="portal:paper-detail"):
    return person.client.get(reverse(name, args=[paper.pk]))


def without_tokens(response, pk):
    """The page without what is new in every answer: the token of its forms and the address that was asked for."""
    return TOKEN.sub(b"", response.content).replace(str(pk).encode(), b"")


def test_paper_page_shows_the_current_text_with_its_permanent_anchors(shared_paper, reader):
    html = page(reader, shared_paper).content.decode()

    assert re.findall(r'class="pblock[^"]*" id="b-([0-9a-f-]+)"', html) == [
        block["id"] for block in shared_paper.current.block_map
    ]


def test_paper_page_of_a_paper_without_a_revision_says_what_will_stand_there(drafter, body):
    html = page(drafter, factories.started(drafter, body)).content.decode()

    assert "No revision has been issued yet." in html
    assert "water network" not in html.split("phead")[-1].split("No revision")[1]


def test_paper_page_says_when_nobody_was_consulted(paper, drafter, body):
    consulted = factories.issued(drafter, body, title="Other", consulted="Two <b>unions</b>")

    assert "names nobody of the people concerned" in page(drafter, paper).content.decode()
    assert "Two &lt;b&gt;unions&lt;/b&gt;" in page(drafter, consulted).content.decode()


def test_paper_page_names_sponsors_beside_the_lead(shared_paper, estmark, reader):
    before = page(reader, shared_paper).content.decode()
    Sponsor.objects.create(paper=shared_paper, delegation=estmark)

    after = page(reader, shared_paper).content.decode()

    assert ["Sponsors" in html for html in (before, after)] == [False, True]


@pytest.mark.parametrize("name", ["portal:paper-detail", "portal:paper-record"])
def test_unseen_paper_answers_like_an_id_that_never_was(name, shared_paper, outsider):
    unknown = uuid.uuid4()
    client = outsider.client

    unseen = client.get(reverse(name, args=[shared_paper.pk]))
    never = client.get(reverse(name, args=[unknown]))

    assert [unseen.status_code, never.status_code] == [404, 404]
    assert without_tokens(unseen, shared_paper.pk) == without_tokens(never, unknown)
    assert {key: value for key, value in unseen.items() if key not in CHANGING} == {
        key: value for key, value in never.items() if key not in CHANGING
    }


def test_access_revoked_between_two_requests_closes_the_page(shared_paper, reader, kaldria, drafter):
    client, url = reader.client, reverse("portal:paper-detail", args=[shared_paper.pk])
    before = client.get(url).status_code

    access.end(shared_paper, kaldria, by=drafter.acting)

    assert [before, client.get(url).status_code] == [200, 404]


def test_text_saved_but_not_issued_stays_with_those_who_draft(shared_paper, drafter, reader):
    factories.save(shared_paper, drafter, factories.TEXT + "\n8. A canary of the working text.\n")

    for person in (reader, drafter):
        assert "canary" not in page(person, shared_paper).content.decode()


def test_paper_page_asks_the_same_few_questions_of_a_short_and_a_long_text(
    drafter, body, django_assert_num_queries
):
    short = factories.issued(drafter, body, title="Short")
    long = factories.issued(drafter, body, title="Long", text=factories.TEXT * 40)
    client = drafter.client

    for paper in (short, long):
        with django_assert_num_queries(4):
            client.get(reverse("portal:paper-detail", args=[paper.pk]))


def test_paper_page_shows_the_newest_issue(paper, drafter):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, by=drafter.acting)

    html = page(drafter, paper).content.decode()

    assert ["within sixty days" in html, "within ninety days" in html] == [True, False]
