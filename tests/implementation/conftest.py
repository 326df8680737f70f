"""Adopted papers and their recommendations, in the states that tests start from."""

import pytest
from django.utils import timezone

from papers.delegations import services as delegations
from papers.drafting.lifecycle import Stage
from papers.drafting.services import move
from papers.implementation import services
from papers.shared.acting import System
from tests import factories
from tests.cast import SETUP, add_person

TO_ADOPTION = (Stage.CIRCULATION, Stage.CONSOLIDATION, Stage.SILENCE, Stage.ADOPTED)


def adopt(paper, *, at=None):
    """The paper adopted now, and its recommendations numbered, as the adopting slice does both at once."""
    for stage in TO_ADOPTION:
        move(paper, to=stage, by=System("test"))
    return services.activate(paper, paper.current, at=at or timezone.now(), by=System("test"))


def step(service, recommendation, *args, **facts):
    """One act, and the recommendation as it stands after it."""
    service(recommendation, *args, **facts)
    recommendation.refresh_from_db()
    return recommendation


def accepted(recommendation, secretary, head, delegation, **facts):
    """Assigned to a delegation whose head has accepted it; the centre verifies, unless another one is named."""
    facts = {"verifiers": [secretary.delegation], **facts}
    step(services.assign, recommendation, addressee=delegation, by=secretary.acting, **facts)
    return step(services.respond, recommendation, value="accepted", by=head.acting)


def reported(recommendation, head, **facts):
    """Reported as done."""
    return step(
        services.report,
        recommendation,
        text="All parts are agreed.",
        status="reported",
        by=head.acting,
        **facts,
    )


@pytest.fixture
def adopted_paper(tabled_paper):
    """Valoria's paper, adopted with two recommendations; Estmark and Kaldria may not read it."""
    adopt(tabled_paper)
    return tabled_paper


@pytest.fixture
def recommendations(adopted_paper):
    return list(adopted_paper.recommendations.order_by("serial"))


@pytest.fixture
def recommendation(recommendations):
    return recommendations[0]


@pytest.fixture
def accepted_one(recommendation, secretary, estmark_head, estmark):
    """Addressed to Estmark, whose head has accepted it."""
    return accepted(recommendation, secretary, estmark_head, estmark)


@pytest.fixture
def reported_one(accepted_one, estmark_head):
    """Reported as done by Estmark's head."""
    return reported(accepted_one, estmark_head)


@pytest.fixture
def agency(db):
    """A body that carries out what papers recommend and reads none of them."""
    return delegations.add_delegation(
        code="UTIL", kind="body", names={"en": "Utilities Forum"}, colour=9, by=SETUP
    )


@pytest.fixture
def agent(agency):
    return add_person(agency, "head")


def hidden(drafter, head, body, *, title="Canary of the hidden paper", words="the canary sings"):
    """Another adopted paper of Valoria's that nobody else may read, with one recommendation."""
    text = f"# Hidden\n\n::: recommendation\n1. That {words}.\n:::\n"
    paper = factories.tabled(drafter, head, body, title=title, text=text, theme="Canary theme")
    adopt(paper)
    return paper
