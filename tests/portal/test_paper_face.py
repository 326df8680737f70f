"""What hangs on a paper's own page: the open round, comments, the running clock, the seal, recommendations, acts."""

import re

import pytest
from django.urls import reverse

from papers.adoption.models import RollEntry
from papers.audit.models import Event
from papers.drafting import access
from papers.review.models import RoundEntry
from portal import reading
from tests import factories
from tests.adoption.making import consolidated, placed, swept
from tests.pages import text_of
from tests.review.making import block, closed, comment_of, open_round

CANARY = "A canary that sings before the close."


@pytest.fixture
def round(tabled_paper, chair, estmark, kaldria):
    """An open round to which Estmark and Kaldria are invited."""
    return open_round(tabled_paper, chair, estmark, kaldria)


def page(person, paper):
    return person.client.get(reverse("portal:paper-detail", args=[paper.pk]))


def beside(html, block_id):
    """The margin of one passage."""
    place = html.split(f'id="b-{block_id}"')[1].split('<div class="pblock')[0]
    return place.split('<aside class="margin')[1] if "<aside" in place else ""


def primary(html):
    return re.findall(r'class="btn btn--go"[^>]*>([^<]*)<', html.split('id="main"')[1])


def test_comment_before_the_close_stands_beside_its_passage_for_its_own_delegation_alone(
    *, round, tabled_paper, reviewer, reader, chair, head
):
    comment_of(round, reviewer, text=CANARY, block=block(round, "ninety days"))

    shown = {name: CANARY in page(person, tabled_paper).content.decode() for name, person in {
        "reviewer": reviewer, "reader": reader, "chair": chair, "head": head,
    }.items()}  # fmt: skip

    assert shown == {"reviewer": True, "reader": False, "chair": False, "head": False}


@pytest.fixture
def long_text(monkeypatch):
    """Every text is taken for a long one."""
    monkeypatch.setattr(reading, "LONG", 1)


def beside_alone(person, paper, number=1):
    return person.client.get(reverse("portal:paper-beside", args=[paper.pk, number]))


@pytest.mark.usefixtures("long_text")
def test_beside_a_long_text_the_comments_come_by_themselves_and_to_the_same_readers(
    *, round, tabled_paper, reviewer, reader, chair, head
):
    passage = block(round, "ninety days")
    comment_of(round, reviewer, text=CANARY, block=passage)
    people = {"reviewer": reviewer, "reader": reader, "chair": chair, "head": head}

    pages = [page(person, tabled_paper).content.decode() for person in people.values()]
    found = {name: beside_alone(person, tabled_paper).content.decode() for name, person in people.items()}

    address = reverse("portal:paper-beside", args=[tabled_paper.pk, 1])
    assert [(CANARY in html, address in html) for html in pages] == [(False, True)] * 4
    assert {name: CANARY in html for name, html in found.items()} == {
        "reviewer": True, "reader": False, "chair": False, "head": False,
    }  # fmt: skip
    assert f'data-of="b-{passage}"' in found["reviewer"].split(CANARY)[0]
    closed(round)
    assert all(CANARY in beside_alone(person, tabled_paper).content.decode() for person in people.values())


@pytest.mark.usefixtures("long_text")
def test_long_text_is_shown_with_all_that_stands_beside_it_on_request(round, tabled_paper, reviewer):
    passage = block(round, "ninety days")
    comment_of(round, reviewer, text=CANARY, block=passage)

    html = reviewer.client.get(f"{reverse('portal:paper-detail', args=[tabled_paper.pk])}?beside=all")

    assert CANARY in beside(html.content.decode(), passage)


def test_what_stands_beside_is_given_for_the_current_revision_alone(round, tabled_paper, reviewer):
    comment_of(round, reviewer, text=CANARY, block=block(round, "ninety days"))

    assert [beside_alone(reviewer, tabled_paper, number).status_code for number in (1, 2)] == [200, 404]


def test_comment_after_the_close_stands_beside_its_passage_for_everyone_with_the_paper(
    *, round, tabled_paper, reviewer, head
):
    passage = block(round, "ninety days")
    comment_of(round, reviewer, text="<b>Sixty</b> days", block=passage, severity="critical")
    closed(round)

    html = page(head, tabled_paper).content.decode()

    assert '<div dir="auto"><p>&lt;b&gt;Sixty&lt;/b&gt; days</p></div>' in beside(html, passage)
    assert "C-1-001" in beside(html, passage)
    assert "<b>Sixty" not in html


