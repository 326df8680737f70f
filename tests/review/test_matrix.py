"""The matrix as it is read: in groups, since the last visit, paragraph by paragraph, in four columns."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from papers.review import services
from papers.review.models import Amendment, Comment, Look
from papers.review.queries.matrix import matrix_of
from papers.review.queries.positions import positions_of, positions_page, sides_page
from tests.review.making import block, closed, comment_of, fresh


@pytest.fixture
def said(round, reviewer, kaldria_reviewer):
    """The closed round with a comment of Kaldria on a passage and one of Estmark on the whole paper."""
    comment_of(round, kaldria_reviewer, "Of Kaldria", block=block(round, "ninety days"), severity="critical")
    comment_of(round, reviewer, "Of Estmark", severity="editorial")
    return closed(round)


def page(person, round, query=None):
    address = reverse("review:matrix", args=[round.paper_id, round.number])
    return person.client.get(address, query or {})


def numbers(response):
    return [[row.comment.number for row in group.rows] for group in response.context["groups"]]


def lines(person, round):
    return positions_page(person.acting, matrix_of(person.acting, round))["lines"]


@pytest.mark.parametrize(
    ("by", "headings", "expected"),
    [
        ("", [""], [[1, 2]]),
        ("passage", ["The paper as a whole", "2 ·"], [[1], [2]]),
        ("delegation", ["XB Estmark", "XC Kaldria"], [[1], [2]]),
        ("severity", ["Critical", "Editorial"], [[2], [1]]),
        ("state", ["Nothing proposed yet", "Decided"], [[2], [1]]),
        ("nonsense", [""], [[1, 2]]),
    ],
)
def test_matrix_is_grouped(said, chair, by, headings, expected):
    services.decide_disposition(fresh(Comment.objects.get(number=1)), value="accepted", by=chair.acting)

    response = page(chair, said, {"group": by})

    assert numbers(response) == expected
    found = [group.heading for group in response.context["groups"]]
    assert [one.startswith(start) for one, start in zip(found, headings, strict=True)] == [True] * len(found)


def test_matrix_in_groups_goes_on_where_the_page_before_ended(round, reviewer, chair):
    for number in range(102):
        comment_of(round, reviewer, f"Comment {number}", severity="critical" if number % 2 else "editorial")
    closed(round)

    first = page(chair, round, {"group": "severity"})
    second = page(chair, round, {"group": "severity", "after": first.context["rows"][-1].comment.number})

    shown = [row.comment.pk for row in (*first.context["rows"], *second.context["rows"])]
    assert (len(shown), len(set(shown))) == (102, 102)


def test_what_changed_since_the_last_visit_is_told_apart(said, chair, reviewer):
    later = said.closed_at + timedelta(days=1)
    with time_machine.travel(said.closed_at + timedelta(hours=1), tick=False):
        first = page(chair, said, {"state": "news"})
    with time_machine.travel(later, tick=False):
        services.reply(fresh(Comment.objects.get(number=2)), text="Why?", by=reviewer.acting)
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        second = page(chair, said, {"state": "news"})
        again = page(chair, said, {"state": "news"})

    assert [numbers(one) for one in (first, second, again)] == [[[]], [[2]], [[2]]]
    assert "changed" in second.content.decode()


def test_looks_are_each_person_s_own(said, chair, reviewer):
    page(chair, said)

    assert [Look.objects.visible_to(one.acting).count() for one in (chair, reviewer)] == [1, 0]


def test_who_is_where_has_a_row_for_each_paragraph_and_a_column_for_each_delegation(said, chair):
    [(whole, _one), (passage, stands)] = lines(chair, said)

    assert (whole.key, passage.key) == ("paper", block(said, "ninety days"))
    assert [stand and stand.heaviest for stand in stands] == [None, "critical"]


def test_who_is_where_shows_amendments_positions_and_reservations(
    round, estmark_head, kaldria_reviewer, chair
):
    passage = block(round, "ninety days")
    services.propose_amendment(round, block=passage, wanted="Soon.", reason="Time.", by=estmark_head.acting)
    services.enter_reservation(
        round.paper, kind="scrutiny", reach="paper", block=passage, text="", by=estmark_head.acting
    )
    after = closed(round)
    services.take_position(Amendment.objects.get(), stance="opposes", by=kaldria_reviewer.acting)

    [(line, [estmark, kaldria])] = lines(chair, after)

    assert line.key == passage
    assert [len(estmark.proposes), len(estmark.reservations), len(kaldria.opposes)] == [1, 1, 1]


def test_four_columns_set_one_side_beside_all_others(said, chair, reviewer):
    matrix = matrix_of(chair.acting, said)
    positions = positions_of(chair.acting, matrix)

    found = sides_page(chair.acting, matrix, left="XC", right="others", after=0, found=positions)

    [whole, passage] = found["lines"]
    assert [len(whole.left.comments), len(whole.right.comments)] == [0, 1]
    assert [len(passage.left.comments), len(passage.right.comments)] == [1, 0]


@pytest.mark.parametrize("name", ["matrix-positions", "matrix-sides"])
def test_open_round_shows_own_positions_alone(round, reviewer, kaldria_reviewer, name):
    comment_of(round, kaldria_reviewer, "Canary of Kaldria", block=block(round, "ninety days"))
    comment_of(round, reviewer, "Of Estmark")
    address = reverse(f"review:{name}", args=[round.paper_id, round.number])

    html = reviewer.client.get(address).content.decode()

    assert ("Canary" in html, "XC" in html.partition("<main")[2], "XB" in html) == (False, False, True)


@pytest.mark.parametrize(
    "query", ["", "left=XC&right=XB", "left=nobody&right=&after=x", "left=others&right=others"]
)
def test_four_columns_take_any_address(said, chair, query):
    address = reverse("review:matrix-sides", args=[said.paper_id, said.number])

    assert chair.client.get(f"{address}?{query}").status_code == 200
