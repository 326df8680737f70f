"""A paper's whole life in a real browser: each act by the person who may, on the page where it is done.

Only time is told: the story jumps over nights and deadlines, and the clock of the centre beats in between.
"""

import re
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import expect

from papers.audit import services as audit
from papers.clock import services as clock
from papers.review import services as review
from papers.shared import http
from papers.shared.templatetags.chancery import built

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not built("editor.js"), reason="the front end is not built"),
]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TITLE = "Interim repair of the water network"
SYMBOL = "CMCC/WG.4/WP.2026/01"
TEXT = """## Purpose

1. Interim repair restores a stated level of service within ninety days.

## Recommendations

::: recommendation
2. That a list of spare parts be agreed within thirty days of adoption.
:::
"""
WORDS_RECTANGLE = """(element, words) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const start = node.data.indexOf(words);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + words.length);
        element.scrollIntoView({ block: "center" });
        const { left, right, top, height } = range.getBoundingClientRect();
        return { left: left + 1, right: right - 1, middle: top + height / 2 };
    }
}"""


@pytest.fixture
def told(monkeypatch):
    """The time of the story, for the server's threads as well."""
    monkeypatch.setattr(http, "_told_time", ContextVar("told time", default=True))
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sit_down(open_as, told):
    """`sit_down(person, path)`: somebody opens the centre in a browser whose clock shows the time of the story."""

    def visit(person, path="/", **options):
        page = open_as(person, "about:blank", **options)
        page.context.clock.set_fixed_time(timezone.now())
        page.set_default_timeout(20_000)
        page.goto(path)
        return page

    return visit


def pass_time(told, until, *, watched=timedelta(hours=25)):
    """Let the clock of the centre beat until a moment, closely in the last day, as the rules of silence demand."""
    moment = max(timezone.now(), until - watched)
    while moment < until:
        moment += timedelta(minutes=4, seconds=50)
        told.move_to(moment)
        clock.tick()


def follow(page, name):
    """Click a link and arrive; a click on a page that was just being replaced is made again, as anybody would."""
    link = page.get_by_role("main").get_by_role("link", name=name, exact=True).first
    address = link.evaluate("link => link.href")
    page.wait_for_load_state("load")
    link.click()
    try:
        page.wait_for_url(lambda url: url == address, wait_until="domcontentloaded", timeout=8_000)
    except TooLong:
        link.click()
        page.wait_for_url(lambda url: url == address, wait_until="domcontentloaded")


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def said(page):
    """Where a page tells what was recorded."""
    return page.locator("#news")


def choose_words(page, place, words):
    """Draw the mouse over the words, as one does to mark them, once they stand where they will stay."""
    place.page.wait_for_load_state("load")
    place.page.evaluate("document.fonts.ready")
    where = place.evaluate(WORDS_RECTANGLE, words)
    page.mouse.move(where["left"], where["middle"])
    page.mouse.down()
    page.mouse.move(where["right"], where["middle"], steps=4)
    page.mouse.up()


def at_centre(moment, form):
    """A moment as one types it on a form: in the centre's zone."""
    return timezone.localtime(moment).strftime(form)


def turn_to(page, part):
    page.get_by_role("navigation", name="Parts of this paper").get_by_role("link", name=part).click()


def plain_form(page):
    """The text as it is written where no socket opens: the server of this story has none."""
    area = page.get_by_label("Working text")
    expect(area).to_be_editable(timeout=15_000)
    return area


