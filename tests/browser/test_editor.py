"""The editor in a real browser: what is typed reaches the centre, is shown as it will be read, also without script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from papers.drafting.live import log
from papers.shared.templatetags.chancery import built
from tests.factories import save, started

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not built("editor.js"), reason="the front end is not built"),
]
SAVED = re.compile(r"All changes saved \d\d:\d\d:\d\d")
TEXT = "# Title\n\nFirst paragraph.\n\nSecond paragraph.\n\nThird paragraph.\n"


@pytest.fixture
def site(server):
    return server.url


@pytest.fixture
def working(drafter, body):
    return started(drafter, body, text=TEXT)


def address(paper):
    return reverse("drafting:working-edit", args=[paper.pk])


def status(page):
    return page.locator("[data-editor-status]")


def at_end(page):
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")


def stored(paper):
    paper.working.refresh_from_db()
    return log.current(paper.working).text


def test_typed_words_reach_the_centre_by_themselves(open_as, drafter, working):
    page = open_as(drafter, address(working))

    at_end(page)
    page.keyboard.type("Fourth paragraph.")

    expect(status(page)).to_have_text(SAVED)
    assert stored(working) == TEXT + "Fourth paragraph."


def test_words_saved_by_the_plain_form_come_in_without_moving_the_caret(open_as, drafter, working):
    page = open_as(drafter, address(working))
    at_end(page)
    page.keyboard.type("Fourth")
    expect(status(page)).to_have_text(SAVED)

    save(working, drafter, stored(working).replace("First paragraph.", "First, changed elsewhere."))
    expect(page.locator(".cm-content")).to_contain_text("First, changed elsewhere.", timeout=15_000)
    page.keyboard.type(" paragraph.")

    expect(status(page)).to_have_text(SAVED)
    assert stored(working) == (
        "# Title\n\nFirst, changed elsewhere.\n\nSecond paragraph.\n\nThird paragraph.\nFourth paragraph."
    )


def test_link_to_the_changes_waits_until_the_centre_has_every_word(open_as, drafter, working):
    page = open_as(drafter, address(working))
    at_end(page)
    page.context.set_offline(True)
    page.keyboard.type("Late words.")
    page.get_by_role("link", name="Read it as issued").click()
    page.context.set_offline(False)

    page.wait_for_url("**/edit/changes/")
    expect(page.get_by_text("Late words.")).to_be_visible()


def test_preview_is_the_centres_own_rendering(open_as, drafter, working):
    page = open_as(drafter, address(working))

    at_end(page)
    page.keyboard.type("**Fourth** <b>paragraph</b>.")
    page.get_by_role("button", name="Preview").click()

    preview = page.locator("[data-editor-preview-body]")
    expect(preview.locator("strong")).to_have_text("Fourth")
    expect(preview).to_contain_text("<b>paragraph</b>")


def test_outline_leads_to_a_heading(open_as, drafter, body):
    paper = started(drafter, body, text="\n".join(f"## Part {n}\n\nWords.\n" for n in range(200)))
    page = open_as(drafter, address(paper))

    page.get_by_role("navigation", name="Outline").get_by_role("link", name="Part 150", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.type(", renamed")

    expect(status(page)).to_have_text(SAVED)
    assert "## Part 150, renamed\n" in stored(paper)


def test_without_script_the_same_page_is_a_form(open_as, drafter, working):
    page = open_as(drafter, address(working), java_script_enabled=False)

    page.get_by_label("Working text").fill(TEXT + "Plain.")
    page.get_by_role("button", name="Save").click()

    assert stored(working) == TEXT + "Plain."
