"""The dashboards of the tracker at a size, each against the floor of the same run."""

from __future__ import annotations

from django.urls import reverse

from papers.implementation.queries.breakdowns import BY
from papers.implementation.tables import VIEWS
from portal.bench.pages import Row, Task, Visitor, row_of
from portal.bench.server import Server

BUDGET = 3
ROUNDS = 5


def measure(server: Server, who: Visitor) -> list[Row]:
    """Every dashboard in turn with the floor."""
    who.sign_in(server)
    return [_row(server, who, task) for task in tasks()]


def _row(server: Server, who: Visitor, task: Task) -> Row:
    """On a line of its own: the server closes one that was idle while statements were counted."""
    server.line = None
    return row_of(server, who, task)


def tasks() -> list[Task]:
    """The list by paper and by recommendation, each of its views, the figures compared, the indicators."""
    by_paper, rows = reverse("implementation:portfolio"), reverse("implementation:portfolio-recommendations")
    compared, trends = reverse("implementation:breakdown"), reverse("implementation:trend-list")
    return [
        _task("by paper", by_paper),
        _task("by recommendation", rows),
        *(_task(str(label), f"{rows}?view={key}") for key, label in VIEWS),
        *(_task(f"compared: {label}", f"{compared}?by={by}") for by, label in BY.items()),
        _task("actual and target", trends),
    ]


def _task(name: str, path: str) -> Task:
    return Task(name, BUDGET, path, rounds=ROUNDS)
