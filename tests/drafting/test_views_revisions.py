"""Issued revisions on the page: listed, read, compared, and never one that was not given."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from papers.drafting import access, services, writing
from papers.drafting.models import Revision
from papers.exchange import reading
from papers.exchange import services as exchange
from tests import factories
from tests.pages import cells, same_page, text_of

NOWHERE = "00000000-0000-4000-8000-000000000000"
MOVED = """# Interim repair of the water network

2. Interim repair means work that restores a stated level of service within ninety days.

## Purpose and scope

1. This paper sets out a common approach to the interim repair of the water network.
"""


def revise(paper, person, text, note=""):
    """Another revision of an untabled paper."""
    factories.save(paper, person, text)
    return services.issue_revision(paper, note=note, by=person.acting)


@pytest.fixture
def revised(paper, drafter):
    """Valoria's paper with three revisions."""
    revise(paper, drafter, factories.TEXT.replace("ninety", "sixty"), "Shorter")
    revise(paper, drafter, factories.TEXT.replace("ninety", "sixty").replace("common", "shared"), "Wording")
    return paper


@pytest.fixture
def from_second(revised, estmark, drafter):
    """The same, on which Estmark reads from the second revision on."""
    access.give(revised, estmark, "read", by=drafter.acting, from_number=2)
    return revised


@pytest.fixture
def tampered(db):
    """Changes a stored text behind the product's back, as an administrator of the database could."""

    def tamper(paper, number):
        with connection.cursor() as cursor:
            for statement in _without_triggers(cursor):
                cursor.execute(statement)
        Revision.objects.filter(paper=paper, number=number).update(text="Something else")

    return tamper


TABLE = """# Interim repair of the water network

| Site | Litres |
|---|---|
| North | 14 |
| South | 23 |
"""


@pytest.fixture
def shared(paper, drafter, estmark, estmark_head):
    """The paper with a second revision of Valoria's and a third of Estmark's, which may lead as well."""
    revise(paper, drafter, factories.TEXT.replace("ninety", "sixty"))
    access.give(paper, estmark, "lead", by=drafter.acting, from_number=1)
    revise(paper, estmark_head, factories.TEXT.replace("ninety", "sixty").replace("common", "shared"))
    return paper


def imported_twice(drafter, body):
    """A history of two revisions, the second by the author a7 of the source."""
    start = datetime(2020, 1, 1, tzinfo=UTC)
    steps = [
        reading.Step(number, text, start + timedelta(days=number), "Imported", f"a{number + 5}")
        for number, text in ((1, "One sentence of the paper."), (2, "One sentence of this paper."))
    ]
    series = reading.Series("Imported", "en", steps)
    return exchange.import_series(series, body=body, by=drafter.acting, lead=drafter.delegation).paper


def change_lines(page, *, raw=False):
    """The lines of a comparison that are changes, as text or as HTML."""
    pieces = re.split(r'(?=<div class="(?:cmp__row|pblock[^"]*)" id=")', page.content.decode())
    found = [piece for piece in pieces if re.match(r"<div[^>]* data-change=", piece)]
    return found if raw else [" ".join(re.sub(r"<[^>]*>", " ", piece).split()) for piece in found]


def _without_triggers(cursor):
    if connection.vendor == "postgresql":
        return ["SET CONSTRAINTS ALL IMMEDIATE", "ALTER TABLE drafting_revision DISABLE TRIGGER USER"]
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'drafting_revision'")
    return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


def at(paper, page):
    return f"/papers/{paper.pk}/{page}"


# Listed --------------------------------------------------------------------------------------------


def test_list_shows_each_revision_with_author_note_words_and_seal(revised, drafter):
    rows = cells(drafter.client.get(at(revised, "revisions/")))

    seal = Revision.objects.get(paper=revised, number=2).sha256[:12]
    assert [row[0] for row in rows] == ["3", "2", "1"]
    number, label, _dated, _recorded, by, note, words, sealed = rows[1]
    assert (number, label, by, note) == ("2", "Draft 2", "XA Valoria drafter of XA", "Shorter")
    assert words == "+1 −1 Changes Draft 2"
    assert sealed.startswith(f"unchanged {seal}")


