"""The list of papers and the start of one."""

import pytest

from papers.delegations import services as delegations
from papers.drafting import access, services
from papers.drafting.models import Paper, PaperTemplate
from tests import factories
from tests.cast import SETUP
from tests.pages import cells, text_of

LIST = "/papers/"
NEW = "/papers/new/"


def titles(client, query=""):
    return [row[0] for row in cells(client.get(LIST + query))]


# The list ------------------------------------------------------------------------------------------


def test_list_shows_the_last_moved_first_with_symbol_stage_lead_and_level(
    shared_paper, reviewer, drafter, body
):
    factories.started(drafter, body, title="Not shared")

    rows = cells(reviewer.client.get(LIST))

    assert [row[:6] for row in rows] == [
        [
            "Interim repair of the water network",
            shared_paper.symbol,
            "Tabled",
            "XA Valoria",
            "none",
            "Comment",
        ]
    ]


def test_list_shows_an_outsider_nothing_of_a_paper(shared_paper, outsider):
    page = outsider.client.get(LIST)

    assert cells(page) == []
    assert "No paper is open to Norvenia yet." in text_of(page)
    assert shared_paper.title not in page.content.decode()
    assert shared_paper.symbol not in page.content.decode()


def test_list_shows_a_suspended_delegation_nothing(shared_paper, reviewer, estmark, chair):
    assert titles(reviewer.client) == [shared_paper.title]

    delegations.enter_participation(estmark, state="suspended", decision_ref="D/1", by=SETUP)

    assert titles(reviewer.client) == []


def test_list_shows_a_superuser_nothing_that_their_mandate_does_not(shared_paper, outsider):
    outsider.user.is_superuser = outsider.user.is_staff = True
    outsider.user.save()

    assert titles(outsider.client) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=WATER+repair", ["Water repair"]),
        ("?q=water+registry", []),
        ("?q=WP.20", ["Tabled paper"]),
        ("?stage=draft", ["Registry", "Water repair"]),
        ("?stage=tabled", ["Tabled paper"]),
        ("?kind=non_paper", []),
        ("?theme=records", ["Registry"]),
        ("?lead=XA", ["Tabled paper", "Registry", "Water repair"]),
        ("?lead=XB", []),
        ("?ours=1&stage=draft&theme=records", ["Registry"]),
        ("?stage=nonsense&kind=x&lead=ZZ&colour=red", ["Tabled paper", "Registry", "Water repair"]),
        ("?before=nonsense&after=%00", ["Tabled paper", "Registry", "Water repair"]),
    ],
)
def test_list_narrowed_by_filters_and_deaf_to_unknown_ones(drafter, head, body, centre, query, found):
    factories.started(drafter, body, title="Water repair")
    factories.started(drafter, body, title="Registry", theme="Civil records")
    factories.tabled(drafter, head, body, title="Tabled paper")

    assert titles(drafter.client, query) == found


def test_list_led_by_us_leaves_out_what_others_lead(shared_paper, reviewer):
    assert titles(reviewer.client, "?ours=1") == []


def test_list_pages_on_by_place(drafter, body):
    for number in range(27):
        factories.started(drafter, body, title=f"Paper {number:02}")

    first = drafter.client.get(LIST)
    second = drafter.client.get(first.context["links"]["older"])

    assert [row[0] for row in cells(first)] == [f"Paper {number:02}" for number in range(26, 1, -1)]
    assert [row[0] for row in cells(second)] == ["Paper 01", "Paper 00"]


@pytest.mark.parametrize("papers", [1, 3])
def test_list_asks_the_database_five_times_however_many_rows(
    drafter, body, django_assert_num_queries, papers
):
    for number in range(papers):
        factories.issued(drafter, body, title=str(number))
    client = drafter.client

    with django_assert_num_queries(5):  # session, person, delegations, papers, levels
        assert len(cells(client.get(LIST))) == papers


def test_list_keeps_a_stage_and_a_level_of_the_same_name_apart(paper, drafter, reviewer, estmark):
    access.give(paper, estmark, "draft", by=drafter.acting)

    answer = reviewer.client.get(LIST).content.decode()

    assert '<td data-label="Stage"><span class="st">' in answer
    assert '<td data-label="Your delegation">Draft</td>' in answer


