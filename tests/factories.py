"""Papers in the states that tests start from, made by the product's own services."""

import pytest

from papers.drafting import access, services, writing

TEXT = """# Interim repair of the water network

## Purpose and scope

1. This paper sets out a common approach to the interim repair of the water network.

2. Interim repair means work that restores a stated level of service within ninety days.

## Recommendations

::: recommendation
3. That a list of spare parts cleared in advance be agreed within thirty days of adoption.
:::

::: recommendation
4. That every request for parts receive a reasoned answer within ten working days.
:::
"""


def started(person, body, *, title="Interim repair of the water network", text=TEXT, **fields):
    """A paper whose delegation has begun to write."""
    return services.start_paper(
        body=body, title=title, kind="white_paper", language="en", text=text, by=person.acting, **fields
    )


def issued(person, body, **fields):
    """A paper with one revision, still the delegation's own."""
    paper = started(person, body, **fields)
    services.issue_revision(paper, note="First issue", by=person.acting)
    return paper


def tabled(drafter, head, body, **fields):
    """A paper tabled with the body: it has a symbol and the secretariat presides."""
    return services.table(issued(drafter, body, **fields), by=head.acting)


def save(paper, person, text):
    """Save a new working text on the version that stands."""
    paper.working.refresh_from_db()
    return writing.save_text(paper, text=text, base_version=paper.working.version, by=person.acting)


@pytest.fixture
def paper(drafter, body):
    """Valoria's own paper with one revision."""
    return issued(drafter, body)


@pytest.fixture
def tabled_paper(drafter, head, centre, body):
    """Valoria's paper, tabled."""
    return tabled(drafter, head, body)


@pytest.fixture
def shared_paper(tabled_paper, estmark, kaldria, drafter):
    """Valoria's tabled paper on which Estmark may comment and which Kaldria may read."""
    access.give(tabled_paper, estmark, "comment", by=drafter.acting)
    access.give(tabled_paper, kaldria, "read", by=drafter.acting)
    return tabled_paper
