"""Main pages in a real browser: no fault that axe finds, nothing wider than the window, Arabic from the right."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 320, "height": 700}, {"width": 1440, "height": 900}
PAGES = [
    "portal:desk",
    "drafting:paper-list",
    "drafting:paper-start",
    "delegations:delegation-list",
    "search:results",
]
PAPER_PAGES = [
    "portal:paper-detail",
    "portal:paper-record",
    "drafting:working-edit",
    "drafting:history-detail",
    "drafting:hold-list",
    "drafting:picture-add",
    "drafting:revision-list",
    "drafting:access-detail",
]


@pytest.fixture
def site(server):
    return server.url


def faults(page):
    """What axe found, in a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def overhang(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def look_at(page, addresses):
    """Address, faults and overhang of every page that has any."""
    seen = []
    for address in addresses:
        page.goto(address)
        seen.append((address, faults(page), overhang(page)))
    return [each for each in seen if each[1] or each[2] > 0]


def addresses(paper):
    return [*map(reverse, PAGES), *(reverse(name, args=[paper.pk]) for name in PAPER_PAGES)]


@pytest.mark.parametrize(
    ("size", "light"), [(DESK, "light"), (PHONE, "dark")], ids=["desk in light", "phone in dark"]
)
def test_pages_have_no_fault_and_fit_the_window(open_as, drafter, paper, size, light):
    page = open_as(drafter, "/", viewport=size, color_scheme=light)

    assert look_at(page, addresses(paper)) == []


def test_arabic_pages_read_from_the_right_and_fit_the_window(open_as, drafter, paper):
    page = open_as(drafter, "/", viewport=PHONE)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": page.url}])

    assert look_at(page, addresses(paper)) == []
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.get_by_role("link", name="الأوراق").is_visible()


def test_sign_in_page_has_no_fault(open_as):
    page = open_as(None, reverse("portal:sign-in"))

    assert faults(page) == []


def test_chosen_light_holds_against_the_system(open_as, drafter):
    page = open_as(drafter, "/", color_scheme="light")
    page.get_by_role("button", name="Acting for").click()
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Set language and light").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 20, 22)"