def test_list_begins_where_access_begins(from_second, reviewer):
    page = reviewer.client.get(at(from_second, "revisions/"))

    assert [row[0] for row in cells(page)] == ["3", "2"]
    assert "Draft 1" not in text_of(page)
    assert Revision.objects.get(paper=from_second, number=1).sha256[:12] not in text_of(page)


def test_list_says_when_a_stored_text_differs_from_its_seal(revised, drafter, tampered):
    tampered(revised, 2)

    page = drafter.client.get(at(revised, "revisions/"))

    assert "a revision differs from its seal" in text_of(page)
    assert ["differs" in row[-1] for row in cells(page)] == [False, True, False]


@pytest.mark.parametrize("revisions", [1, 3])
def test_list_asks_the_database_five_times_however_many_rows(
    paper, drafter, revisions, django_assert_num_queries
):
    for number in range(revisions - 1):
        revise(paper, drafter, factories.TEXT.replace("ninety", str(number)))
    client = drafter.client

    with django_assert_num_queries(5):  # session, person, paper, revisions, grants
        assert len(cells(client.get(at(paper, "revisions/")))) == revisions


def test_list_of_a_paper_without_revisions_says_what_will_stand_there(drafter, body):
    paper = factories.started(drafter, body)

    assert "No revision is issued yet." in text_of(drafter.client.get(at(paper, "revisions/")))


def test_list_pages_on_by_number(paper, drafter):
    for number in range(26):
        revise(paper, drafter, f"Text {number}")

    first = drafter.client.get(at(paper, "revisions/"))
    second = drafter.client.get(at(paper, "revisions/") + f"?before={first.context['page'].older}")

    assert [row[0] for row in cells(first)] == [str(number) for number in range(27, 2, -1)]
    assert [row[0] for row in cells(second)] == ["2", "1"]


# Read ----------------------------------------------------------------------------------------------


def test_revision_reads_as_it_was_issued(revised, drafter):
    page = drafter.client.get(at(revised, "revisions/1/"))

    assert "within ninety days" in text_of(page)
    assert "You read Draft 1, which Draft 3 has replaced." in text_of(page)
    assert "unchanged since it was issued" in text_of(page)


def test_revision_is_one_page_in_five_statements(revised, drafter, django_assert_num_queries):
    client = drafter.client

    with django_assert_num_queries(5):  # session, person, paper, revision, grants
        client.get(at(revised, "revisions/1/"))


def test_revision_from_before_the_grant_is_a_page_that_never_was(from_second, reviewer):
    before = reviewer.client.get(at(from_second, "revisions/1/"))
    never = reviewer.client.get(at(from_second, "revisions/9/"))
    unknown = reviewer.client.get(f"/papers/{NOWHERE}/revisions/1/")

    assert before.status_code == 404
    assert same_page(before) == same_page(never) == same_page(unknown)


def test_revision_number_of_another_paper_is_a_page_that_never_was(from_second, reviewer, drafter, body):
    revise(from_second, drafter, factories.TEXT.replace("ninety", "forty"))
    other = factories.issued(drafter, body, title="Another")
    access.give(other, reviewer.delegation, "read", by=drafter.acting)

    assert reviewer.client.get(at(from_second, "revisions/4/")).status_code == 200
    assert reviewer.client.get(at(other, "revisions/4/")).status_code == 404


def test_revision_with_a_number_no_column_holds_is_a_page_that_never_was(revised, drafter):
    assert drafter.client.get(at(revised, f"revisions/{2**70}/")).status_code == 404


# Compared ------------------------------------------------------------------------------------------


def test_compare_shows_the_last_two_word_by_word(revised, drafter):
    page = drafter.client.get(at(revised, "compare/"))

    assert "<del>common</del> approach" in page.content.decode()
    assert "<ins>shared</ins> approach" in page.content.decode()
    assert "1 of 7 passages changed · 0 new · 0 moved · 0 deleted" in text_of(page)


def test_compare_any_two_in_either_direction(revised, drafter):
    forth = drafter.client.get(at(revised, "compare/?from=1&to=3&view=inline")).content.decode()
    back = drafter.client.get(at(revised, "compare/?from=3&to=1&view=inline")).content.decode()

    assert "<del>ninety</del> <ins>sixty</ins>" in forth
    assert "<del>sixty</del> <ins>ninety</ins>" in back


