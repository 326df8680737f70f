"""What is measured: the pages and acts that people wait for, each against the floor of the same run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from itertools import count

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.delegations.models import Mandate, User
from papers.drafting import access
from papers.drafting.levels import Ladder, Level
from papers.drafting.models import Grant, Paper, WorkingText
from papers.search import services as search
from papers.shared.acting import System
from portal.bench.server import Server, compare
from portal.demo.bulk import RARE

ROUNDS = 60
BACKEND = "papers.delegations.identity.EmailBackend"


@dataclass(frozen=True)
class Row:
    """One measured page: medians in milliseconds, SQL statements, and the ratio it should stay within."""

    name: str
    page: float
    floor: float
    statements: int
    budget: float | None

    @property
    def ratio(self) -> float:
        return self.page / self.floor


@dataclass
class Visitor:
    """A signed-in drafter who leads one measured paper, and that paper."""

    user: User
    mandate: Mandate
    paper: Paper

    def sign_in(self, server: Server) -> None:
        """A session made directly: signing in is slow on purpose and not what is measured."""
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(self.user.pk), BACKEND
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.save()
        server.cookies = {
            settings.SESSION_COOKIE_NAME: session.session_key,
            settings.CSRF_COOKIE_NAME: "a" * 32,
        }


def visitor(email: str) -> Visitor:
    """The drafter, made lead of one bulk paper of about 10 KB so that they may save and issue."""
    mandate = Mandate.objects.for_acting().get(user__email=email)
    paper = max(
        Paper.objects.filter(bulk=True).select_related("current")[:100], key=lambda one: one.current.words
    )
    if not Grant.objects.open().filter(paper=paper, delegation=mandate.delegation, level=Level.LEAD).exists():
        Grant.objects.open().filter(paper=paper, delegation=mandate.delegation, ladder=Ladder.TEXT).delete()
        access.PaperPermission.objects.filter(
            content_object=paper, group=mandate.delegation.group_id
        ).delete()
        access.give_in_bulk(
            [Grant(paper=paper, delegation=mandate.delegation, level=Level.LEAD, ladder=Ladder.TEXT)]
        )
    return Visitor(mandate.user, mandate, paper)


def measure(server: Server, who: Visitor) -> list[Row]:
    """Every page in turn with the floor."""
    who.sign_in(server)
    search.complete(by=System("measuring"))
    return [row_of(server, who, task) for task in _tasks(server, who)]


@dataclass(frozen=True)
class Task:
    """One thing to measure: a page by its path, or an act that returns its milliseconds."""

    name: str
    budget: float | None
    path: str = ""
    act: Callable[[], float] | None = None
    rounds: int = ROUNDS


def _tasks(server: Server, who: Visitor) -> list[Task]:
    serial = count()
    paper = who.paper.pk
    find, save = reverse("search:results"), reverse("drafting:working-edit", args=[paper])
    issue = reverse("drafting:revision-issue", args=[paper])
    return [
        Task("read a paper (10 KB)", 2, reverse("portal:paper-detail", args=[paper])),
        Task("list of papers", 2, reverse("drafting:paper-list")),
        Task("search, a word in 1 % of papers", 3, f"{find}?q={RARE[0]}"),
        Task("search, a word in most papers", None, f"{find}?q=water"),
        Task("portfolio", None, reverse("implementation:portfolio")),
        Task("desk", None, reverse("portal:desk")),
        Task("save the text", 2, act=lambda: _save(server, who, save, next(serial))),
        Task("issue a revision", None, act=lambda: _issue(server, who, save, issue, next(serial)), rounds=10),
        Task(
            "compare two revisions (10 KB)",
            3,
            f"{reverse('drafting:revision-compare', args=[paper])}?from=1&to=2",
        ),
    ]


def row_of(server: Server, who: Visitor, task: Task) -> Row:
    """One page or act in turn with the floor."""
    ask = task.act or (lambda: _get(server, task.path))
    page, floor = compare(ask, lambda: _get(server, "/floor/"), task.rounds)
    return Row(task.name, page, floor, _statements(who, task.path) if task.path else 0, task.budget)


def _get(server: Server, path: str) -> float:
    status, _body, milliseconds = server.ask(path)
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    return milliseconds


def _post(server: Server, who: Visitor, path: str, **fields: object) -> float:
    posted = {"csrfmiddlewaretoken": "a" * 32, "mandate": who.mandate.pk, **fields}
    status, body, milliseconds = server.ask(path, posted)
    if status not in {200, 302}:
        raise RuntimeError(f"{path} answered {status}: {body[:200]!r}")
    return milliseconds


def _save(server: Server, who: Visitor, path: str, serial: int) -> float:
    working = WorkingText.objects.get(paper=who.paper)
    text = f"{working.text.rstrip()}\n\n{serial}. Measured.\n"
    return _post(server, who, path, base_version=working.version, text=text)


def _issue(server: Server, who: Visitor, save: str, issue: str, serial: int) -> float:
    _save(server, who, save, serial)
    working = WorkingText.objects.get(paper=who.paper)
    return _post(server, who, issue, note=f"Measured {serial}", seen_version=working.version)


def _statements(who: Visitor, path: str) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(who.user, backend=BACKEND)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