def test_comment_on_the_whole_paper_stands_under_the_text(round, tabled_paper, reviewer):
    comment_of(round, reviewer, text="On everything.")

    html = page(reviewer, tabled_paper).content.decode()

    assert "On everything." in html.split('class="whole"')[1]


def test_open_round_lets_those_who_were_asked_comment_and_nobody_else(
    *, round, tabled_paper, reviewer, reader, chair, head
):
    forms = {
        name: "data-quote-form" in page(person, tabled_paper).content.decode()
        for name, person in {"reviewer": reviewer, "reader": reader, "chair": chair, "head": head}.items()
    }

    assert forms == {"reviewer": True, "reader": False, "chair": False, "head": False}


def test_every_passage_of_an_open_round_leads_to_a_comment_on_it(round, tabled_paper, reviewer):
    client = reviewer.client
    html = client.get(reverse("portal:paper-detail", args=[tabled_paper.pk])).content.decode()
    passage = block(round, "ninety days")

    link = next(
        link for link in re.findall(r'href="([^"]*)" data-comment-on', html) if link.endswith(passage)
    )

    assert f'value="{passage}" selected' in client.get(link).content.decode()


def test_opening_the_text_is_noted_once_for_a_delegation_that_was_asked(round, tabled_paper, reviewer, head):
    for person in (reviewer, reviewer, head):
        page(person, tabled_paper)

    noted = RoundEntry.objects.filter(round=round, opened_at__isnull=False)
    assert [entry.delegation_id for entry in noted] == [reviewer.delegation.pk]
    assert Event.objects.filter(verb="review.round.read").count() == 1


def test_running_silence_shows_its_clock_and_notes_who_opened_the_text(
    tabled_paper, chair, reviewer, estmark
):
    silence = placed(consolidated(tabled_paper), chair)

    said = text_of(page(reviewer, tabled_paper))

    assert "Silence ends in" in said
    noted = RollEntry.objects.filter(silence=silence, opened_at__isnull=False)
    assert [entry.delegation_id for entry in noted] == [estmark.pk]


def test_silence_does_not_tell_others_who_was_silent(tabled_paper, chair, reviewer, kaldria):
    placed(consolidated(tabled_paper), chair)

    html = page(reviewer, tabled_paper).content.decode()

    assert kaldria.name not in html


def test_adopted_paper_shows_its_seal_and_where_its_recommendations_stand(
    tabled_paper, chair, reviewer, head
):
    silence = swept(placed(consolidated(tabled_paper), chair))
    page(reviewer, tabled_paper)

    html = page(head, tabled_paper).content.decode()

    first = next(one["id"] for one in tabled_paper.current.block_map if one["recommendation"] == 0)
    assert silence.adoption.seal[:16] in html
    assert f"{tabled_paper.symbol}/R1" in beside(html, first)


@pytest.mark.parametrize(
    ("who", "label"),
    [("head", "Write the text"), ("chair", "Open a round…"), ("reader", None)],
)
def test_tabled_paper_has_at_most_one_primary_act(who, label, shared_paper, request):
    html = page(request.getfixturevalue(who), shared_paper).content.decode()

    assert primary(html) == ([label] if label else [])


def test_open_round_has_one_primary_act_for_those_who_answer_it(round, tabled_paper, reviewer):
    html = page(reviewer, tabled_paper).content.decode()

    assert primary(html.split('class="saying')[0]) == ["Answer the round"]


def test_compare_is_offered_only_between_revisions_the_reader_may_see(paper, drafter, reader, kaldria):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    factories.services.issue_revision(paper, by=drafter.acting)
    access.give(paper, kaldria, "read", by=drafter.acting)

    links = {
        name: "Compare with" in page(person, paper).content.decode()
        for name, person in {"drafter": drafter, "reader": reader}.items()
    }

    assert links == {"drafter": True, "reader": False}


@pytest.mark.parametrize("comments", [1, 3])
def test_paper_under_review_asks_the_same_questions_for_one_comment_and_for_three(
    comments, round, tabled_paper, reviewer, head, django_assert_num_queries
):
    for number in range(comments):
        comment_of(round, reviewer, text=f"Comment {number}", block=block(round, "ninety days"))
    closed(round)
    client = head.client

    with django_assert_num_queries(6):
        client.get(reverse("portal:paper-detail", args=[tabled_paper.pk]))
