"""A paper of a hundred pages with a thousand comments: how soon it is there, and whether it follows the wheel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from papers.delegations import identity
from papers.delegations import services as delegations
from papers.delegations.models import Delegation, Mandate, User
from papers.drafting import services as drafting
from papers.drafting.models import Paper
from papers.review import services as review
from papers.review.models import Round
from papers.shared.acting import Acting
from portal import chromium
from portal.bench.live_world import session_of
from portal.bench.server import Server, compare
from portal.bench.texts import hundred_pages
from portal.demo.setup import SETUP

COMMENTS, ROUNDS = 1000, 25
WHEEL, STEP = 120, 700  # turns, and pixels of each: a quick reader, through a fifth of the paper
WEIGHTS = ("critical", "substantive", "editorial")
# The frame after which all comments stand beside the text, and every task of more than 50 ms since the page began.
WATCH = """(expected) => {
    window.tasks = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push([entry.startTime, entry.duration]);
    }).observe({ type: "longtask", buffered: true });
    const look = () => {
        if (document.querySelectorAll(".note").length >= expected) window.inPlace = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@dataclass(frozen=True)
class World:
    """The paper, its closed round, and somebody who was invited to the round that is open now."""

    paper: Paper
    reader: Mandate


@dataclass(frozen=True)
class Seen:
    """What a browser saw of the page, in milliseconds."""

    first_byte: float
    in_place: float
    longest_opening: float
    longest_scrolling: float
    over: int


def make() -> World:
    """Four delegations comment on a long paper in a first round; a second one is open on the same text."""
    body = delegations.add_body(code="RV", names={"en": "R"}, symbol_pattern="{body}/{serial}", by=SETUP)
    centre = _party("SEC", "secretariat")
    parties = [_party(f"R{number}", "country") for number in range(5)]
    for party in parties:
        delegations.add_member(body, party, by=SETUP)
    lead, *others = parties
    pen, head, chair = _acting(lead, "drafter"), _acting(lead, "head"), _acting(centre, "chair")
    mandates = [_person(party, "reviewer") for party in others]
    numbered = enumerate(hundred_pages()[0].split("\n\n"), 1)
    text = "# A long paper\n\n" + "\n\n".join(f"{place}. {words}" for place, words in numbered)
    paper = drafting.start_paper(
        body=body, title="A long paper", kind="white_paper", language="en", text=text, by=pen
    )
    drafting.issue_revision(paper, note="", by=pen)
    paper = drafting.table(paper, by=head)
    _reviewed(paper, others, mandates, chair)
    deadline = timezone.now() + timedelta(days=20)
    review.open_round(Paper.objects.get(pk=paper.pk), delegations=others, deadline=deadline, by=chair)
    return World(Paper.objects.get(pk=paper.pk), mandates[0])


@transaction.atomic
def _reviewed(paper: Paper, others: Sequence[Delegation], mandates: Sequence[Mandate], chair: Acting) -> None:
    deadline = timezone.now() + timedelta(days=20)
    round_ = review.open_round(paper, delegations=others, deadline=deadline, by=chair)
    blocks = [entry["id"] for entry in paper.current.block_map if entry["label"]]
    for number in range(COMMENTS):
        acting = identity.rebuild(mandates[number % len(mandates)].pk)
        review.add_comment(
            round_, block=blocks[number * 7 % len(blocks)], kind="general", severity=WEIGHTS[number % 3],
            text=f"Comment {number} says what is meant in about as many words as comments have, which is two lines.",
            reason="The figures of the last year do not bear it out.", by=acting,
        )  # fmt: skip
    for mandate in mandates:
        review.answer(Round.objects.get(pk=round_.pk), by=identity.rebuild(mandate.pk))
    review.close_early(Round.objects.get(pk=round_.pk), by=chair)


def against_floor(server: Server, world: World) -> tuple[float, float]:
    """Median milliseconds until the page begins, and of the floor, asked in turns."""
    server.cookies = {settings.SESSION_COOKIE_NAME: session_of(world.reader.user)}
    page = reverse("portal:paper-detail", args=[world.paper.pk])
    return compare(lambda: server.ask(page)[2], lambda: server.ask("/floor/")[2], ROUNDS)


def in_a_browser(base: str, world: World) -> Seen:
    """The page opened and scrolled in Chromium."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
        session = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": session_of(world.reader.user),
            "url": base,
        }
        context.add_cookies([session])
        context.new_page().goto(reverse("portal:desk"))  # what every page shares is in the browser's store
        page = context.new_page()
        page.add_init_script(f"({WATCH})({COMMENTS})")
        page.goto(reverse("portal:paper-detail", args=[world.paper.pk]))
        page.locator(".note").nth(COMMENTS - 1).wait_for(state="attached")
        page.wait_for_timeout(100)  # the frame after it has looked
        seen = _seen(page)
        browser.close()
    return seen


def _seen(page: Page) -> Seen:
    began = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    asked = page.evaluate("performance.getEntriesByType('navigation')[0].requestStart")
    page.wait_for_timeout(1500)
    ready = page.evaluate("performance.now()")
    page.mouse.move(500, 400)
    for _turn in range(WHEEL):
        page.mouse.wheel(0, STEP)
        page.wait_for_timeout(16)
    page.wait_for_timeout(300)
    tasks: Any = page.evaluate("tasks")
    scrolling = [duration for at, duration in tasks if at > ready]
    return Seen(
        began - asked, page.evaluate("inPlace") - began, max((one for at, one in tasks if at <= ready), default=0),
        max(scrolling, default=0), len(scrolling),
    )  # fmt: skip


def _party(code: str, kind: str) -> Delegation:
    return delegations.add_delegation(code=code, kind=kind, names={"en": code}, colour=1, by=SETUP)


def _person(party: Delegation, role: str) -> Mandate:
    seat = delegations.add_seat(party, title=role, role=role, by=SETUP)
    user = User.objects.create_user(f"{role}@{party.code.lower()}.example", "not used", name=role)
    return delegations.accredit(user, seat, by=SETUP)


def _acting(party: Delegation, role: str) -> Acting:
    return identity.rebuild(_person(party, role).pk)
