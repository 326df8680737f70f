"""Columns of where everything stood: no status lost, nothing hidden counted, each day as the past tells it."""

import csv
import datetime as dt
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.implementation import queries, services, stacks
from papers.implementation.lifecycle import Status
from tests.implementation.conftest import hidden, step
from tests.implementation.test_views import body_of
from tests.statements import statements_of

PAGE, FILE = reverse("implementation:over-time"), reverse("implementation:over-time-csv")


def test_ends_of_months_go_back_from_the_day_itself():
    assert stacks.ends_of_months(date(2026, 3, 31), many=4) == [
        date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31),
    ]  # fmt: skip
    assert stacks.ends_of_months(date(2024, 3, 1), many=2) == [date(2024, 2, 29), date(2024, 3, 1)]


counts = st.fixed_dictionaries({one.value: st.integers(0, 500) for one in Status})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(counts)
def test_every_status_is_in_exactly_one_piece(some):
    assert sum(stacks.grouped(some)) == sum(some.values())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(counts, min_size=2, max_size=2), st.booleans())
def test_pieces_lie_on_each_other_and_inside(some, mirrored):
    drawing = stacks.chart(stacks.ends_of_months(date(2026, 5, 31), many=2), some, mirrored=mirrored)

    for column in drawing.columns:
        assert 0 < column.x < column.x + column.width < stacks.ACROSS
        edge = float(stacks.FOOT)
        for piece in column.pieces:
            assert abs(piece.y + piece.height - edge) < 0.2
            edge = piece.y
        assert edge >= stacks.TOP


@pytest.fixture
def followed(recommendations, secretary, estmark, estmark_head, drafter):
    """One that begins after forty days, another that stays as it is; read after a hundred."""
    now = timezone.now()
    with time_machine.travel(now + dt.timedelta(days=40)):
        first = step(services.assign, recommendations[0], addressee=estmark, by=secretary.acting)
        step(services.respond, first, value="accepted", by=estmark_head.acting)
        step(services.report, first, text="Begun", status="in_progress", by=estmark_head.acting)
    with time_machine.travel(now + dt.timedelta(days=100)):
        yield first


def told(person, **query):
    found = list(csv.reader(io.StringIO(body_of(person.client.get(FILE, query)))))
    head = next(place for place, line in enumerate(found) if line and line[0] == "Day")
    return [(line[0], sum(map(int, line[1:])), int(line[4])) for line in found[head + 1 :]]


def test_each_day_counts_what_stood_on_it(followed, drafter):
    rows = told(drafter)

    assert (len(rows), rows[0][1], rows[-1][1:]) == (13, 0, (2, 1))
    begun = timezone.localdate() - dt.timedelta(days=60)
    assert [(total, moving) for day, total, moving in rows if total] == [
        (2, int(date.fromisoformat(day) >= begun)) for day, total, _moving in rows if total
    ]


def test_columns_lead_to_the_list_of_their_day_and_have_names(followed, drafter):
    page = body_of(drafter.client.get(PAGE))

    day = (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).isoformat()
    assert f'href="/portfolio/recommendations/?on={day}&amp;line=stood"' in page
    assert "In progress 1, Not started 1" in page


def test_hidden_and_filtered_ones_are_in_no_column(followed, drafter, head, body, estmark_head):
    hidden(drafter, head, body)

    assert told(estmark_head)[-1][1] == 1
    assert told(drafter)[-1][1] == 3
    assert told(drafter, addressee="XB")[-1][1] == 1
    assert told(estmark_head, theme="Canary")[-1][1] == 0
    assert "Canary" not in body_of(estmark_head.client.get(PAGE))


def test_columns_take_as_few_statements_for_one_paper_as_for_more(adopted_paper, drafter, head, body):
    client = drafter.client
    one = statements_of(lambda: client.get(PAGE))
    for number in range(2):
        hidden(drafter, head, body, title=f"Paper {number}")

    assert (one, statements_of(lambda: client.get(PAGE))) == (4, 4)


def test_what_is_in_the_way_is_shaded_by_how_much_and_comes_as_a_file(
    adopted_paper, recommendations, secretary
):
    for one in recommendations:
        services.block(one, kind="funding", text="No budget line", by=secretary.acting)
    services.block(recommendations[0], kind="access", text="No permit", by=secretary.acting)

    page = body_of(secretary.client.get(reverse("implementation:breakdown")))
    file = body_of(secretary.client.get(reverse("implementation:obstacles-csv")))

    assert page.count('class="num heat heat--2" data-label="Funding"') == 1
    assert page.count('class="num heat heat--1" data-label="Access approval"') == 1
    assert file.splitlines()[-1].split(",")[1:5] == ["1", "0", "0", "2"]


def test_over_time_is_empty_for_who_sees_nothing(adopted_paper, outsider):
    assert queries.over_time(outsider.acting, {}).total == 0