def tab_to(page, name, *, most=60):
    """Press Tab until what has the focus bears a name that begins so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(({ labels, innerText }) => labels?.[0]?.innerText || innerText)(document.activeElement)"
        )
        if focused.strip().startswith(name):
            return
    pytest.fail(f"Tab does not lead to “{name}”.")


class Story:
    """A paper and the people around it; each chapter is told through the pages alone."""

    def __init__(self, sit_down, told):
        self.sit_down, self.told = sit_down, told
        self.paper = self.recommendation = ""

    def write(self, drafter):
        """From the desk to a paper whose text the centre holds."""
        page = self.sit_down(drafter)
        follow(page, "Start a paper")
        page.get_by_label("Title").fill(TITLE)
        page.get_by_label("Theme").fill("Water")
        page.get_by_label("Text to begin with").select_option(label="White paper")
        press(page, "Start the paper")
        area = plain_form(page)
        expect(area).to_have_value(re.compile("Purpose and scope"))
        area.fill(f"{TEXT}\nWritten by hand.")
        press(page, "Save")
        expect(said(page)).to_contain_text("Saved at the centre")
        self.paper = page.url.removesuffix("edit/")

    def issue(self, drafter, note):
        """From the editor to the next revision."""
        page = self.sit_down(drafter, f"{self.paper}edit/")
        follow(page, "Issue a revision")
        page.get_by_label("Note").fill(note)
        press(page, "Issue this revision")
        expect(said(page)).to_contain_text("is issued")

    def give_access(self, drafter, delegation, level, reason):
        page = self.sit_down(drafter, self.paper)
        turn_to(page, "Access")
        page.get_by_label(f"{delegation} {level}").check()
        page.get_by_label(f"Reason for {delegation}").fill(reason)
        press(page, "See what will change")
        press(page, "Change access")
        expect(page.get_by_label(f"{delegation} {level}")).to_be_checked()

    def table(self, head):
        page = self.sit_down(head)
        follow(page, TITLE)
        follow(page, "Table the paper…")
        press(page, "Table the paper")
        expect(said(page)).to_contain_text(SYMBOL)

    def is_unknown_to(self, outsider):
        page = self.sit_down(outsider, self.paper)
        expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
        page.goto("/papers/")
        expect(page.get_by_role("main")).not_to_contain_text(TITLE)

    def open_round(self, chair, delegation, deadline):
        """The desk leads to the form; this delegation is asked and no other."""
        page = self.sit_down(chair)
        follow(page, "Open a round")
        for box in page.get_by_role("group", name="Delegations to invite").get_by_role("checkbox").all():
            box.uncheck()
        page.get_by_label(delegation).check()
        page.get_by_label("Day").fill(at_centre(deadline, "%Y-%m-%d"))
        page.get_by_label("Time").fill(at_centre(deadline, "%H:%M"))
        press(page, "Open the round")
        expect(said(page)).to_contain_text("Round 1 is open")

    def comment(self, reviewer):
        """The words are chosen in the text with the mouse."""
        page = self.sit_down(reviewer)
        follow(page, "Comment on the paper")
        follow(page, "Choose words in the text instead")
        choose_words(
            page, page.locator(".pblock", has_text="ninety days").locator(".words"), "within ninety days"
        )
        press(page, "Comment on the chosen words")
        page.get_by_label("Severity").select_option(label="Critical")
        page.get_by_label("Comment", exact=True).fill("Too long.")
        page.get_by_label("Proposed text").fill("within sixty days")
        page.get_by_label("Reason").fill("The parts lie in store.")
        press(page, "Record the comment")
        expect(page.get_by_role("main")).to_contain_text("Too long.")

    def dispose(self, person, waiting, act):
        """The penholder proposes, or the chair decides; the desk leads to the comment."""
        page = self.sit_down(person)
        follow(page, waiting)
        follow(page, "C-1-001")
        page.get_by_role("combobox", name="Disposition").select_option(label="Accepted")
        press(page, act)
        expect(page.get_by_role("main")).to_contain_text("Accepted")

    def rewrite(self, drafter):
        """One word is written over."""
        page = self.sit_down(drafter, self.paper)
        follow(page, "Write the text")
        area = plain_form(page)
        area.fill(area.input_value().replace("ninety", "sixty"))
        press(page, "Save")
        expect(said(page)).to_contain_text("Saved at the centre")

    def place(self, chair, expiry):
        page = self.sit_down(chair, self.paper)
        follow(page, "Place it under silence…")
        page.get_by_label("Silence ends").fill(at_centre(expiry, "%Y-%m-%dT%H:%M"))
        press(page, "See what this will do")
        press(page, "Place under silence")
        expect(page.locator(".clock")).to_contain_text("Silence ends in")

    def acknowledge(self, head):
        page = self.sit_down(head)
        follow(page, "Acknowledge receipt")
        press(page, "Acknowledge receipt")
        expect(page.locator(".clock")).to_contain_text(": Acknowledged")

    def assign(self, secretary, addressee, verifier):
        page = self.sit_down(secretary, self.paper)
        turn_to(page, "Implementation")
        follow(page, f"{SYMBOL}/R1")
        self.recommendation = page.url
        follow(page, "Assign the recommendation")
        page.get_by_label("Addressee").select_option(label=addressee)
        page.get_by_role("group", name="Verifies").get_by_label(verifier).check()
        press(page, "Assign the recommendation")
        expect(said(page)).to_contain_text("Assigned.")

    def answer(self, head):
        page = self.sit_down(head, self.recommendation)
        follow(page, "Answer the recommendation")
        page.get_by_label("Accepted", exact=True).check()
        press(page, "Record the answer")
        expect(said(page)).to_contain_text("The answer is recorded.")

    def report(self, drafter):
        page = self.sit_down(drafter, self.recommendation)
        follow(page, "Report progress")
        page.get_by_label("What was done, what was not, and why").fill("The list is agreed.")
        page.get_by_label("Where the work stands").select_option(label="Reported, awaits verification")
        page.get_by_label(re.compile("^Evidence")).fill("The list")
        page.get_by_label("Link to it").fill("https://lists.example/parts")
        press(page, "Record the report")
        expect(page.get_by_role("link", name="The list")).to_have_attribute(
            "href", "https://lists.example/parts"
        )

    def verify(self, reviewer):
        page = self.sit_down(reviewer, self.recommendation)
        follow(page, "Verify the report")
        page.get_by_label("It was done: close it as verified").check()
        press(page, "Record the finding")
        expect(page.get_by_label("Where it stands")).to_contain_text("Closed, verified")


@pytest.fixture
def story(sit_down, told):
    return Story(sit_down, told)


def test_paper_lives_through_the_pages_from_first_draft_to_verified_recommendation(
    story, told, body, drafter, head, reviewer, estmark_head, chair, secretary, outsider
):
    story.write(drafter)
    story.issue(drafter, "First issue")
    story.give_access(drafter, "XB", "Read", "Their network is joined to ours.")
    story.table(head)
    story.is_unknown_to(outsider)

    deadline = MONDAY + timedelta(days=7)
    story.open_round(chair, "XB Estmark", deadline)
    story.comment(reviewer)
    expect(story.sit_down(drafter, story.paper).get_by_role("main")).not_to_contain_text("Too long.")
    told.move_to(deadline + timedelta(seconds=1))
    clock.tick()

    story.dispose(drafter, "Propose dispositions", "Propose this disposition")
    story.dispose(chair, "Decide on comments", "Decide this disposition")
    story.rewrite(drafter)
    story.issue(drafter, "Answers C-1-001")

    expiry = deadline + timedelta(hours=80)
    story.is_unknown_to(outsider)
    story.place(chair, expiry)
    story.acknowledge(estmark_head)
    pass_time(told, expiry + timedelta(minutes=4))
    face = story.sit_down(estmark_head, story.paper).locator(".clock")
    expect(face).to_contain_text(f"{SYMBOL}/Rev.1 is the adopted text.")

    story.assign(secretary, "XA Valoria", "XB Estmark")
    story.answer(head)
    story.report(drafter)
    story.verify(reviewer)
    assert audit.first_broken() is None


def test_head_breaks_silence_and_nothing_is_adopted(story, told, tabled_paper, chair, estmark_head):
    deadline = MONDAY + timedelta(days=7)
    story.paper = f"/papers/{tabled_paper.pk}/"
    story.open_round(chair, "XB Estmark", deadline)
    told.move_to(deadline + timedelta(seconds=1))
    clock.tick()
    story.place(chair, deadline + timedelta(hours=80))
    told.shift(timedelta(hours=5))

    page = story.sit_down(estmark_head, story.paper)
    follow(page, "Break silence…")
    page.get_by_label("restores a stated level of service").check()
    page.get_by_label("Objection").fill("Ninety days cannot be met.")
    press(page, "Break silence")
    expect(page.get_by_role("main")).to_contain_text("The objection was received in time.")
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Download the receipt").click()
    pass_time(told, deadline + timedelta(hours=81), watched=timedelta(hours=1))

    assert "Ninety days cannot be met." in receipt.value.path().read_text(encoding="utf-8")
    page = story.sit_down(chair, story.paper)
    expect(page.locator(".phead")).to_contain_text("Consolidation")
    turn_to(page, "Adoption")
    expect(page.get_by_role("row", name="Silence 1")).to_contain_text("Broken")


def test_keyboard_alone_signs_in_opens_a_paper_and_comments(open_as, tabled_paper, reviewer, estmark, chair):
    deadline = timezone.now() + timedelta(days=8)
    review.open_round(tabled_paper, delegations=[estmark], deadline=deadline, by=chair.acting)
    page = open_as(None, "/")

    page.keyboard.type(reviewer.user.email)
    tab_to(page, "Password")
    page.keyboard.type("a long pass phrase")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What waits for me")).to_be_visible()
    tab_to(page, TITLE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    tab_to(page, "Text")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="Text of the paper")).to_be_visible()
    page.wait_for_load_state()  # the keys of a review are a module's: it runs before the page says that it is loaded
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("Say which network.")
    tab_to(page, "Reason")
    page.keyboard.type("There are two.")
    tab_to(page, "Record the comment")
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("Say which network.")
