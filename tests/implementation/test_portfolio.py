"""The portfolio and the desk: figures that count only what one sees, filters, pages, files, what waits."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from papers.delegations import services as delegations
from papers.drafting import access
from papers.drafting.models import Paper
from papers.implementation import queries, services
from papers.implementation.lifecycle import Answer, Confidence, Status
from papers.implementation.models import AsOf, Recommendation
from papers.implementation.queries import portfolio
from papers.implementation.queries.places import Place
from tests import factories
from tests.cast import SETUP, add_person
from tests.house.sources import ROOT
from tests.implementation.conftest import accepted, adopt, hidden, reported, step

LONG = "\n".join(f"::: recommendation\n{n}. That thing number {n} be done.\n:::\n" for n in range(1, 121))


def later(**span):
    """So much later on the clocks of the centre, where a day is a day also when summer time begins in between."""
    return time_machine.travel((timezone.localtime() + dt.timedelta(**span)).astimezone(dt.UTC), tick=False)


def shown(page):
    return [row.reference for group in page.rows for row in group.rows]


# Figures -------------------------------------------------------------------------------------------


def test_figures_count_what_happened(recommendations, secretary, estmark, estmark_head, chair, drafter):
    first, second = recommendations
    accepted(first, secretary, estmark_head, estmark)
    reported(first, estmark_head)
    services.verify(first, finding="confirmed", method="site", by=chair.acting)
    accepted(second, secretary, estmark_head, estmark)
    services.set_confidence(second, value="red", reason="No parts", by=estmark_head.acting)

    found = portfolio.figures(drafter.acting, {}, AsOf.now())

    names = (
        "total",
        "n",
        "papers",
        "verified",
        "closed_otherwise",
        "open",
        "red",
        "overdue",
        "silent",
        "concern",
    )
    assert [found[name] for name in names] == [2, 2, 1, 1, 0, 1, 1, 0, 0, 1]


def test_nothing_is_overdue_or_red_before_it_was_accepted(recommendations, secretary, estmark, drafter):
    day = timezone.localdate() + dt.timedelta(days=10)
    services.assign(recommendations[0], addressee=estmark, due=day, by=secretary.acting)

    with later(days=150):
        found = portfolio.figures(drafter.acting, {}, AsOf.now())

    assert (found["overdue"], found["red"], found["silent"]) == (0, 0, 0)


def test_silence_of_two_cycles_is_counted_as_nothing_known(recommendations, drafter):
    with later(days=181):
        found = portfolio.figures(drafter.acting, {}, AsOf.now())

    assert (found["silent"], found["overdue"], found["a6_unknown"]) == (2, 0, 0)
    assert found["a3_unknown"] == 2


def test_ageing_counts_each_open_one_once(recommendations, secretary, estmark, estmark_head, drafter):
    accepted(recommendations[0], secretary, estmark_head, estmark)

    for days in (0, 90, 91, 120, 181, 182, 272, 273, 364, 365, 1000):
        with later(days=days):
            found = portfolio.figures(drafter.acting, {}, AsOf.now())
            ages = sum(number for name, number in found.items() if name[0] == "a" and "_" in name)
            assert ages == found["open"] == 2


def test_by_paper_shows_where_each_paper_stands(
    recommendations, adopted_paper, secretary, estmark_head, drafter, chair
):
    one = accepted(recommendations[0], secretary, estmark_head, estmark_head.delegation)
    reported(one, estmark_head)
    services.verify(one, finding="confirmed", method="site", by=chair.acting)

    [(paper, roll_up)] = queries.by_paper(drafter.acting, {}).rows

    assert (paper, roll_up.total, roll_up.verified, roll_up.closed) == (adopted_paper, 2, 1, 1)
    assert (roll_up.overall, roll_up.confidence, roll_up.percent) == ("in_progress", "grey", 50)


def test_by_paper_lists_adopted_papers_without_recommendations_and_others_on_request(
    drafter, head, centre, body, paper
):
    bare = factories.tabled(drafter, head, body, title="Bare", text="# Bare\n\n1. Nothing.\n")
    adopt(bare)

    assert [one for one, _ in queries.by_paper(drafter.acting, {}).rows] == [bare]
    assert [one for one, _ in queries.by_paper(drafter.acting, {"stage": "draft"}).rows] == [paper]
    assert len(queries.by_paper(drafter.acting, {"stage": "all"}).rows) == 2


# Filters -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [1, 2]),
        ({"view": "reported"}, [1]),
        ({"view": "ours"}, []),
        ({"status": "reported"}, [1]),
        ({"status": "open"}, [1, 2]),
        ({"status": "closed"}, []),
        ({"confidence": "grey"}, [1, 2]),
        ({"freshness": "current"}, [1]),
        ({"freshness": "none"}, [2]),
        ({"addressee": "XB"}, [1]),
        ({"addressee": "XC"}, []),
        ({"lead": "XA"}, [1, 2]),
        ({"lead": "XB"}, []),
        ({"stage": "implementation"}, [1, 2]),
        ({"stage": "adopted"}, []),
        ({"theme": "water"}, [1, 2]),
        ({"theme": "health"}, []),
        ({"stage": "implementation", "status": "reported", "lead": "XA"}, [1]),
    ],
)
def test_filters_narrow_the_list_and_the_figures_alike(reported_one, adopted_paper, drafter, wanted, numbers):
    Paper.objects.filter(pk=adopted_paper.pk).update(theme="Water")

    page = queries.by_recommendation(drafter.acting, wanted)

    assert shown(page) == [f"{adopted_paper.symbol}/R{number}" for number in numbers]
    if "view" not in wanted:
        assert page.figures["n"] == len(numbers)
    assert page.figures["total"] == 2


def test_filters_that_make_no_sense_are_left_out(recommendations, drafter):
    answer = drafter.client.get(
        reverse("implementation:portfolio-recommendations"),
        {
            "status": "nonsense",
            "freshness": "' OR 1=1",
            "lead": "ZZ",
            "view": "x",
            "before": "x",
            "after": "y",
        },
    )

    assert (answer.status_code, answer.context["wanted"]) == (200, {})


def test_views_count_what_they_show(reported_one, recommendations, drafter, secretary, estmark_head):
    with later(days=200):
        acting = drafter.acting
        found = portfolio.figures(acting, {}, AsOf.now())
        for view in portfolio.CONDITIONS:
            assert len(shown(queries.by_recommendation(acting, {"view": view}))) == found[view]


# Pages ---------------------------------------------------------------------------------------------


def test_pages_show_everything_once_in_order(drafter, head, centre, body):
    at = timezone.now()
    for title, text in (
        ("Long", LONG),
        ("Short", factories.TEXT),
        ("Also long", LONG.replace("thing", "other")),
    ):
        adopt(factories.tabled(drafter, head, body, title=title, text=text), at=at)
    acting, before, seen = drafter.acting, "", []

    for _turn in range(7):
        page = queries.by_recommendation(acting, {}, before=before)
        seen += shown(page)
        before = page.older
        if not before:
            break

    assert seen == list(Recommendation.objects.in_order().values_list("reference", flat=True))
    assert len(seen) == 242


def test_place_survives_being_written(recommendation):
    place = Place.of(recommendation)

    assert Place.read(str(place)) == place
    assert [Place.read(written) for written in ("", "1-2-3", f"{place}-4", f" {place}")] == [None] * 4


# Nothing hidden leaks ------------------------------------------------------------------------------


def test_hidden_paper_leaves_no_trace_in_any_exit(
    adopted_paper, drafter, head, body, reader, kaldria, secretary
):
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)
    secret = hidden(drafter, head, body)
    client, acting = reader.client, reader.acting

    exits = [
        client.get(reverse(f"implementation:{name}") + query).content.decode()
        for name in ("portfolio", "portfolio-recommendations", "portfolio-csv", "portfolio-json")
        for query in ("", "?stage=all", "?view=silent", "?theme=Canary")
    ]

    for page in exits:
        assert not [word for word in ("Canary of", "canary sings", secret.symbol) if word in page]
    found = portfolio.figures(acting, {}, AsOf.now())
    assert (found["total"], found["papers"]) == (2, 1)
    assert portfolio.figures(acting, {"theme": "Canary"}, AsOf.now())["n"] == 0
    assert queries.waiting_for(acting) == []
    assert queries.for_paper_face(acting, secret) == {}
    assert client.get(reverse("implementation:recommendation-list", args=[secret.pk])).status_code == 404


def test_hidden_recommendations_are_not_counted_in_a_papers_standing(
    recommendations, secretary, agency, agent
):
    services.assign(recommendations[0], addressee=agency, by=secretary.acting)

    page = queries.by_recommendation(agent.acting, {})

    assert (page.figures["total"], shown(page), page.rows[0].paper) == (
        1,
        [recommendations[0].reference],
        None,
    )


def test_suspended_delegation_sees_nothing(recommendations, drafter, valoria):
    delegations.enter_participation(valoria, state="suspended", decision_ref="D/2", by=SETUP)

    assert portfolio.figures(drafter.acting, {}, AsOf.now())["total"] == 0


# The file ------------------------------------------------------------------------------------------


def test_csv_prints_moment_and_filter_and_runs_nothing(drafter, head, centre, body):
    text = '# T\n\n::: recommendation\n=HYPERLINK("https://x") be paid.\n:::\n'
    adopt(factories.tabled(drafter, head, body, title="@SUM(A1)", text=text))

    answer = drafter.client.get(reverse("implementation:portfolio-csv") + "?status=open&lead=XA")

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {line[0]: line[1:] for line in lines[:5]}
    row = dict(zip(lines[6], lines[7], strict=True))
    assert [word for word in told["Filter"] if word] == [
        "Lead: XA Valoria",
        "Implementation: Open, all of them",
    ]
    assert told["As of"][0].startswith(str(timezone.localdate().day))
    assert (row["Paper"], row["Recommendation"][:2]) == ("'@SUM(A1)", "'=")
    assert answer["Content-Disposition"] == 'attachment; filename="recommendations.csv"'


def test_json_says_what_the_documentation_says(accepted_one, recommendations, drafter):
    answer = drafter.client.get(reverse("implementation:portfolio-json") + "?status=open")

    told = answer.json()
    one, other = told["recommendations"]
    guide = (ROOT / "docs" / "users" / "following.md").read_text(encoding="utf-8")
    names = {*told, *one, *one["paper"]}
    assert {name for name in names if f"`{name}`" not in guide} == set()
    assert [
        value.value for words in (Answer, Status, Confidence) for value in words if f"`{value}`" not in guide
    ] == []
    assert (told["seen_by"], told["filter"], told["line"]) == ("XA", {"status": "open"}, None)
    assert (one["addressee"], one["answer"], one["report_due"]) == (
        "XB",
        "accepted",
        accepted_one.report_due.isoformat(),
    )
    assert (other["addressee"], other["answer"], other["freshness"]) == (None, "awaiting", "none")


def test_json_of_a_past_day_and_of_a_hidden_paper(
    recommendations, secretary, agency, agent, drafter, head, body
):
    services.assign(recommendations[0], addressee=agency, by=secretary.acting)
    hidden(drafter, head, body)
    path = reverse("implementation:portfolio-json")

    seen = agent.client.get(path).json()["recommendations"]
    with later(days=3):
        past = drafter.client.get(
            f"{path}?on={timezone.localdate() - dt.timedelta(days=2)}&line=known"
        ).json()
        before = drafter.client.get(f"{path}?on={timezone.localdate() - dt.timedelta(days=9)}").json()

    assert [(one["reference"], one["paper"]) for one in seen] == [(recommendations[0].reference, None)]
    assert (past["line"], len(past["recommendations"])) == ("known", 3)
    assert (before["line"], before["recommendations"]) == ("stood", [])


# The desk ------------------------------------------------------------------------------------------


def waits(person):
    return [(one.what, one.act) for one in queries.waiting_for(person.acting)]


def test_desk_follows_a_recommendation_through_its_life(
    recommendations, adopted_paper, secretary, estmark_head, chair, drafter
):
    first, second = recommendations
    symbol, head = adopted_paper.symbol, estmark_head
    assert waits(secretary) == [(f"Assign 2 recommendations of {symbol}", "Assign the recommendations")]
    for one in (first, second):
        services.assign(one, addressee=head.delegation, verifiers=[chair.delegation], by=secretary.acting)
    assert waits(secretary) == []
    assert waits(head) == [(f"Answer {symbol}/R{n}", "Answer the recommendation") for n in (1, 2)]

    for one in (first, second):
        services.respond(one, value="accepted", by=head.acting)
    assert waits(head) == []
    with later(days=61):
        assert waits(head) == [(f"Report progress on {symbol}/R{n}", "Report progress") for n in (1, 2)]

    reported(first, head)
    assert waits(chair) == [(f"Verify {symbol}/R1", "Verify the report")]
    assert waits(secretary) == []
    services.propose_closure(second, kind="declined", reason="No", by=chair.acting)
    assert waits(secretary) == [(f"Decide whether to close {symbol}/R2", "See the proposal")]
    assert waits(chair) == [(f"Verify {symbol}/R1", "Verify the report")]
    assert waits(drafter) == []


def test_desk_gives_the_verification_to_whoever_was_asked(
    accepted_one, secretary, estmark_head, outsider, chair
):
    step(
        services.assign, accepted_one, addressee=accepted_one.addressee, verifiers=[outsider.delegation],
        by=secretary.acting,
    )  # fmt: skip
    reported(accepted_one, estmark_head)

    assert (len(waits(outsider)), waits(chair)) == (1, [("Assign 1 recommendation of " + accepted_one.paper.symbol,
                                                         "Assign the recommendations")])  # fmt: skip


@pytest.mark.parametrize("role", ["reader", "clearer", "focal"])
def test_desk_asks_nothing_of_those_who_cannot_act(accepted_one, estmark, role):
    with later(days=300):
        assert waits(add_person(estmark, role)) == []


def test_desk_says_when_the_report_is_due_and_that_it_is_late(accepted_one, estmark_head):
    with later(days=95):
        [one] = queries.waiting_for(estmark_head.acting)

    assert (one.tone, timezone.localdate(one.due)) == ("bad", accepted_one.report_due)


@pytest.mark.parametrize(("person", "statements"), [("estmark_head", 1), ("chair", 2), ("reader", 0)])
def test_desk_asks_few_statements(accepted_one, request, person, statements, django_assert_num_queries):
    acting = request.getfixturevalue(person).acting

    with django_assert_num_queries(statements):
        queries.waiting_for(acting)


# The face of the paper -----------------------------------------------------------------------------


def test_face_of_a_paper_names_each_recommendation_at_its_block(
    recommendations, adopted_paper, drafter, django_assert_num_queries
):  # fmt: skip
    acting = drafter.acting
    with django_assert_num_queries(1):
        face = queries.for_paper_face(acting, adopted_paper)

    assert [face[str(one.block_id)].reference for one in recommendations] == [
        one.reference for one in recommendations
    ]
    assert str(face[str(recommendations[0].block_id)].label) == "Not started"
