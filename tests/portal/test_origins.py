"""Since when a passage stands, by whom and why: for a whole revision, and for one passage in all its wordings."""

import pytest

from papers.drafting import access, services
from papers.drafting.models import Block, Step
from papers.drafting.queries import origins
from papers.review import services as reviews
from papers.review.models import Comment
from tests import factories
from tests.pages import cells, same_page, text_of
from tests.review import making

NOWHERE = "00000000-0000-4000-8000-000000000000"
SHORTER = factories.TEXT.replace("ninety", "sixty")


def revise(paper, person, text, note=""):
    factories.save(paper, person, text)
    return services.issue_revision(paper, note=note, by=person.acting)


@pytest.fixture
def revised(paper, drafter):
    """Three revisions: the second shortens the days, the third lengthens them again and adds a passage."""
    revise(paper, drafter, SHORTER, "Shorter")
    revise(
        paper, drafter, SHORTER.replace("sixty", "seventy") + "\nA new passage of several words.\n", "Longer"
    )
    return paper


def block_of(paper, words):
    """The id of the passage of the current revision in which the words stand."""
    paper.refresh_from_db()
    return next(entry["id"] for entry in paper.current.block_map if words in entry["text"])


def of_revision(person, paper, number=3):
    return person.client.get(f"/papers/{paper.pk}/revisions/{number}/origins/")


def of_passage(person, paper, block):
    return person.client.get(f"/papers/{paper.pk}/passages/{block}/")


# Of a revision -------------------------------------------------------------------------------------


def row_of(page, words):
    return next(row for row in cells(page) if words in row[1])


def test_passage_says_since_when_it_stands_and_who_changed_it_last(revised, drafter):
    page = of_revision(drafter, revised)

    _no, _words, since, changed, why = row_of(page, "Interim repair means")
    assert since == "Draft 1 XA Valoria drafter of XA"
    assert changed == "Draft 3 2 changes in all XA Valoria drafter of XA"
    assert why == "Longer"


def test_passage_that_came_later_says_when(revised, drafter):
    _no, _words, since, changed, _why = row_of(of_revision(drafter, revised), "A new passage")

    assert (since.split(" XA")[0], changed) == ("Draft 3", "never")


def test_earlier_revision_knows_nothing_of_what_came_later(revised, drafter):
    page = of_revision(drafter, revised, 2)

    assert row_of(page, "Interim repair means")[3].startswith("Draft 2 XA")
    assert "A new passage" not in text_of(page)


def test_deleted_passage_stands_below_with_its_last_words(revised, drafter):
    revise(revised, drafter, SHORTER.replace("sixty", "seventy"))

    words = text_of(of_revision(drafter, revised, 4))

    assert "Deleted on the way Draft 4 A new passage of several words." in words


def test_reader_of_later_revisions_learns_nothing_of_earlier_ones(revised, drafter, estmark, reviewer):
    access.give(revised, estmark, "read", by=drafter.acting, from_number=3)

    page = of_revision(reviewer, revised)

    assert row_of(page, "Interim repair means")[2:4] == [
        "Draft 3 or earlier: the first that your delegation reads XA Valoria drafter of XA", "never",
    ]  # fmt: skip
    assert "Draft 2" not in text_of(page)
    assert of_revision(reviewer, revised, 2).status_code == 404


@pytest.mark.parametrize("more", [0, 3])
def test_origins_cost_the_same_however_many_revisions(revised, drafter, more, django_assert_num_queries):
    for number in range(more):
        revise(revised, drafter, SHORTER.replace("sixty", f"{number}"))
    client = drafter.client

    with django_assert_num_queries(6):  # session, person, paper, revisions, steps, the text
        client.get(f"/papers/{revised.pk}/revisions/3/origins/")


# Of a passage --------------------------------------------------------------------------------------


def test_history_tells_every_wording_against_the_one_before(revised, drafter):
    html = of_passage(drafter, revised, block_of(revised, "Interim repair means")).content.decode()

    assert html.index("<del>sixty</del> <ins>seventy</ins>") < html.index(
        "<del>ninety</del> <ins>sixty</ins>"
    )
    assert html.index("Shorter") < html.index("within ninety days")


def test_history_of_a_deleted_passage_keeps_its_words(revised, drafter):
    block = block_of(revised, "A new passage")
    revise(revised, drafter, SHORTER)

    page = of_passage(drafter, revised, block)

    assert "It is deleted." in text_of(page)
    assert "<del>A new passage of several words.</del>" in page.content.decode()


