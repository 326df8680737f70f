"""Lines in time: what is drawn is said in words, late only what was accepted, and nothing hidden moves the scale."""

import datetime as dt
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.implementation import services
from papers.implementation.timeline import ACROSS, Course, chart, is_late, said
from tests.implementation.conftest import hidden
from tests.implementation.test_views import body_of
from tests.statements import statements_of

PAGE = reverse("implementation:timeline")
DAY = date(2026, 6, 30)
COURSE = Course(date(2026, 1, 5), date(2026, 2, 1), date(2026, 5, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("changed", "late"),
    [
        ({}, True), ({"accepted": None}, False), ({"is_open": False}, False), ({"due": None}, False),
        ({"due": DAY}, False),
    ],
)  # fmt: skip
def test_only_what_was_accepted_and_is_open_is_late(changed, late):
    course = Course(**{**COURSE.__dict__, **changed})

    assert is_late(course, DAY) == late
    assert ("t-late" in {stroke.css for stroke in chart([course], DAY).strips[0].strokes}) == late


def test_line_says_in_words_what_it_draws():
    assert said(COURSE, DAY) == (
        "adopted 5 January 2026, accepted 1 February 2026, last report 1 May 2026, to be done by 1 June 2026, late"
    )


def test_scale_is_shared_and_turns_round():
    left, right = (
        chart([COURSE, Course(date(2026, 6, 1))], DAY, mirrored=turned) for turned in (False, True)
    )

    assert (left.today, right.today) == (450.0, 10.0)
    assert [round(a.x + b.x, 1) for a, b in zip(left.notches, right.notches, strict=True)] == [ACROSS] * len(
        left.notches
    )
    assert [len(strip.strokes) for strip in left.strips] == [6, 2]


def test_page_draws_those_one_may_see_and_no_hidden_one_moves_its_scale(
    accepted_one, drafter, head, body, estmark_head, estmark, secretary
):
    before = body_of(estmark_head.client.get(PAGE))
    secret = hidden(drafter, head, body).recommendations.get()
    services.assign(
        secret,
        addressee=drafter.delegation,
        due=timezone.localdate() + dt.timedelta(days=2000),
        by=secretary.acting,
    )

    assert before.count('role="img" aria-label="adopted') == 1
    after = body_of(estmark_head.client.get(PAGE))
    assert [part.split("</svg>")[0] for part in after.split('class="chart strip"')[1:]] == [
        part.split("</svg>")[0] for part in before.split('class="chart strip"')[1:]
    ]
    assert body_of(drafter.client.get(PAGE)).count('role="img" aria-label="adopted') == 3


def test_lines_take_as_few_statements_for_one_paper_as_for_more(adopted_paper, drafter, head, body):
    client = drafter.client
    one = statements_of(lambda: client.get(PAGE))
    for number in range(2):
        hidden(drafter, head, body, title=f"Paper {number}")

    assert (one, statements_of(lambda: client.get(PAGE))) == (6, 6)
