"""Words are typed over, on a page of their own or in the text: that is an amendment, by mouse and by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from papers.review.models import Amendment, Suggestion
from portal import reading
from tests.review.making import block, comment_of, open_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHOOSE = """([id, words]) => {
    const place = document.getElementById(id).querySelector(".words");
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.lastIndexOf(words);
        if (at !== -1) getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    }
}"""

ASKED_BESIDE = "performance.getEntriesByType('resource').filter(one => one.name.endsWith('/beside/')).length"


@pytest.fixture
def round(tabled_paper, chair, estmark):
    return open_round(tabled_paper, chair, estmark)


@pytest.fixture
def page(open_as, reviewer, round):
    return open_as(reviewer, reverse("portal:paper-detail", args=[round.paper_id]))


def passage(round, words):
    return next(f"b-{entry['id']}" for entry in round.revision.block_map if words in entry["text"])


def record(page):
    page.get_by_label("Reason").fill("It is shorter.")
    page.get_by_role("button", name="Record the amendment").click()
    expect(page.locator("#news")).to_contain_text("Recorded.")
    return Amendment.objects.get()


def test_words_chosen_in_the_text_are_typed_over_and_become_an_amendment(page, round):
    page.evaluate(CHOOSE, [passage(round, "ninety days"), "days"])
    page.get_by_role("link", name="Amend the chosen words").click()

    page.get_by_label("How the passage is to read").wait_for()
    expect(page.get_by_label("How the passage is to read")).to_be_focused()
    page.keyboard.type("weeks")
    made = record(page)

    assert (made.quote, made.words) == ("days", "weeks")
    assert f"b-{made.block_id}" == passage(round, "ninety days")


def test_of_the_same_words_those_are_marked_that_were_chosen(page, round):
    where = passage(round, "common approach")
    page.evaluate(CHOOSE, [where, "th"])  # the last of them: “network” has none, “the” has
    page.get_by_role("link", name="Amend the chosen words").click()

    field = page.get_by_label("How the passage is to read")
    expect(field).to_be_focused()
    words = field.input_value()
    assert field.evaluate("field => field.selectionStart") == words.rindex("th")


@pytest.fixture
def long_page(monkeypatch, open_as, reviewer, round):
    """The page of a text that is taken for a long one, with a comment on its ninety days; `opened(**ways)`."""
    monkeypatch.setattr(reading, "LONG", 1)
    comment_of(round, reviewer, text="Say from when.", block=block(round, "ninety days"))
    return lambda **ways: open_as(reviewer, reverse("portal:paper-detail", args=[round.paper_id]), **ways)


def test_beside_a_long_text_comments_are_put_to_their_passage_once_the_text_is_there(long_page, round):
    page = long_page()

    note = page.locator(f"#{passage(round, 'ninety days')} .margin .note")
    expect(note).to_contain_text("Say from when.")
    expect(page.get_by_label("Comments 1")).to_be_checked()
    page.get_by_label("Comments 1").uncheck()
    expect(note).to_be_hidden()
    assert page.evaluate(ASKED_BESIDE) == 1
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_beside_a_long_text_that_came_alone_the_way_to_the_comments_stands(long_page, round):
    page = long_page()
    expect(page.locator(".note")).to_have_count(1)
    page.route("**/beside/", lambda route: route.abort("internetdisconnected"))
    page.reload()

    expect(page.get_by_text("could not be fetched; the text is whole")).to_be_visible()
    page.get_by_role("link", name="Load the page with the comments").click()
    expect(page.locator(f"#{passage(round, 'ninety days')} .note")).to_contain_text("Say from when.")


def test_beside_a_long_text_comments_are_a_link_away_without_scripts(long_page, round):
    page = long_page(java_script_enabled=False)

    page.get_by_role("link", name="Load the page with the comments").click()
    expect(page.locator(f"#{passage(round, 'ninety days')} .note")).to_contain_text("Say from when.")


def test_by_keyboard_a_amends_the_paragraph_one_is_at(page, round):
    page.locator(f"#{passage(round, 'ninety days')} .no").focus()
    page.keyboard.press("a")

    expect(page.get_by_label("How the passage is to read")).to_have_value(
        next(entry["text"] for entry in round.revision.block_map if "ninety days" in entry["text"])
    )
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_suggestion_is_typed_in_the_text_tracked_kept_and_not_lost_with_the_line(page, round):
    where = page.locator(f"#{passage(round, 'ninety days')}")
    where.locator(".no").focus()
    page.keyboard.press("s")
    field = page.get_by_label("How the passage is to read")
    expect(field).to_be_focused()
    words = field.input_value()

    field.fill(words.replace("ninety days", "sixty weeks"))
    expect(where.locator("[data-suggest-change] del")).to_have_text(["ninety", "days"])
    expect(where.locator("[data-suggest-change] ins")).to_have_text(["sixty", "weeks"])
    expect(where.get_by_role("status")).to_contain_text("It becomes 1 amendment:")
    assert Suggestion.objects.get().wanted == words.replace("ninety days", "sixty weeks")

    page.context.set_offline(True)
    where.get_by_label("Reason").fill("The last one took longer.")
    page.get_by_role("button", name="Keep the suggestion").click()
    expect(where.get_by_role("status")).to_contain_text("this device keeps what you typed")
    page.context.set_offline(False)
    page.reload()
    expect(where).to_contain_text("Our suggestion")
    where.get_by_role("link", name="Suggest", exact=True).click()
    expect(where.get_by_label("Reason")).to_have_value("The last one took longer.")
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.get_by_role("button", name="Keep the suggestion").click()
    expect(where.locator(".suggesting")).to_have_count(0)
    assert Suggestion.objects.get().reason == "The last one took longer."


def test_nothing_is_offered_while_no_words_are_chosen(page):
    expect(page.get_by_role("link", name="Amend the chosen words")).to_be_hidden()