def test_history_leads_to_the_passage_it_was_cut_from_and_back(paper, drafter):
    one = "The first half of a long passage says what shall be done at each of the sites"
    other = "the second half of it says by whom this shall be done and who pays for the work"
    revise(paper, drafter, f"{one} and {other}.")
    revise(paper, drafter, f"{one} and.\n\n{other.capitalize()}.")
    cut = Block.objects.exclude(origin=None).get(paper=paper)

    page = of_passage(drafter, paper, cut.pk).content.decode()

    assert f"/papers/{paper.pk}/passages/{cut.origin_id}/" in page


def test_history_of_a_passage_put_into_another_leads_there(paper, drafter):
    long = "A passage that goes on for a while about the repair of pumps and the people who do it"
    short = "Spare parts are kept at the three stores named in the annex"
    revise(paper, drafter, f"{long}.\n\n{short}.")
    revise(paper, drafter, f"{long}. {short}.")
    dead = Block.objects.exclude(heir=None).get(paper=paper)

    page = of_passage(drafter, paper, dead.pk).content.decode()

    assert f"/papers/{paper.pk}/passages/{dead.heir_id}/" in page


def test_history_begins_where_access_begins(revised, drafter, estmark, reviewer):
    block = block_of(revised, "Interim repair means")
    access.give(revised, estmark, "read", by=drafter.acting, from_number=2)

    page = of_passage(reviewer, revised, block)

    assert "ninety" not in page.content.decode()
    assert "Draft 1" not in text_of(page)
    assert "<del>sixty</del> <ins>seventy</ins>" in page.content.decode()


def test_passage_that_went_before_access_began_is_a_page_that_never_was(revised, drafter, estmark, reviewer):
    block = block_of(revised, "A new passage")
    revise(revised, drafter, SHORTER)
    revise(revised, drafter, SHORTER + "\nMore.")
    access.give(revised, estmark, "read", by=drafter.acting, from_number=4)

    gone, never = of_passage(reviewer, revised, block), of_passage(reviewer, revised, NOWHERE)

    assert gone.status_code == 404
    assert same_page(gone) == same_page(never)


def test_passage_of_another_paper_is_a_page_that_never_was(revised, drafter, body):
    other = factories.issued(drafter, body, title="Another")

    assert of_passage(drafter, other, block_of(revised, "Interim repair means")).status_code == 404


@pytest.mark.parametrize("more", [0, 3])
def test_history_costs_the_same_however_many_revisions(revised, drafter, more, django_assert_num_queries):
    block = block_of(revised, "Interim repair means")
    for number in range(more):
        revise(revised, drafter, SHORTER.replace("sixty", f"{number}"))
    client = drafter.client

    with django_assert_num_queries(6):  # session, person, paper, revisions, steps, the first text
        client.get(f"/papers/{revised.pk}/passages/{block}/")


def test_comment_that_the_chair_agreed_to_stands_beside_the_change(
    shared_paper, chair, reviewer, drafter, estmark
):
    round = making.open_round(shared_paper, chair, estmark)
    block = making.block(round, "Interim repair means")
    making.comment_of(round, reviewer, block=block)
    reviews.decide_disposition(
        Comment.objects.get(round=making.closed(round)), value="accepted", by=chair.acting
    )
    factories.save(shared_paper, drafter, SHORTER)
    reviews.issue_next_revision(shared_paper, note="", by=drafter.acting)

    assert "XB Estmark C-1-001 Accepted" in text_of(of_passage(drafter, shared_paper, block))
    assert (
        "XB Estmark C-1-001 Accepted"
        in row_of(of_revision(drafter, shared_paper, 2), "Interim repair means")[4]
    )


# What is kept --------------------------------------------------------------------------------------


def test_step_is_kept_for_each_passage_that_an_issue_changed_and_no_other(revised):
    kept = Step.objects.filter(revision__paper=revised).order_by("revision__number", "pk")

    assert [(step.revision.number, step.kind, step.words[:14]) for step in kept] == [
        (2, "changed", "Interim repair"),
        (3, "changed", "Interim repair"),
        (3, "added", "A new passage "),
    ]


def test_reason_stands_beside_the_first_change_after_it(revised, drafter):
    class Told:
        def __init__(self, made_on):
            self.made_on = made_on

    early, late = Told(1), Told(2)
    block = block_of(revised, "Interim repair means")

    told = origins.history(drafter.acting, revised, block, {block: [early, late]})

    assert [list(one.reasons) for one in told.wordings] == [[], [early], [late]]
