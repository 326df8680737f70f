"""The page of results: what one may not read is not found, not counted, not shown in part; nothing breaks it."""

import time

import pytest
from django.core.management import call_command
from django.urls import reverse

from papers.drafting import access, services
from papers.search import excerpts, queries
from papers.search import services as index
from papers.search.question import ask
from papers.shared.acting import System
from tests import factories

CLOCK = System("clock")


def results(person, typed, **query):
    return person.client.get(reverse("search:results"), {"q": typed, **query})


def test_results_show_the_passage_with_the_words_marked_and_lead_to_it(shared_paper, reader):
    html = results(reader, "ninety days").content.decode()

    block = next(block for block in shared_paper.current.block_map if "ninety days" in block["text"])
    assert "within <mark>ninety</mark> <mark>days</mark>." in html
    assert f'href="/papers/{shared_paper.pk}/#b-{block["id"]}"' in html


def test_words_of_a_hidden_paper_are_found_by_nobody_else(paper, drafter, reader, body):
    factories.issued(drafter, body, title="Zephyr", text="# Zephyr\n\nThe canary sings.")

    for typed in ("zephyr", "canary", '"canary sings"'):
        assert [hit.paper.title for hit in results(drafter, typed).context["results"].hits] == ["Zephyr"]
        html = results(reader, typed).content.decode()
        assert "No paper that you may read" in html
        assert "Zephyr" not in html


def test_hidden_papers_change_neither_the_number_nor_the_order_of_what_is_found(
    *, shared_paper, drafter, reader, kaldria, body
):
    for number in range(3):
        paper = factories.issued(
            drafter, body, title=f"Seen {number}", text=f"# S\n\n{'canary ' * number} sings"
        )
        access.give(paper, kaldria, "read", by=drafter.acting)
    before = [hit.paper.title for hit in found(reader, "sings")]

    for number in range(25):
        factories.issued(
            drafter, body, title="Hidden canary sings", text="# H\n\n" + "canary sings " * number
        )
    after = [hit.paper.title for hit in found(reader, "sings")]

    assert before == after == ["Seen 2", "Seen 1", "Seen 0"]
    assert queries.search(reader.acting, ask("sings")).older is None


def test_results_close_when_access_ends_between_two_requests(shared_paper, reader, kaldria, drafter):
    before = results(reader, "ninety").context["results"].hits

    access.end(shared_paper, kaldria, by=drafter.acting)

    assert [len(before), results(reader, "ninety").context["results"].hits] == [1, []]


def test_results_find_what_was_issued_a_moment_ago(shared_paper, drafter):
    factories.save(shared_paper, drafter, factories.TEXT + "\nThe canary sings.\n")
    assert results(drafter, "canary").context["results"].hits == []

    services.writing.issue_working_text(shared_paper, note="", by=drafter.acting)

    assert len(results(drafter, "canary").context["results"].hits) == 1


def test_results_escape_what_was_typed_and_what_was_found(drafter, body):
    factories.issued(
        drafter, body, title="<script>alert(1)</script>", text="# T\n\nA canary \\<img src=x\\> sings."
    )

    html = results(drafter, 'canary "><script>alert(2)</script>').content.decode()
    found_html = results(drafter, "canary").content.decode()

    assert ["<script>alert" in text for text in (html, found_html)] == [False, False]
    assert "<img" not in found_html
    assert "<mark>canary</mark>" in found_html


@pytest.mark.parametrize(
    "typed",
    [
        "term " * 10_000, "*", '"', '"""', "((((", "\x00", "water\x00network", "title:water", "water AND (",
        "-water", "^water", "{title} : water", "'; DROP TABLE search_entry; --", "NEAR(a b)", "%", "a & | !", "<-> :*",
        "x" * 100_000, "ü" * 299, "١٢٣", "\u202e water", "🙂" * 100,
    ],
    ids=lambda typed: ascii(typed[:12]),
)  # fmt: skip
def test_hostile_questions_get_a_clear_answer_at_once(typed, shared_paper, reader):
    client = reader.client
    client.get(reverse("search:results"), {"q": "water"})

    began = time.perf_counter()
    answer = client.get(reverse("search:results"), {"q": typed.encode("utf-8", "replace").decode()})

    assert answer.status_code == 200
    assert time.perf_counter() - began < 0.3


def test_results_page_by_page_and_ignore_what_is_no_page(drafter, body, monkeypatch):
    monkeypatch.setattr(queries, "SIZE", 2)
    for number in range(5):
        factories.issued(drafter, body, title=f"Paper {number}", text=f"# P{number}\n\nThe canary sings.")

    pages = [
        [hit.paper.title for hit in results(drafter, "canary", page=page).context["results"].hits]
        for page in ("1", "2", "3", "x", "0", "-1", "9" * 30)
    ]

    first = ["Paper 4", "Paper 3"]
    assert pages == [first, ["Paper 2", "Paper 1"], ["Paper 0"], first, first, first, first]


def test_results_ask_the_same_few_questions_of_one_hit_and_of_three(drafter, body, django_assert_num_queries):
    client = drafter.client
    for number in range(3):
        factories.issued(drafter, body, title=f"Paper {number}", text=f"# P{number}\n\nThe canary sings.")
        index.catch_up(by=CLOCK)

        with django_assert_num_queries(5):
            client.get(reverse("search:results"), {"q": "canary"})


def test_results_of_nothing_asked_ask_nothing(reader, django_assert_num_queries):
    client = reader.client

    with django_assert_num_queries(2):
        client.get(reverse("search:results"), {"q": "((("})


def test_auditor_finds_nothing(shared_paper, auditor):
    assert results(auditor, "water").context["results"].hits == []


def test_search_rebuild_says_how_many_papers_it_wrote(shared_paper, capsys):
    call_command("search_rebuild")

    assert capsys.readouterr().out == "The index holds 1 papers.\n"


def test_excerpt_prefers_the_passage_that_holds_all_words_and_cuts_it_between_words():
    blocks = [
        {"id": "1", "text": "Only water."},
        {"id": "2", "text": "long " * 40 + "water " + "then " * 10 + "network " + "after " * 80},
    ]

    found_in = excerpts.excerpt(blocks, ask("water network").wanted, "en")

    text = "".join(piece.text for piece in found_in.pieces)
    assert found_in.block == "2"
    assert [piece.text for piece in found_in.pieces if piece.found] == ["water", "network"]
    assert (text[:6], text[-7:]) == ("… long", "after …")


def found(person, typed):
    index.catch_up(by=CLOCK)
    return queries.search(person.acting, ask(typed)).hits
