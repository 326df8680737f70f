"""Paging by place: every row once, none twice, whatever the link carries."""

import pytest

from papers.drafting.models import Paper
from papers.shared import keyset
from tests import factories


@pytest.fixture
def papers(drafter, body):
    return [factories.started(drafter, body, title=str(number)) for number in range(5)][::-1]


def walk(first, turn):
    """The titles of a page and of all that follow it in one direction."""
    pages = [first]
    while getattr(pages[-1], turn):
        side = "before" if turn == "older" else "after"
        pages.append(keyset.page(Paper.objects.all(), "moved_at", size=2, **{side: getattr(pages[-1], turn)}))
    return [[paper.title for paper in page.rows] for page in pages]


def test_page_walked_to_the_oldest_shows_each_row_once(papers):
    first = keyset.page(Paper.objects.all(), "moved_at", size=2)

    assert walk(first, "older") == [["4", "3"], ["2", "1"], ["0"]]


def test_page_walked_back_shows_the_same_pages(papers):
    last = keyset.page(Paper.objects.all(), "moved_at", size=2, before=str(place(papers[2])))

    assert walk(last, "newer") == [["1", "0"], ["3", "2"], ["4", "3"]]


def test_page_of_rows_moved_at_the_same_moment_is_ordered_by_id(papers):
    Paper.objects.update(moved_at=papers[0].moved_at)
    first = keyset.page(Paper.objects.all(), "moved_at", size=2)

    titles = [title for page in walk(first, "older") for title in page]

    assert titles == [paper.title for paper in Paper.objects.order_by("-pk")]


@pytest.mark.parametrize(
    "written",
    ["", "x", "1-", "12-zz", "99999999999999999-" + "f" * 32, "1-" + "F" * 32, "-5-" + "0" * 32, "\x00"],
)
def test_page_from_no_place_is_the_first(papers, written):
    page = keyset.page(Paper.objects.all(), "moved_at", size=2, before=written)

    assert [paper.title for paper in page.rows] == ["4", "3"]


def test_page_that_holds_everything_says_so(papers):
    page = keyset.page(Paper.objects.all(), "moved_at", size=5)

    assert page.is_all


def place(paper):
    return keyset.Place(paper.moved_at, paper.pk)
