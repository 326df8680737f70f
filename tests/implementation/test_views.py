"""The pages of the tracker: acts through forms, files handed in and out, statements counted."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from papers.drafting import access
from papers.drafting.models import Paper
from papers.files.models import Blob
from papers.implementation import services
from papers.implementation.models import Closure, Evidence, Report, Response
from tests import factories
from tests.implementation.conftest import adopt, reported, step

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def address(name, thing):
    return reverse(f"implementation:{name}", args=[thing.pk])


def sent(person, name, thing, **fields):
    return person.client.post(address(name, thing), fields)


def without_ids(response):
    """The page without its tokens and ids, which differ each time."""
    return re.sub(r'value="[^"]*"|[0-9a-f-]{36}', "", response.content.decode())


def body_of(response):
    return response.content.decode()


# A whole life through the forms --------------------------------------------------------------------


def test_life_of_a_recommendation_through_its_forms(recommendation, secretary, estmark, estmark_head, chair):
    today = timezone.localdate()
    sent(
        secretary,
        "recommendation-assign",
        recommendation,
        addressee=estmark.pk,
        verifiers=chair.delegation.pk,
        every_days=60,
        due="2030-01-01",
    )
    sent(estmark_head, "recommendation-answer", recommendation, value="accepted", effective_on=today)
    sent(
        estmark_head,
        "recommendation-status",
        recommendation,
        value="in_progress",
        reason="Begun",
        effective_on=today,
    )
    sent(
        estmark_head,
        "recommendation-confidence",
        recommendation,
        value="amber",
        reason="Slow",
        effective_on=today,
    )
    sent(
        estmark_head, "report-add", recommendation, text="The list is agreed.", status="reported", effective_on=today,
        evidence_kind="document", evidence_title="The list", evidence_url="https://example.org/list",
    )  # fmt: skip
    answer = sent(chair, "recommendation-verify", recommendation, finding="confirmed", method="documents")

    recommendation.refresh_from_db()
    stands = (
        recommendation.answer,
        recommendation.status,
        recommendation.confidence,
        recommendation.every_days,
    )
    assert stands == ("accepted", "verified", "amber", 60)
    assert answer.url == address("recommendation-detail", recommendation)


def test_detail_tells_the_whole_story(reported_one, secretary, chair, drafter, adopted_paper):
    services.verify(
        reported_one, finding="returned", method="site", text="No list was there.", by=chair.acting
    )
    services.propose_closure(
        reported_one, kind="overtaken", reason="The crossing is gone.", by=secretary.acting
    )

    page = body_of(drafter.client.get(address("recommendation-detail", reported_one)))

    for said in (
        "That a list of spare parts cleared in advance", "All parts are agreed.", "No list was there.",
        "The crossing is gone.", "Closed, overtaken by events", "Site visited",
        f"/papers/{adopted_paper.pk}/revisions/1/#b-{reported_one.block_id}",
    ):  # fmt: skip
        assert said in page
    assert "Decide on the proposal" not in page


def test_detail_offers_exactly_the_acts_that_are_possible(accepted_one, estmark_head, chair, drafter):
    def offered(person):
        page = body_of(person.client.get(address("recommendation-detail", accepted_one)))
        return [name for name in ACTS if f'href="{address(name, accepted_one)}"' in page]

    assert offered(estmark_head) == [
        "recommendation-answer", "report-add", "recommendation-status", "recommendation-confidence", "closure-propose",
    ]  # fmt: skip
    assert offered(chair) == [
        "recommendation-answer", "recommendation-assign", "recommendation-status", "recommendation-confidence",
        "closure-propose",
    ]  # fmt: skip
    assert offered(drafter) == []


ACTS = (
    "recommendation-answer", "recommendation-verify", "report-add", "recommendation-assign", "recommendation-status",
    "recommendation-confidence", "closure-propose", "recommendation-reopen",
)  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_act_that_is_not_possible_is_refused_with_a_reason(recommendation, drafter, name):
    answer = drafter.client.post(address(name, recommendation), {"reason": "x"})

    assert answer.status_code == 403
    assert "data-reason" in body_of(answer)


def test_answer_for_an_addressee_asks_how_it_came(recommendation, secretary, estmark):
    services.assign(recommendation, addressee=estmark, by=secretary.acting)

    refused = sent(
        secretary, "recommendation-answer", recommendation, value="accepted", effective_on="2026-01-01"
    )
    assert (refused.status_code, Response.objects.count()) == (422, 0)

    sent(
        secretary, "recommendation-answer", recommendation, value="accepted", effective_on=timezone.localdate(),
        received_by="Note verbale 12",
    )  # fmt: skip
    assert Response.objects.get().received_by == "Note verbale 12"


def test_refused_report_gives_back_what_was_typed(accepted_one, estmark_head):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    answer = sent(
        estmark_head, "report-add", accepted_one, text="Words not to be lost", effective_on=tomorrow,
        evidence_kind="document",
    )  # fmt: skip

    assert (answer.status_code, Report.objects.count()) == (422, 0)
    assert "Words not to be lost" in body_of(answer)


def test_closure_is_decided_on_its_page(accepted_one, secretary, chair):
    sent(secretary, "closure-propose", accepted_one, kind="declined", reason="Nobody can pay.")
    closure = Closure.objects.get()
    own = secretary.client.get(address("closure-decide", closure))

    sent(chair, "closure-decide", closure, approve="yes")

    accepted_one.refresh_from_db()
    assert (own.status_code, accepted_one.status) == (403, "declined")


def test_paper_is_closed_from_its_list(recommendations, adopted_paper, secretary, chair, estmark):
    for one in recommendations:
        services.assign(one, addressee=estmark, by=secretary.acting)
        closure = services.propose_closure(one, kind="declined", reason="No", by=secretary.acting)
        services.decide_closure(closure, approve=True, by=chair.acting)
    page = body_of(secretary.client.get(address("recommendation-list", adopted_paper)))
    assert address("paper-close", adopted_paper) in page

    sent(secretary, "paper-close", adopted_paper)

    adopted_paper.refresh_from_db()
    assert adopted_paper.stage == "closed"


# Files ---------------------------------------------------------------------------------------------


def upload(person, recommendation, name, content):
    fields = {
        "text": "Done.", "effective_on": timezone.localdate(), "evidence_kind": "document", "evidence_title": "",
        "evidence_file": SimpleUploadedFile(name, content),
    }  # fmt: skip
    return person.client.post(address("report-add", recommendation), fields)


def test_evidence_is_handed_out_as_a_file_and_never_shown(accepted_one, estmark_head):
    upload(estmark_head, accepted_one, "list of parts.pdf", PDF)

    answer = estmark_head.client.get(address("evidence-download", Evidence.objects.get()))

    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="list-of-parts.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("named.txt", b"\n  <svg onload='alert(1)'/>"),
        ("program.exe", b"MZ\x90\x00\x03"),
        ("empty.pdf", b""),
        ("notes.md", b"# plain words"),
        ("broken.docx", b"PK\x03\x04 and then nothing"),
        ("broken.png", b"\x89PNG\r\n\x1a\n and then nothing"),
    ],
)
def test_file_of_another_kind_is_refused_and_nothing_is_kept(accepted_one, estmark_head, name, content):
    answer = upload(estmark_head, accepted_one, name, content)

    assert (answer.status_code, Report.objects.count(), Blob.objects.count()) == (422, 0, 0)
    assert "Done." in body_of(answer)


def test_file_that_is_too_large_is_refused(accepted_one, estmark_head, settings):
    settings.UPLOAD_LIMIT = 1024

    answer = upload(estmark_head, accepted_one, "large.pdf", PDF + b" " * 2000)

    assert (answer.status_code, Report.objects.count()) == (422, 0)


# Who sees what -------------------------------------------------------------------------------------


def test_reporter_without_the_paper_sees_its_recommendation_and_nothing_of_the_paper(
    recommendations, adopted_paper, secretary, agent, drafter, head, body
):  # fmt: skip
    agency = agent.delegation
    services.assign(recommendations[0], addressee=agency, by=secretary.acting)
    access.give(factories.tabled(drafter, head, body, title="Open to it"), agency, "read", by=drafter.acting)
    client = agent.client

    detail = client.get(address("recommendation-detail", recommendations[0]))
    lists = [client.get(reverse(f"implementation:{name}")) for name in PORTFOLIO]
    unseen = [
        client.get(address("recommendation-detail", recommendations[1])),
        client.get(address("recommendation-list", adopted_paper)),
    ]

    assert (detail.status_code, [one.status_code for one in unseen]) == (200, [404, 404])
    for page in (detail, *lists):
        assert adopted_paper.title not in body_of(page)
        assert recommendations[1].text not in body_of(page)
    assert recommendations[0].reference in body_of(lists[1])


PORTFOLIO = ("portfolio", "portfolio-recommendations", "portfolio-csv")


@pytest.mark.parametrize("query", ["lead=XA", "theme=water", "stage=implementation"])
def test_reporter_learns_nothing_of_the_paper_by_filtering(recommendations, secretary, agency, agent, query):
    services.assign(recommendations[0], addressee=agency, by=secretary.acting)
    Paper.objects.update(theme="water")

    page = agent.client.get(reverse("implementation:portfolio-recommendations") + f"?{query}")

    assert recommendations[0].reference not in body_of(page)
    assert page.context["figures"]["n"] == 0


def test_evidence_of_a_hidden_recommendation_is_not_found(accepted_one, estmark_head, outsider, agent):
    upload(estmark_head, accepted_one, "list.pdf", PDF)
    evidence = Evidence.objects.get()
    never = outsider.client.get(reverse("implementation:evidence-download", args=[accepted_one.pk]))

    answers = [person.client.get(address("evidence-download", evidence)) for person in (outsider, agent)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert without_ids(answers[0]) == without_ids(never)


def test_part_that_has_ended_shows_nothing_any_more(accepted_one, secretary, estmark_head, kaldria):
    services.assign(accepted_one, addressee=kaldria, by=secretary.acting)

    assert estmark_head.client.get(address("recommendation-detail", accepted_one)).status_code == 404


# Statements ----------------------------------------------------------------------------------------


def three(paper, secretary, head, delegation):
    """Three times as much of everything that its page shows."""
    one = paper.recommendations.order_by("serial").first()
    for number in range(3):
        day = timezone.localdate()
        services.report(
            one, text=f"Report {number}", evidence=[services.Exhibit(title="x", url="https://example.org/")],
            effective_on=day, by=head.acting,
        )  # fmt: skip
        services.set_confidence(one, value="amber", reason=f"Because {number}", by=head.acting)
    return one


@pytest.mark.parametrize("times", [1, 3])
def test_pages_of_a_paper_take_few_statements_whatever_there_is(
    accepted_one, adopted_paper, secretary, estmark_head, chair, times, django_assert_max_num_queries
):  # fmt: skip
    if times == 3:
        three(adopted_paper, secretary, estmark_head, estmark_head.delegation)
    client = chair.client

    with django_assert_max_num_queries(6):
        client.get(address("recommendation-list", adopted_paper))
    with django_assert_max_num_queries(6):
        client.get(address("recommendation-detail", accepted_one))


@pytest.mark.parametrize("papers", [1, 3])
def test_portfolio_takes_six_statements_however_many_papers(
    drafter, head, centre, body, papers, django_assert_num_queries
):  # fmt: skip
    for number in range(papers):
        adopt(factories.tabled(drafter, head, body, title=f"Paper {number}"))
    client = drafter.client

    for name, most in (("portfolio", 6), ("portfolio-recommendations", 6), ("portfolio-csv", 4)):
        with django_assert_num_queries(most):
            client.get(reverse(f"implementation:{name}"))


@pytest.mark.parametrize("name", ["recommendation-status", "recommendation-verify"])
def test_acts_take_a_bounded_number_of_statements(reported_one, chair, name, django_assert_max_num_queries):
    client = chair.client

    with django_assert_max_num_queries(30):
        client.post(address(name, reported_one), {"finding": "confirmed", "method": "site"})


def test_access_that_ends_takes_the_list_away(adopted_paper, reader, kaldria, drafter):
    access.give(adopted_paper, kaldria, "read", by=drafter.acting)
    assert reader.client.get(address("recommendation-list", adopted_paper)).status_code == 200

    access.end(adopted_paper, kaldria, by=drafter.acting)

    assert reader.client.get(address("recommendation-list", adopted_paper)).status_code == 404


def test_verifier_finds_the_form_from_the_page(accepted_one, secretary, estmark_head, outsider):
    step(
        services.assign, accepted_one, addressee=accepted_one.addressee, verifiers=[outsider.delegation],
        by=secretary.acting,
    )  # fmt: skip
    reported(accepted_one, estmark_head)

    page = body_of(outsider.client.get(address("recommendation-detail", accepted_one)))

    assert f'class="btn btn--go" href="{address("recommendation-verify", accepted_one)}"' in page
