"""A comparison in a real browser: keys lead from change to change, an address leads back to one, axe finds no fault."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

from papers.drafting import services
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 800}
OLD = factories.TEXT + "\n| Site | Litres |\n|---|---|\n| North | 14 |\n| South | 23 |\n"
NEW = OLD.replace("ninety", "sixty").replace("common approach", "shared approach").replace("| 23 |", "| 25 |")


@pytest.fixture
def compared(paper, drafter):
    """The address of a comparison with three changes."""
    for text in (OLD, NEW):
        factories.save(paper, drafter, text)
        services.issue_revision(paper, by=drafter.acting)
    return f"/papers/{paper.pk}/compare/?from=2&to=3"


def faults(page):
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def overhang(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def focused(page):
    return page.evaluate("document.activeElement.dataset.change")


def test_keys_and_buttons_lead_from_change_to_change_and_say_where_one_is(open_as, drafter, compared):
    page = open_as(drafter, compared)

    page.keyboard.press("n")
    first = focused(page)
    page.keyboard.press("n")
    page.get_by_role("button", name="Next change").click()

    expect(page.get_by_role("status").filter(has_text="Change")).to_have_text("Change 3 of 3")
    page.keyboard.press("p")
    assert (first, focused(page)) == ("1", "2")


def test_keys_leave_the_fields_alone(open_as, drafter, compared):
    page = open_as(drafter, compared)

    page.get_by_label("Changes by").focus()
    page.keyboard.press("n")

    assert focused(page) is None


def test_address_of_a_change_leads_back_to_it(open_as, drafter, compared):
    page = open_as(drafter, compared)
    for _change in range(2):
        page.keyboard.press("n")

    page.reload()

    expect(page.locator("[data-change]:target")).to_have_attribute("data-change", "2")
    expect(page.locator("[data-change]:target")).to_be_in_viewport()


def test_changes_alone_hide_what_is_the_same(open_as, drafter, compared):
    page = open_as(drafter, compared)

    page.get_by_role("link", name="Changes only").click()

    expect(page.locator("[data-change]")).to_have_count(3)
    expect(page.get_by_text("are the same")).to_have_count(0)


def test_comparison_has_no_fault_and_fits_a_phone_in_both_directions(open_as, drafter, compared):
    page = open_as(drafter, f"{compared}&view=inline", viewport=PHONE)
    seen = [(faults(page), overhang(page))]
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": page.url}])
    page.goto(compared)
    seen.append((faults(page), overhang(page)))

    assert seen == [([], 0), ([], 0)]
