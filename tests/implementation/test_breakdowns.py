"""Figures compared: no recommendation is lost or counted twice, and nothing hidden is counted at all."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from papers.drafting import access
from papers.drafting.models import Paper
from papers.implementation import queries, services
from papers.implementation.models import AsOf
from papers.implementation.queries import portfolio
from papers.implementation.queries.breakdowns import BY, Group, percent, summed
from tests.implementation.conftest import accepted, hidden, reported, step
from tests.implementation.test_views import body_of

NAMES = ("total", "verified", "open")
figures = st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(0, 10**6))), max_size=8)


@given(figures, st.randoms())
def test_sum_loses_no_group_and_does_not_care_for_their_order(numbers, chance):
    groups = [Group(str(n), None, row) for n, row in enumerate(numbers)]
    mixed = chance.sample(groups, len(groups))

    assert summed(groups, NAMES).numbers == summed(mixed, NAMES).numbers
    assert {name: summed(groups, NAMES)[name] for name in NAMES} == {
        name: sum(row[name] for row in numbers) for name in NAMES
    }


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_share_lies_between_nothing_and_all(one, other):
    assert 0 <= percent(min(one, other), max(one, other)) <= 100


@pytest.mark.parametrize("by", sorted(BY))
@pytest.mark.parametrize("view", ["", "concern", "silent"])
def test_every_recommendation_is_counted_under_exactly_one(
    recommendations, drafter, head, body, secretary, estmark, estmark_head, by, view
):
    hidden(drafter, head, body)
    accepted(recommendations[0], secretary, estmark_head, estmark)
    wanted = {"view": view} if view else {}

    table = queries.breakdown(drafter.acting, wanted, by)

    assert sum(group["total"] for group in table.groups) == table.total["total"]
    expected = portfolio.figures(drafter.acting, {}, AsOf.now())[view or "total"]
    assert table.total["total"] == expected


def test_numbers_say_what_became_of_them(
    recommendations, secretary, estmark, estmark_head, chair, drafter, kaldria
):
    first, second = recommendations
    accepted(first, secretary, estmark_head, estmark)
    reported(first, estmark_head)
    services.verify(first, finding="confirmed", method="site", by=chair.acting)
    services.assign(second, addressee=kaldria, by=secretary.acting)

    table = queries.breakdown(drafter.acting, {}, "addressee")

    names = ("total", "accepted", "unanswered", "verified", "open", "awaiting")
    assert [(group.key, [group[name] for name in names]) for group in table.groups] == [
        ("XB", [1, 1, 0, 1, 0, 0]),
        ("XC", [1, 0, 1, 0, 1, 1]),
    ]
    assert [(group.party, group.accepted_share, group.verified_share) for group in table.groups] == [
        (estmark, 100, 100),
        (kaldria, 0, 0),
    ]


def test_what_is_in_the_way_is_counted_by_theme_and_on_any_day(
    accepted_one, adopted_paper, estmark_head, drafter
):
    Paper.objects.filter(pk=adopted_paper.pk).update(theme="Water")
    for kind in ("access", "funding"):
        blocker = services.block(accepted_one, kind=kind, text="x", by=estmark_head.acting)

    table = queries.breakdown(drafter.acting, {}, "theme")
    services.unblock(blocker, text="Paid", by=estmark_head.acting)
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    assert table.obstacles == [("Water", [1, 0, 0, 1, 0, 0, 0, 0])]
    assert queries.breakdown(drafter.acting, {}, "theme").obstacles == [("Water", [1, 0, 0, 0, 0, 0, 0, 0])]
    for line in ("stood", "known"):
        assert queries.breakdown(drafter.acting, {"on": yesterday, "line": line}, "theme").obstacles == []


@pytest.mark.parametrize("by", sorted(BY))
def test_hidden_papers_leave_no_trace(
    adopted_paper, drafter, head, body, reader, kaldria, secretary, agency, agent, by
):
    Paper.objects.filter(pk=adopted_paper.pk).update(theme="Water")
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)
    secret = hidden(drafter, head, body)
    one = secret.recommendations.get()
    step(services.assign, one, addressee=agency, by=secretary.acting)
    services.block(one, kind="security", text="canary", by=secretary.acting)

    of_reader, of_agent = (
        [body_of(person.client.get(reverse(f"implementation:{name}") + f"?by={by}")) for name in PAGES]
        for person in (reader, agent)
    )

    assert not [word for page in of_reader for word in ("Canary", "canary", secret.symbol) if word in page]
    assert not [page for page in of_agent if "Canary" in page]
    own = {"addressee": "UTIL", "lead": "", "theme": "", "year": str(timezone.localdate().year)}
    assert [(group.key, group["total"]) for group in queries.breakdown(agent.acting, {}, by).groups] == [
        (own[by], 1)
    ]
    assert queries.breakdown(reader.acting, {}, by).total["total"] == 2


PAGES = ("breakdown", "breakdown-csv")


def test_file_holds_the_same_numbers_with_moment_and_filter(accepted_one, drafter):
    answer = drafter.client.get(reverse("implementation:breakdown-csv") + "?by=addressee&status=open")

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[:5]] == ["As of", "As seen by", "Filter", "View", "Recommendations"]
    assert lines[6][:3] == ["Addressee", "All", "Accepted, also in part"]
    assert [line[:3] for line in lines[7:]] == [["", "1", "0"], ["XB", "1", "1"]]


@pytest.mark.parametrize("papers", [1, 3])
def test_figures_take_few_statements_however_many_papers(
    adopted_paper, drafter, head, body, papers, django_assert_max_num_queries
):
    for number in range(papers - 1):
        hidden(drafter, head, body, title=f"Paper {number}", words=f"thing {number} be done")
    client = drafter.client

    with django_assert_max_num_queries(6):
        client.get(reverse("implementation:breakdown"))


def test_unknown_comparison_and_empty_tables_say_what_to_do(drafter):
    page = body_of(drafter.client.get(reverse("implementation:breakdown") + "?by=nonsense&status=blocked"))

    assert "No recommendation you can see fits these filters." in page
