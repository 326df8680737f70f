"""Going back in the working text with the keyboard: the slider, a name, a passage brought back."""

import re

import pytest
from playwright.sync_api import expect

from papers.drafting.live import log
from papers.drafting.models import WorkingText
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIXTY = factories.TEXT.replace("ninety", "sixty")


def test_moment_is_found_named_and_a_passage_of_it_brought_back(open_as, paper, drafter, head):
    factories.save(paper, head, SIXTY)
    factories.save(paper, drafter, SIXTY.replace("thirty", "forty"))
    page = open_as(drafter, f"/papers/{paper.pk}/text/history/?view=now")
    slider = page.get_by_label("Go through the moments")

    expect(slider).to_have_attribute("aria-valuetext", re.compile("drafter of XA"))
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("#moment-h")).to_contain_text("the text with which this history begins")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Issued as Draft 1"))
    expect(slider).to_be_focused()
    assert "at=" in page.url

    page.get_by_label("Name of this moment").fill("Before sixty days")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("navigation", name="Moments").get_by_text("Before sixty days").first
    ).to_be_visible()

    page.get_by_role("checkbox", name=re.compile("within ninety days")).check()
    page.get_by_role("button", name="Bring the ticked passages back").click()
    expect(page.locator("#moment-h")).to_contain_text("brought back")

    text = log.current(WorkingText.objects.get(paper=paper)).text
    assert text == factories.TEXT.replace("thirty", "forty")


def test_moments_are_links_where_there_is_no_script(open_as, paper, drafter):
    factories.save(paper, drafter, SIXTY)
    page = open_as(drafter, f"/papers/{paper.pk}/text/history/", java_script_enabled=False)

    expect(page.get_by_label("Go through the moments")).to_be_hidden()
    page.get_by_role("link", name=re.compile("the text with which this history begins")).click()
    page.get_by_role("link", name="Against now").click()

    expect(page.locator("#moment del", has_text="ninety")).to_be_visible()
