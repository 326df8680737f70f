"""Pictures of every main page, as the people of the demo world see them: the list is SHOTS, the making `take`."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, product
from operator import attrgetter

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import sync_playwright

from papers.adoption.models import Silence
from papers.delegations import identity
from papers.delegations.models import Mandate
from papers.drafting.models import Paper
from papers.implementation.models import Indicator, Recommendation
from papers.review.models import Round
from portal import chromium

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}
LIGHTS = ("light", "dark")
LANGUAGES = ("en", "ar")
DRAFTER, HEAD, FOCAL, REVIEWER, CHAIR, ADMINISTRATOR, AUDITOR = (
    "drafter@xa.demo",
    "head@xa.demo",
    "focal@xa.demo",
    "reviewer@xb.demo",
    "chair@centre.demo",
    "admin@centre.demo",
    "auditor@centre.demo",
)


class CannotPicture(Exception):
    """The pictures cannot be taken; the sentence says why."""


def one_of(model, **having):
    """Finds, for whoever looks, a row of this model that they may see; always the same one."""

    def find(acting):
        row = model.objects.visible_to(acting).filter(**having).order_by("pk").first()
        if row is None:
            raise CannotPicture(f"Nothing to picture: no {model.__name__} with {having} in the demo world.")
        return {"pk": row.pk}

    return find


def one_numbered(model, through, **having):
    """The same for rows that are addressed by their paper and a number."""

    def find(acting):
        rows = model.objects.visible_to(acting).filter(**having).order_by("pk")
        row = rows.values(f"{through}_id" if through == "paper" else f"{through}__paper_id", "number").first()
        if row is None:
            raise CannotPicture(f"Nothing to picture: no {model.__name__} with {having} in the demo world.")
        number = row.pop("number")
        (paper,) = row.values()
        return {"pk": paper, "number": number}

    return find


@dataclass(frozen=True)
class Shot:
    """A page to picture: its file name, its address by name, who looks, and how the thing in the address is found."""

    name: str
    view: str
    who: str = ""
    find: Callable | None = None
    query: str = ""


@dataclass(frozen=True)
class Page:
    """A shot whose address is known."""

    name: str
    who: str
    path: str


IN_DRAFT, IN_CIRCULATION, SILENT, TRACKED = (
    one_of(Paper, stage=stage) for stage in ("draft", "circulation", "silence", "implementation")
)
ROUND = one_numbered(Round, "revision", state="open")
INVITED = one_numbered(Round, "revision", state="open", entries__delegation__code="XB")
IN_CONSOLIDATION = one_of(Paper, stage="consolidation")
AMENDED = one_numbered(Round, "revision", amendments__number=1)
DECIDED = one_numbered(Round, "revision", comments__dispositions__isnull=False)
SILENCE = one_numbered(Silence, "paper", state="open")

# Extend this list with the page you add.
SHOTS = [
    Shot("sign-in", "portal:sign-in"),
    Shot("password-reset", "account_reset_password"),
    Shot("password-asked", "account_reset_password_done"),
    Shot("account", "account", DRAFTER),
    Shot("account-is-it-you", "account_reauthenticate", DRAFTER),
    Shot("account-password", "account_change_password", DRAFTER),
    Shot("desk", "portal:desk", DRAFTER),
    Shot("desk-chair", "portal:desk", CHAIR),
    Shot("papers", "drafting:paper-list", DRAFTER),
    Shot("paper-start", "drafting:paper-start", DRAFTER),
    Shot("paper-import", "exchange:paper-import", DRAFTER),
    Shot("paper-draft", "portal:paper-detail", DRAFTER, IN_DRAFT),
    Shot("paper-circulation", "portal:paper-detail", REVIEWER, IN_CIRCULATION),
    Shot("paper-silence", "portal:paper-detail", HEAD, SILENT),
    Shot("paper-implementation", "portal:paper-detail", HEAD, TRACKED),
    Shot("editor", "drafting:working-edit", DRAFTER, IN_DRAFT),
    Shot("history", "drafting:history-detail", DRAFTER, IN_DRAFT),
    Shot("sections", "drafting:hold-list", DRAFTER, IN_DRAFT),
    Shot("pictures", "drafting:picture-add", DRAFTER, IN_DRAFT),
    Shot("record", "portal:paper-record", DRAFTER, TRACKED),
    Shot("revisions", "drafting:revision-list", DRAFTER, TRACKED),
    Shot("compare", "drafting:revision-compare", DRAFTER, SILENT),
    Shot("access", "drafting:access-detail", DRAFTER, IN_DRAFT),
    Shot("access-people", "drafting:access-people", DRAFTER, IN_DRAFT),
    Shot("access-matrix", "drafting:access-matrix", ADMINISTRATOR),
    Shot("access-give", "drafting:access-give", DRAFTER),
    Shot("access-templates", "drafting:access-template-list", ADMINISTRATOR),
    Shot("access-record", "portal:access-record", HEAD),
    Shot("access-record-auditor", "portal:access-record", AUDITOR),
    Shot("passages", "drafting:marking-list", DRAFTER, TRACKED),
    Shot("consultations", "review:consultation-list", DRAFTER, SILENT),
    Shot("delegation-access", "drafting:delegation-access", HEAD, lambda _acting: {"code": "XA"}),
    Shot("rounds", "review:round-list", CHAIR, IN_CIRCULATION),
    Shot("round-extend", "review:round-extend", CHAIR, ROUND),
    Shot("round", "review:round-detail", CHAIR, ROUND),
    Shot("clearance-chain", "review:chain", "head@xb.demo"),
    Shot("clearance", "review:clearance", "head@xb.demo", INVITED),
    Shot("filled-sheet", "exchange:brought-add", REVIEWER, INVITED),
    Shot("own-notes", "review:note-list", "head@xb.demo", IN_CONSOLIDATION),
    Shot("note-write", "review:note-add", "head@xb.demo", IN_CONSOLIDATION),
    Shot("reservations", "review:reservation-register", CHAIR),
    Shot("open-text", "review:bracket-list", DRAFTER, one_of(Paper, title__startswith="Specifications")),
    Shot("amendments", "review:amendment-list", CHAIR, AMENDED),
    Shot("amendment-propose", "review:amendment-add", REVIEWER, INVITED),
    Shot("suggest", "review:suggestion-edit", REVIEWER, INVITED),
    Shot("matrix", "review:matrix", CHAIR, DECIDED),
    Shot("matrix-groups", "review:matrix", CHAIR, DECIDED, "?group=passage"),
    Shot("matrix-positions", "review:matrix-positions", CHAIR, DECIDED),
    Shot("matrix-sides", "review:matrix-sides", CHAIR, DECIDED),
    Shot("silences", "adoption:silence-list", CHAIR, SILENT),
    Shot("silence", "adoption:silence-detail", HEAD, SILENCE),
    Shot("silence-break", "adoption:silence-break", HEAD, SILENCE),
    Shot("recommendations", "implementation:recommendation-list", HEAD, TRACKED),
    Shot("recommendation", "implementation:recommendation-detail", HEAD, one_of(Recommendation)),
    Shot("portfolio", "implementation:portfolio", CHAIR),
    Shot("indicator", "implementation:indicator-detail", CHAIR, one_of(Indicator, unit="tonnes a month")),
    Shot(
        "indicator-corrected",
        "implementation:indicator-restate",
        CHAIR,
        one_of(Indicator, unit="tonnes a month"),
    ),
    Shot("indicator-ended", "implementation:indicator-end", CHAIR, one_of(Indicator, unit="tonnes a month")),
    Shot("figures-from-a-file", "exchange:figures-add", CHAIR, one_of(Recommendation)),
    Shot("timeline", "implementation:timeline", CHAIR),
    Shot("over-time", "implementation:over-time", CHAIR),
    Shot("figures-compared", "implementation:breakdown", CHAIR),
    Shot("actual-and-target", "implementation:trend-list", CHAIR),
    Shot("saved-views", "implementation:saved-list", HEAD),
    Shot("list-take-over", "exchange:sheet-add", CHAIR),
    Shot("delegations", "delegations:delegation-list", DRAFTER),
    Shot(
        "working-days",
        "delegations:calendar-detail",
        FOCAL,
        lambda _acting: {"code": "XA"},
        "?country=DE&year=2027",
    ),
    Shot("people", "delegations:people", FOCAL),
    Shot("participation", "delegations:participation-detail", CHAIR, lambda _acting: {"code": "XG"}),
    Shot("rules", "delegations:rules-detail", CHAIR, lambda _acting: {"code": "WG.4"}),
    Shot("parties", "delegations:party-list", CHAIR),
    Shot("support", "delegations:support-list", ADMINISTRATOR),
    Shot("erasures", "delegations:erasure-list", ADMINISTRATOR),
    Shot("post-add", "delegations:seat-add", FOCAL),
    Shot("hand-over", "delegations:mandate-hand-over", FOCAL, one_of(Mandate)),
    Shot("search", "search:results", DRAFTER, query="?q=water"),
    Shot("notices", "notifications:notice-list", HEAD),
    Shot("tokens", "api:token-list", DRAFTER),
    Shot("calendar", "implementation:calendar-feed", HEAD),
    Shot("record-centre", "portal:centre-record", AUDITOR),
    Shot("outbox", "notifications:outbox", ADMINISTRATOR),
]


def take(names=()):
    """Take the pictures, all or those named; returns what the browser complained about, one line each."""
    if not chromium.find():
        raise CannotPicture("No Chromium was found: install it, or name it with CHROMIUM=….")
    pages = [located(shot) for shot in SHOTS if not names or shot.name in names]
    folder = settings.DATA_DIR / "screens"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright, Server() as server:
        browser = chromium.launch(playwright)
        complaints = []
        for who, theirs in groupby(sorted(pages, key=attrgetter("who")), key=attrgetter("who")):
            session = sign_in(browser, server.address, who) if who else None
            complaints += picture(browser, server.address, list(theirs), session, folder)
        browser.close()
    return complaints


def located(shot):
    """The page of a shot, found in the database before the browser starts: its event loop forbids queries."""
    kwargs = shot.find(acting_of(shot.who)) if shot.find else {}
    return Page(shot.name, shot.who, reverse(shot.view, kwargs=kwargs) + shot.query)


def acting_of(email):
    """As whom this person of the demo world looks."""
    mandate = Mandate.objects.filter(user__email=email).first()
    if mandate is None:
        raise CannotPicture(f"There is no {email}: build the demo world with “make demo”.")
    return identity.rebuild(mandate.pk)


def picture(browser, address, pages, session, folder):
    """Each page in every size, light and language."""
    complaints = []
    for size, light, language in product(SIZES, LIGHTS, LANGUAGES):
        with browser.new_context(
            viewport=SIZES[size], color_scheme=light, storage_state=session, reduced_motion="reduce"
        ) as context:
            context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
            tab = context.new_page()
            for page in pages:
                name = f"{page.name}-{size}-{light}-{language}"
                complaints += [
                    f"{name}: {said}" for said in shoot(tab, address + page.path, folder / f"{name}.png")
                ]
    return complaints


def shoot(tab, url, file):
    """One picture of the whole page; what went wrong on it."""
    said = []

    def heard(message):
        if message.type in {"error", "warning"}:
            said.append(message.text)

    tab.on("console", heard)
    answer = tab.goto(url, wait_until="networkidle")
    tab.wait_for_function("document.querySelector('[data-state=opening]') === null")
    tab.screenshot(path=file, full_page=True)
    tab.remove_listener("console", heard)
    return said if answer.ok else [f"answered {answer.status}", *said]


def sign_in(browser, address, email):
    """The cookies of this person."""
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address + reverse("portal:sign-in"))
        tab.fill("input[name=login]", email)
        tab.fill("input[name=password]", settings.DEMO_PASSWORD)
        tab.click("main button.btn--go")
        tab.wait_for_url(lambda url: "sign-in" not in url)
        return context.storage_state()


class Server:
    """The pages on a port of their own, for as long as the pictures take."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, settings.BASE_DIR / "manage.py", "serve", "--only", "pages"]
        env = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "BASE_URL": self.address}
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        if not any("Ctrl-C" in line for line in self.process.stdout):
            raise CannotPicture("The pages could not be served; the lines above say why.")
        return self

    def __exit__(self, *failure):
        self.process.terminate()
        self.process.communicate()
