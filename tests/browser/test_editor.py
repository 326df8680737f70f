"""The editor in a real browser: what is typed reaches the centre, also with others, without a line, without script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

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
def working(drafter, body):
    return started(drafter, body, text=TEXT)


def address(paper):
    return reverse("drafting:working-edit", args=[paper.pk])


def status(page):
    return page.locator("[data-editor-status]")


def at_end(page):
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")


def cut_when_sending(route):
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.continue_()


def stored(paper):
    paper.working.refresh_from_db()
    return paper.working.text


def test_typed_words_reach_the_centre_by_themselves(open_as, drafter, working):
    page = open_as(drafter, address(working))

    at_end(page)
    page.keyboard.type("Fourth paragraph.")

    expect(status(page)).to_have_text(SAVED)
    assert stored(working) == TEXT + "Fourth paragraph."


def test_words_of_a_second_person_come_in_without_moving_the_caret(open_as, drafter, working):
    page = open_as(drafter, address(working))
    at_end(page)
    save(working, drafter, TEXT.replace("First paragraph.", "First paragraph, changed elsewhere."))

    page.keyboard.type("Fourth")
    expect(status(page)).to_have_text(re.compile("with words of others brought in"))
    page.keyboard.type(" paragraph.")
    page.keyboard.press("Control+s")

    expect(status(page)).to_have_text(SAVED)
    assert stored(working) == (
        "# Title\n\nFirst paragraph, changed elsewhere.\n\nSecond paragraph.\n\nThird paragraph.\nFourth paragraph."
    )


def test_words_typed_without_a_line_are_kept_and_sent_when_it_returns(open_as, drafter, working):
    page = open_as(drafter, address(working))
    page.context.set_offline(True)

    at_end(page)
    page.keyboard.type("Offline.")
    expect(status(page)).to_have_text(re.compile("Not yet at the centre. Kept on this machine since"))
    page.context.set_offline(False)

    expect(status(page)).to_have_text(SAVED)
    assert stored(working) == TEXT + "Offline."


def test_words_that_never_arrived_are_offered_on_the_next_visit(open_as, drafter, working):
    page = open_as(drafter, address(working))
    page.route(f"**{address(working)}", cut_when_sending)
    page.on("dialog", lambda dialog: dialog.accept())
    at_end(page)
    page.keyboard.type("Unsent.")
    expect(status(page)).to_have_text(re.compile("Not yet at the centre"))
    page.unroute_all()

    page.goto(address(working))
    page.get_by_role("button", name="Put them back into the text").click()

    expect(status(page)).to_have_text(SAVED)
    assert stored(working) == TEXT + "Unsent."


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