def test_compare_shows_a_move_as_a_move(paper, drafter):
    revise(paper, drafter, MOVED)

    page = drafter.client.get(at(paper, "compare/"))

    assert '<span class="mov">' in page.content.decode()
    assert "words unchanged" in text_of(page)


def test_compare_names_who_made_the_changes(revised, drafter):
    words = text_of(drafter.client.get(at(revised, "compare/?from=1")))

    assert "2 revisions made these changes" in words
    assert "Draft 2 XA Valoria drafter of XA" in words
    assert "Shorter" in words


def test_compare_says_when_only_the_form_changed(paper, drafter):
    revise(paper, drafter, factories.TEXT.replace("ninety days", "*ninety* days"))

    assert "Its form or a link changed, its words did not" in text_of(
        drafter.client.get(at(paper, "compare/"))
    )


def test_compare_of_a_single_revision_says_that_there_is_nothing_yet(paper, drafter):
    assert "There is nothing to compare yet" in text_of(drafter.client.get(at(paper, "compare/")))


@pytest.mark.parametrize(
    "query", ["?from=1", "?from=1&to=2", "?to=1", "?from=9", "?from=x", "?from=-1", "?from=²"]
)
def test_compare_with_an_unseen_revision_is_a_page_that_never_was(from_second, reviewer, query):
    answer = reviewer.client.get(at(from_second, "compare/") + query)
    unknown = reviewer.client.get(f"/papers/{NOWHERE}/compare/{query}")

    assert answer.status_code == 404
    assert same_page(answer) == same_page(unknown)


def test_compare_offers_only_what_may_be_read(from_second, reviewer):
    page = reviewer.client.get(at(from_second, "compare/"))

    assert "Draft 1" not in text_of(page)
    assert "ninety" not in page.content.decode()


def test_compare_escapes_the_words_of_the_text(paper, drafter):
    revise(paper, drafter, factories.TEXT.replace("ninety", "<script>alert(1)</script>"))

    html = drafter.client.get(at(paper, "compare/")).content.decode()

    assert "<script>alert" not in html


def test_compare_asks_the_database_six_times_however_many_revisions(
    revised, drafter, django_assert_num_queries
):
    client = drafter.client

    for view in ("?from=1", "?from=1&view=inline", "?from=1&by=XA"):
        with django_assert_num_queries(6):  # session, person, paper, choices, the two texts, steps
            client.get(at(revised, f"compare/{view}"))


def test_compare_of_neighbours_names_the_one_revision_without_asking_who(
    revised, drafter, django_assert_num_queries
):
    client = drafter.client

    with django_assert_num_queries(5):
        page = client.get(at(revised, "compare/?from=2&to=3"))

    assert [re.findall(r"Draft \d", line) for line in change_lines(page)] == [["Draft 3"]]


def test_compare_says_beside_each_change_who_made_it_in_which_revision(revised, drafter):
    lines = change_lines(drafter.client.get(at(revised, "compare/?from=1&to=3")))

    assert [re.search(r"Draft \d", line)[0] for line in lines] == ["Draft 3", "Draft 2"]
    assert all("XA" in line for line in lines)
    assert "Wording" in lines[0]


def test_compare_shows_changes_of_one_delegation_and_folds_the_others(shared, drafter):
    page = drafter.client.get(at(shared, "compare/?from=1&to=3&by=XB"))

    assert len(change_lines(page)) == 1
    assert "<ins>shared</ins>" in change_lines(page, raw=True)[0]
    assert "1 change by others" in text_of(page)
    assert "XA Valoria (1)" in text_of(page)


def test_compare_shows_changes_of_one_person(shared, drafter, estmark_head):
    page = drafter.client.get(
        at(shared, "compare/"), {"from": 1, "to": 3, "by": f"XB/{estmark_head.user.name}"}
    )

    assert len(change_lines(page)) == 1


def test_compare_with_an_author_who_changed_nothing_shows_none(revised, drafter):
    page = drafter.client.get(at(revised, "compare/?from=1&by=XZ"))

    assert change_lines(page) == []
    assert "0 changes by whom you chose are shown" in text_of(page)


