"""What is typed into a form stays when it cannot be sent: without a line the page says so and keeps the words."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from papers.delegations import services as delegations
from papers.drafting.models import Paper
from tests.cast import SETUP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Spare parts for pumping stations"


def test_form_sent_without_a_line_stays_with_its_words_and_is_sent_when_it_returns(open_as, drafter, body):
    page = open_as(drafter, reverse("drafting:paper-start"))
    page.get_by_label("Title").fill(TITLE)
    page.context.set_offline(True)

    page.get_by_role("button", name="Start the paper").click()
    expect(page.locator("#news")).to_contain_text("The line dropped. Nothing was recorded at the centre")
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    page.context.set_offline(False)
    page.get_by_role("button", name="Start the paper").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert [paper.title for paper in Paper.objects.all()] == [TITLE]


def test_back_from_an_error_page_of_the_browser_leads_to_the_form_with_its_words(open_as, drafter, body):
    page = open_as(drafter, reverse("drafting:paper-start"))
    page.get_by_label("Title").fill(TITLE)
    page.evaluate("Object.defineProperty(navigator, 'onLine', { value: true })")
    page.context.set_offline(True)

    page.get_by_role("button", name="Start the paper").click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.go_back()

    expect(page.get_by_label("Title")).to_have_value(TITLE)


def test_button_that_says_which_is_sent_with_its_form(open_as, drafter, estmark):
    seat = delegations.add_seat(estmark, title="Reader", role="reader", by=SETUP)
    delegations.accredit(drafter.user, seat, by=SETUP)
    page = open_as(drafter, "/")
    page.get_by_role("button", name="Acting for").click()

    page.get_by_role("button", name="Act for XB Estmark").click()

    expect(page.get_by_role("button", name="Acting for XB Estmark")).to_be_visible()
