"""A recommendation followed through its pages: planned, reported, contested, sent back, verified, told in a report."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.exchange import reading
from papers.implementation.models import Action, Criteria, Indicator, Recommendation
from tests.implementation.conftest import adopted_paper, agency, agent, recommendations

__all__ = ["adopted_paper", "agency", "agent", "recommendations"]
NAMES = ("secretary", "estmark_head", "head", "agent", "chair", "outsider")


def sent(person, page, thing, /, **fields):
    """An act through its form; a page that answers is one that refused."""
    answer = person.client.post(reverse(f"implementation:{page}", args=[thing.pk]), fields)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in NAMES}


def test_recommendation_is_followed_from_its_plan_to_a_report_in_word(recommendations, people):
    first, second = recommendations
    secretary, owner, lead, body = (people[name] for name in ("secretary", "estmark_head", "head", "agent"))
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=200)

    # Two countries and a body from outside have parts in it; the owner accepts, plans, and agrees what done means.
    sent(
        secretary, "recommendation-assign", first, addressee=owner.delegation.pk, every_days=60, due=later,
        reporters=[body.delegation.pk, lead.delegation.pk],
    )  # fmt: skip
    sent(owner, "recommendation-answer", first, value="accepted", effective_on=today)
    sent(owner, "action-add", first, what="Order the pumps", owner=body.delegation.pk, due=later)
    sent(
        secretary, "criteria-propose", first, text="Both lists are published.",
        verifier=people["outsider"].delegation.pk,
    )  # fmt: skip
    sent(owner, "criteria-decide", Criteria.objects.get(), agree="yes")
    sent(body, "action-step", Action.objects.get(), state="under_way", effective_on=today)

    # All three report; two of them count differently.
    for person, text in (
        (body, "Pumps are ordered."),
        (lead, "Half are in store."),
        (owner, "All are in place."),
    ):
        sent(
            person, "report-add", first, text=text, effective_on=today, status="", evidence_kind="document",
            evidence_title=f"List of {person.delegation.code}", evidence_url="https://example.org/list",
        )  # fmt: skip
    sent(
        owner, "indicator-add", first, name="Pumps in place", unit="pumps", definition="Tested and running",
        direction="up",
    )  # fmt: skip
    for person, value, source in ((owner, "40", "Works register"), (body, "31", "Own visit")):
        sent(person, "figure-add", Indicator.objects.get(), on=today, value=value, source=source)
    sent(
        lead, "recommendation-dissent", first, stance="contests", text="Nine do not run.", effective_on=today
    )

    # What is reported as done is sent back once, then confirmed by the country that was agreed.
    verifier = people["outsider"]
    sent(
        owner,
        "report-add",
        first,
        text="Done.",
        status="reported",
        effective_on=today,
        evidence_kind="document",
    )
    sent(verifier, "recommendation-verify", first, finding="returned", method="site", text="Nine do not run.")
    assert Recommendation.objects.get(pk=first.pk).status == "in_progress"
    sent(
        owner,
        "report-add",
        first,
        text="Mended.",
        status="reported",
        effective_on=today,
        evidence_kind="document",
    )
    sent(verifier, "recommendation-verify", first, finding="confirmed", method="site", text="All run.")
    assert Recommendation.objects.get(pk=first.pk).status == "verified"

    # The report of the portfolio, in Word, tells all of it; the body's tells its own part alone.
    address = reverse("exchange:report-docx")
    told, own = (reading.read_word(one.client.get(address).content).text for one in (lead, body))
    words = " ".join(told.split())
    for said in (
        "2 of the 2 items you can see", "Mended.", "List of UTIL", f"List of {owner.delegation.code}",
        "Nine do not run.", first.paper.title, second.text,
    ):  # fmt: skip
        assert said in words
    assert "1 of the 1 item you can see" in " ".join(own.split())
    assert [hidden for hidden in (first.paper.title, second.text) if hidden in " ".join(own.split())] == []