def test_compare_of_an_imported_history_names_the_author_of_the_source(revised, drafter, body):
    imported = imported_twice(drafter, body)

    page = drafter.client.get(at(imported, "compare/"))

    assert '<option value="a7">a7 (1)</option>' in page.content.decode()
    assert "a7" in change_lines(page)[0]


def test_compare_shows_the_changes_alone(revised, drafter):
    page = drafter.client.get(at(revised, "compare/?from=1&view=changes"))

    assert len(change_lines(page)) == 2
    assert "are the same" not in text_of(page)


def test_every_change_has_an_address_and_leads_to_its_neighbours(revised, drafter):
    page = drafter.client.get(at(revised, "compare/?from=1")).content.decode()

    first, last = re.findall(r'id="(c-[0-9a-f-]{36})" data-change="\d"', page)
    assert re.findall(r'<a class="to" href="#(c-[^"]*)"', page) == [last, first]
    assert f'<a href="#{first}" data-copy-link>Change 1 of 2</a>' in page


def test_both_ends_of_a_move_lead_to_each_other(paper, drafter):
    revise(paper, drafter, MOVED)

    for view in ("side", "inline"):
        page = drafter.client.get(at(paper, f"compare/?view={view}")).content.decode()
        (moved,) = re.findall(r'id="(c-[0-9a-f-]{36})-gone"', page)
        assert f'href="#{moved}"' in page
        assert f'href="#{moved}-gone"' in page
        assert f'id="{moved}"' in page


def test_compare_shows_tables_cell_by_cell(paper, drafter):
    revise(paper, drafter, TABLE)
    revise(paper, drafter, TABLE.replace("| 23 |", "| 25 |") + "| East | 9 |\n")

    page = drafter.client.get(at(paper, "compare/?view=inline"))

    assert '<td dir="auto"><del>23</del> <ins>25</ins></td>' in page.content.decode()
    assert "1 new row, 1 cell changed" in text_of(page)


def test_compare_a_revision_with_the_working_text(revised, drafter):
    factories.save(revised, drafter, factories.TEXT.replace("ninety", "forty"))

    page = drafter.client.get(at(revised, "compare/?from=1&to=working&view=inline"))

    assert "<del>ninety</del> <ins>forty</ins>" in page.content.decode()
    assert "Not issued yet" in text_of(page)
    assert "Draft 2" in change_lines(page)[0]


def test_compare_with_the_working_text_is_for_those_who_may_read_it(from_second, reviewer, outsider):
    asked = at(from_second, "compare/?from=2&to=working")

    assert reviewer.client.get(asked).status_code == 403
    assert outsider.client.get(asked).status_code == 404
    assert "Working text" not in text_of(reviewer.client.get(at(from_second, "compare/")))


# Nobody else ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["revisions/", "revisions/1/", "compare/", "compare/?from=1&to=3"])
def test_revisions_to_an_outsider_are_pages_that_never_were(revised, outsider, page):
    answer = outsider.client.get(at(revised, page))
    unknown = outsider.client.get(f"/papers/{NOWHERE}/{page}")

    assert answer.status_code == 404
    assert same_page(answer) == same_page(unknown)


@pytest.mark.parametrize("page", ["revisions/", "revisions/1/", "compare/?from=1&to=3"])
def test_revisions_of_an_untabled_paper_are_not_the_chairs(revised, chair, page):
    assert chair.client.get(at(revised, page)).status_code == 404


def test_revisions_end_with_the_grant(revised, drafter, reviewer, estmark, time_machine):
    now = timezone.now()
    access.give(revised, estmark, "read", by=drafter.acting, until=now + timedelta(hours=1))
    client = reviewer.client
    assert client.get(at(revised, "revisions/3/")).status_code == 200

    time_machine.move_to(now + timedelta(hours=1))

    assert client.get(at(revised, "revisions/3/")).status_code == 404


def test_revisions_after_tabling_carry_symbols(revised, drafter, head, centre):
    tabled = services.table(revised, by=head.acting)
    factories.save(tabled, drafter, factories.TEXT)
    writing.issue_working_text(tabled, note="", by=drafter.acting)

    labels = [row[1] for row in cells(drafter.client.get(at(tabled, "revisions/")))]

    assert labels == [f"{tabled.symbol}/Rev.1 current", tabled.symbol, "Draft 2", "Draft 1"]
