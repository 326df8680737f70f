"""Reports and dashboards on paper: both moments, the four facts, what is not known, and nothing of what is hidden."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from papers.audit.models import AccessRecord
from papers.drafting import access
from papers.exchange import orders, reading
from papers.exchange.render import render
from papers.implementation import services
from papers.implementation.models import Recommendation
from papers.implementation.services.reporting import Exhibit
from papers.review.lifecycle import Reach
from papers.review.models import Reservation
from portal.noting import waiting
from tests.implementation.conftest import accepted, hidden, reported, step
from tests.statements import statements_of

REPORT, TABLE = "account", "portfolio"


def words_of(person, what=REPORT, query="", **asked):
    """What it tells a person, tags left out."""
    printed = orders.KINDS[what](person.acting, {"query": query, **asked}).printed
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", printed.body)).split())


def of_paper(person, paper, query=""):
    return words_of(person, "paper_account", query, paper=str(paper.pk))


def later(days):
    return time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False)


@pytest.fixture
def told(recommendations, secretary, estmark, estmark_head, head):
    """The first is reported as done with evidence, and contested by its lead; nobody answers for the second."""
    first = accepted(recommendations[0], secretary, estmark_head, estmark)
    evidence = [Exhibit(kind="document", title="Minutes of the meeting", url="https://example.org/minutes")]
    reported(first, estmark_head, evidence=evidence)
    return step(
        services.dissent,
        first,
        stance="contests",
        text="Half is missing.",
        source="Own count",
        by=head.acting,
    )


def test_report_tells_the_four_facts_the_evidence_the_dissent_and_who_it_waits_on(told, drafter):
    words = words_of(drafter)

    for said in (
        "2 of the 2 items you can see",
        "Answer : Awaiting 1; Accepted 1.",
        "Implementation : Not started 1; Reported, awaits verification 1.",
        "Confidence, of the open ones : Not known 2.",
        "Freshness, of the open ones : No report expected 1; Current 1.",
        "nobody yet 1 0 0 XB Estmark 0 0 1",
        "verification by SEC",
        "All parts are agreed.",
        "Minutes of the meeting Document XB",
        "https://example.org/minutes",
        "Contests what is reported: Half is missing. (Source: Own count)",
    ):
        assert said in words
    assert (
        f"Contested A second source disagrees with what is reported; both are told below. {told.reference}"
        in words
    )


def test_report_says_what_nobody_knows_and_who_has_not_answered(recommendations, drafter):
    with later(181):
        words = words_of(drafter)

    at = words.index("Nothing known Nothing was heard of these")
    assert words.count("an addressee") == 2
    assert all(words.index(one.reference, at) for one in recommendations)
    assert "Overdue None of them." in words


def test_report_prints_both_moments_of_a_past_day(told, drafter):
    day = timezone.localdate()
    with later(40):
        stood, known = (of_paper(drafter, told.paper, f"on={day}&line={line}") for line in ("stood", "known"))
        now = of_paper(drafter, told.paper)

    end = f"the end of {day.day} {day:%B %Y}"
    assert f"had taken effect by : {end} On record here by : {end}" in known
    assert f"had taken effect by : {end} On record here by : " in stood
    assert f"On record here by : {end}" not in stood
    assert end not in now


def test_report_of_a_past_day_tells_what_was_recorded_by_then(
    recommendations, drafter, secretary, estmark_head
):
    first = accepted(recommendations[0], secretary, estmark_head, estmark_head.delegation)
    effective = timezone.localdate() + dt.timedelta(days=5)
    with later(20):
        step(
            services.report, first, text="Begun early", status="in_progress", effective_on=effective,
            by=estmark_head.acting,
        )  # fmt: skip
    with later(40):
        day = effective + dt.timedelta(days=2)
        stood, known = (
            of_paper(drafter, first.paper, f"on={day}&line={line}") for line in ("stood", "known")
        )

    assert ("Begun early" in stood, "Begun early" in known) == (True, False)


def test_report_is_of_what_fits_the_filters_and_says_so(told, drafter):
    words = words_of(drafter, query="status=reported")

    assert "Filters : Implementation: Reported, awaits verification" in words
    assert "1 of the 2 items you can see" in words
    assert Recommendation.objects.exclude(pk=told.pk).get().text not in words


def test_hidden_paper_leaves_no_trace_in_a_report_or_a_table(
    adopted_paper, drafter, head, body, reader, kaldria
):
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)
    secret = hidden(drafter, head, body)
    canaries = ("Canary of", "canary sings", secret.symbol)

    seen = [words_of(reader, what) for what in (REPORT, TABLE, "breakdown")]

    assert [word for words in seen for word in canaries if word in words] == []
    assert [word for word in canaries if word in words_of(drafter)] == list(canaries)


def test_report_of_a_body_names_no_paper_that_is_not_open_to_it(recommendations, secretary, agency, agent):
    services.assign(recommendations[0], addressee=agency, by=secretary.acting)

    words = words_of(agent)

    assert recommendations[0].text in words
    assert recommendations[0].paper.title not in words
    assert "1 of the 1 item you can see" in words


def test_report_hands_on_no_reservation_meant_for_the_chair(told, chair, drafter):
    paper, facts = told.paper, {"paper": told.paper, "revision": told.revision, "kind": "political"}
    for text, reach in (("For all to read.", Reach.PAPER), ("For the chair.", Reach.CHAIR)):
        Reservation.objects.create(delegation=drafter.delegation, text=text, reach=reach, **facts)

    words = of_paper(drafter, paper)

    assert ("For all to read." in words, "For the chair." in words) == (True, False)


def test_report_asks_as_many_statements_for_three_as_for_one(recommendations, drafter, head, body):
    def asked():
        return statements_of(lambda: words_of(drafter))

    two = asked()
    hidden(drafter, head, body)

    assert (two, asked()) == (10, 10)


def test_word_report_is_handed_out_read_back_and_recorded(told, drafter):
    response = drafter.client.get(reverse("exchange:paper-report-docx", args=[told.paper_id]))
    waiting.seal()

    read = reading.read_word(response.content)
    name = f"report-{told.paper.symbol.replace('/', '-')}.docx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert read.title == f"Report on implementation: {told.paper.title}"
    assert "Half is missing." in read.text
    taken = AccessRecord.objects.get(what="taken")
    assert (taken.page, taken.paper_uuid) == ("exchange:paper-report-docx", told.paper_id)


def test_table_on_paper_has_the_lines_of_the_sheet(told, drafter):
    words = words_of(drafter, TABLE, "view=contested")

    assert words.startswith("Contested Facts that had taken effect by")
    assert f"{told.reference} {told.paper.title} XA" in words
    assert "Recommendations : 1" in words


@pytest.mark.print_fonts
def test_dashboard_across_the_page_is_a_pdf_in_arabic(told, drafter):
    with translation.override("ar"):
        order = orders.KINDS["breakdown"](drafter.acting, {"query": "by=theme"})
        content = render(order.printed, "pdf")

    assert (content[:5], order.printed.wide, order.name) == (b"%PDF-", True, "recommendations-by-theme")
