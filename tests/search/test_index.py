"""What is found, by words and phrases, in which order; the same on either engine."""

import pytest

from papers.drafting import services
from papers.search import queries
from papers.search import services as index
from papers.search.models import Cursor, Entry
from papers.search.question import ask
from papers.shared.acting import System
from tests import factories

CLOCK = System("clock")


def titles(person, typed, **options):
    index.catch_up(by=CLOCK)
    return [hit.paper.title for hit in queries.search(person.acting, ask(typed), **options).hits]


@pytest.fixture
def library(drafter, body):
    """Papers in three languages."""
    texts = {
        "Spare parts": ("en", "# Spare parts\n\nValves for the water network are cleared in advance."),
        "Energy": ("en", "# Energy\n\nPumping needs power; the network of pipes needs water."),
        "Négociations": ("fr", "# Cadre\n\nLes négociations sur la coopération reprennent."),
        "المياه": ("ar", "# عنوان\n\nتُبرم المُعاهَدات بين الوفود."),
    }
    for title, (language, text) in texts.items():
        paper = services.start_paper(
            body=body, title=title, kind="white_paper", language=language, text=text, by=drafter.acting
        )
        services.issue_revision(paper, by=drafter.acting)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("valve", ["Spare parts"]),
        ("water network", ["Energy", "Spare parts"]),
        ('"water network"', ["Spare parts"]),
        ('"network water"', []),
        ("negociation cooperation", ["Négociations"]),
        ("négocier", ["Négociations"]),
        ("معاهدة", ["المياه"]),
        ("والمياه", ["المياه"]),
        ("valve energy", []),
        ("nowhere", []),
    ],
)
def test_search_finds_words_and_phrases_in_every_language(typed, found, library, drafter):
    assert titles(drafter, typed) == found


def test_search_puts_symbols_and_titles_before_texts(library, drafter, head, body, centre):
    tabled = factories.tabled(drafter, head, body, title="Pipes", text="# Pipes\n\nOf energy.")
    energetic = factories.issued(drafter, body, title="Other", text=f"# Other\n\nSee {tabled.symbol}.")

    assert titles(drafter, "energy") == ["Energy", "Pipes"]
    assert titles(drafter, f"{tabled.symbol}/Rev.2") == ["Pipes", energetic.title]


def test_search_follows_the_current_text_alone(paper, drafter):
    factories.save(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    services.issue_revision(paper, by=drafter.acting)

    assert [titles(drafter, "sixty"), titles(drafter, "ninety")] == [[paper.title], []]


def test_search_finds_a_title_without_any_text(drafter, body):
    factories.started(drafter, body, title="Zephyr", text="A canary of the working text.")

    assert [titles(drafter, "zephyr"), titles(drafter, "canary")] == [["Zephyr"], []]


def test_phrase_is_found_at_the_end_of_a_very_long_text(drafter, body):
    long = "# Long\n\n" + "network water and the rest of it. " * 4000 + "\n\nthe water network\n"
    factories.issued(drafter, body, title="Long", text=long)

    assert titles(drafter, '"water network"') == ["Long"]
    assert titles(drafter, '"network rest"') == []


def test_catch_up_twice_writes_once(library, drafter):
    first = index.catch_up(by=CLOCK)
    lines = list(Entry.objects.order_by("pk").values_list("pk", "revision"))

    second = index.catch_up(by=CLOCK)

    assert (first, second) == (4, 0)
    assert list(Entry.objects.order_by("pk").values_list("pk", "revision")) == lines
    assert queries.behind() == 0


def test_catch_up_from_the_first_event_again_changes_nothing(library, drafter):
    index.catch_up(by=CLOCK)
    Cursor.objects.update(seq=0)

    assert index.catch_up(by=CLOCK) == 0
    assert titles(drafter, "valve") == ["Spare parts"]


def test_catch_up_gives_way_to_another_that_was_faster(library, monkeypatch):
    drafts = index._drafts

    def overtaken(papers, **options):
        Cursor.objects.update_or_create(name="search", defaults={"seq": 10_000})
        return drafts(papers, **options)

    monkeypatch.setattr(index, "_drafts", overtaken)

    assert index.catch_up(by=CLOCK) == 0
    assert Entry.objects.count() == 0


def test_rebuild_writes_what_no_event_told_of(library, drafter):
    index.catch_up(by=CLOCK)
    Entry.objects.all().delete()
    assert titles(drafter, "valve") == []

    assert index.rebuild(by=CLOCK) == 4
    assert titles(drafter, "valve") == ["Spare parts"]


def test_complete_writes_only_the_lines_that_are_missing(library, drafter):
    index.catch_up(by=CLOCK)
    Entry.objects.filter(paper__title="Energy").delete()

    assert [index.complete(by=CLOCK), index.complete(by=CLOCK)] == [1, 0]
    assert titles(drafter, "pumping") == ["Energy"]


def test_line_that_is_taken_out_leaves_no_word_behind(drafter, body):
    paper = factories.started(drafter, body, title="Zephyr")
    index.catch_up(by=CLOCK)
    Entry.objects.get(paper=paper).delete()

    Entry.objects.create(paper=paper, language="en", title="other")

    assert [titles(drafter, "zephyr"), titles(drafter, "other")] == [[], ["Zephyr"]]