def test_list_offers_to_write_only_to_those_who_may(paper, drafter, reader):
    assert 'href="/papers/new/"' in drafter.client.get(LIST).content.decode()
    assert 'href="/papers/new/"' not in reader.client.get(LIST).content.decode()


# Starting ------------------------------------------------------------------------------------------


def typed(body, **fields):
    return {
        "title": "Civil registry", "kind": "white_paper", "language": "en", "theme": "Records",
        "marking": "no_attribution", "consulted": "Two neighbourhoods", "template": "", "body": str(body.pk),
        **fields,
    }  # fmt: skip


def test_start_makes_a_paper_that_only_its_delegation_sees(drafter, reviewer, body):
    answer = drafter.client.post(NEW, typed(body))

    paper = Paper.objects.get()
    assert answer.url == f"/papers/{paper.pk}/edit/"
    assert (paper.title, paper.theme, paper.marking, paper.lead) == (
        "Civil registry", "Records", "no_attribution", drafter.delegation,
    )  # fmt: skip
    assert list(Paper.objects.visible_to(reviewer.acting)) == []


@pytest.mark.parametrize(
    ("kind", "language", "title"),
    [("white_paper", "en", "White paper"), ("non_paper", "ar", "ورقة غير رسمية")],
)
def test_start_takes_the_usual_template_of_its_kind_and_language(drafter, body, kind, language, title):
    drafter.client.post(NEW, typed(body, kind=kind, language=language))

    assert Paper.objects.get().working.text == PaperTemplate.objects.get(title=title).text


def test_start_with_an_empty_text_begins_with_none(drafter, body):
    drafter.client.post(NEW, typed(body, template="empty"))

    assert Paper.objects.get().working.text == ""


@pytest.mark.parametrize("template", range(6))
def test_templates_number_their_paragraphs_consult_and_recommend(db, template):
    text = PaperTemplate.objects.order_by("pk")[template].text

    assert "::: recommendation" in text
    assert "## Consultation" in text or "## التشاور" in text
    assert "1. " in text


def test_start_with_a_mistake_keeps_every_word(drafter, body):
    answer = drafter.client.post(NEW, typed(body, title="", consulted="The people of the old town"))

    assert answer.status_code == 422
    assert "The people of the old town" in answer.content.decode()
    assert answer.context["form"]["theme"].value() == "Records"
    assert Paper.objects.count() == 0


def test_start_under_another_mandate_hands_the_words_back(drafter, reviewer, body):
    answer = drafter.client.post(NEW, typed(body, mandate=str(reviewer.mandate.pk)))

    assert answer.status_code == 409
    assert "Two neighbourhoods" in answer.content.decode()
    assert Paper.objects.count() == 0


def test_start_without_a_seat_that_drafts_is_refused_with_the_reason(reader, body):
    answer = reader.client.get(NEW)

    assert answer.status_code == 403
    assert "Starting a paper needs a seat that drafts." in text_of(answer)


def test_start_asks_for_the_body_only_where_there_are_several(drafter, body):
    hidden = drafter.client.get(NEW).context["form"]["body"].is_hidden
    delegations.add_body(
        code="WG.5", names={"en": "Another"}, symbol_pattern="X/{body}/{year}/{serial}", by=SETUP
    )

    assert (hidden, drafter.client.get(NEW).context["form"]["body"].is_hidden) == (True, False)


def test_grant_that_ended_takes_the_paper_off_the_list_at_the_next_request(
    shared_paper, reviewer, estmark, drafter
):
    client = reviewer.client
    assert titles(client) == [shared_paper.title]

    access.end(shared_paper, estmark, by=drafter.acting)

    assert titles(client) == []


def test_list_shows_a_withdrawn_paper_as_withdrawn(shared_paper, reviewer, head):
    services.withdraw(shared_paper, by=head.acting)

    assert cells(reviewer.client.get(LIST))[0][2] == "Withdrawn"
