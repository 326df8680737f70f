"""Several people in one text, in real browsers on the real server: nothing that was shown as saved is ever lost."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from papers.drafting import access, services
from papers.drafting.live import log
from papers.drafting.models import Recovery
from papers.shared.templatetags.chancery import built
from tests.factories import started

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not built("editor.js"), reason="the front end is not built"),
]
TEXT = "# Title\n\nFirst paragraph.\n\nSecond paragraph.\n"
PATIENCE = 30_000  # this machine may be busy with other things


@pytest.fixture
def site(server):
    return server.url


@pytest.fixture
def working(drafter, body):
    return started(drafter, body, text=TEXT)


@pytest.fixture
def write(open_as, working):
    """`write(person)`: the page on which this person writes the text, once all of it is there."""

    def open_text(person, **options):
        page = open_as(person, address(working), **options)
        becomes_saved(page)
        return page

    return open_text


def address(paper):
    return reverse("drafting:working-edit", args=[paper.pk])


def status(page):
    return page.locator("[data-editor-status]")


def surface(page):
    return page.locator(".cm-content")


def type_at_end(page, words):
    surface(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def becomes_saved(page):
    """Whatever the language of the page, and however busy this machine."""
    expect(status(page)).to_have_attribute("data-state", "saved", timeout=PATIENCE)


def stored(paper):
    paper.working.refresh_from_db()
    return log.current(paper.working).text


def at_a_shared_computer(person):
    """The same person, who said at sign-in that others use this computer."""
    client = person.client
    session = client.session
    session["shared_computer"] = True
    session.save()
    return SimpleNamespace(client=client)


def kept_on_device(page):
    """What this browser keeps of texts: whose, and whether it arrived."""
    return page.evaluate(
        """async () => {
            if (!(await indexedDB.databases()).length) return [];
            const shelf = await new Promise((done) => {
                const asked = indexedDB.open("chancery");
                asked.onsuccess = () => done(asked.result);
            });
            return new Promise((done) => {
                const rows = shelf.transaction("updates").objectStore("updates").getAll();
                rows.onsuccess = () => (shelf.close(), done(rows.result.map(({ copy }) => copy)));
            });
        }"""
    )


def is_kept(page, words):
    """Wait until the device has each letter: a tab that is killed sooner loses what was on its way to the disk."""
    for _moment in range(200):
        if len(kept_on_device(page)) > len(words):
            return
        page.wait_for_timeout(50)
    pytest.fail("The device did not keep the words.")


def is_wiped(page):
    """Wait until the device has nothing: it forgets only after the centre has said where the words are kept."""
    for _moment in range(200):
        if not kept_on_device(page):
            return
        page.wait_for_timeout(50)
    pytest.fail("The device still keeps words.")


def test_two_people_write_in_one_text_at_once_each_in_their_language(write, drafter, head, working):
    english, arabic = write(drafter), write(head, locale="ar")

    type_at_end(english, "Third paragraph. ")
    expect(surface(arabic)).to_contain_text("Third paragraph.")
    type_at_end(arabic, "فقرة رابعة.")
    expect(surface(english)).to_contain_text("فقرة رابعة.")

    becomes_saved(arabic)
    expect(status(english)).to_have_text(re.compile(r"^All changes saved \d\d:\d\d:\d\d$"))
    assert stored(working) == f"{TEXT}Third paragraph. فقرة رابعة."


def test_others_are_named_with_their_country_and_announced_once(write, drafter, head):
    page, other = write(drafter), write(head)
    surface(other).click()

    people = page.get_by_role("region", name="Here now")
    expect(people.get_by_role("button")).to_have_text(re.compile(r"XA\s*Valoria\s*head of XA"))
    expect(page.locator(".cm-peer[data-d='1'] .cm-peer__flag")).to_have_text("XAhead of XA")
    expect(page.locator("[data-editor-came]")).to_have_text("Here now: head of XA (XA).", timeout=PATIENCE)

    other.close()
    expect(page.locator(".cm-peer")).to_have_count(0)
    expect(page.locator("[data-editor-came]")).to_have_text("Gone: head of XA (XA).", timeout=PATIENCE)


def test_one_undoes_only_what_one_did_oneself(write, drafter, head, working):
    mine, theirs = write(drafter), write(head)
    type_at_end(mine, "Mine.")
    expect(surface(theirs)).to_contain_text("Mine.")
    type_at_end(theirs, "Theirs.")
    expect(surface(mine)).to_contain_text("Theirs.")

    mine.keyboard.press("Control+z")
    expect(surface(theirs)).not_to_contain_text("Mine.")
    becomes_saved(mine)
    assert stored(working) == f"{TEXT}Theirs."

    mine.keyboard.press("Control+y")
    expect(surface(theirs)).to_contain_text("Mine.")
    becomes_saved(mine)
    assert stored(working) == f"{TEXT}Mine.Theirs."


def test_words_typed_offline_survive_the_tab_and_a_killed_centre(write, server, drafter, head, working):
    page, other = write(drafter), write(head)
    page.context.set_offline(True)
    type_at_end(page, "Off.")
    expect(status(page)).to_have_text("Offline: 4 changes kept on this device")
    page.wait_for_timeout(
        200
    )  # the device's own writing; a tab that is killed sooner loses what it had not begun
    page.close(run_before_unload=False)

    server.kill()
    expect(status(other)).to_have_text("Offline: nothing is unsaved")
    type_at_end(other, "While away. ")
    server.start()
    becomes_saved(other)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address(working))

    becomes_saved(again)
    expect(surface(other)).to_contain_text("Off.")
    assert set(stored(working).removeprefix(TEXT).replace("Off.", "|").split("|")) == {"While away. ", ""}


def test_access_that_ends_while_one_types_hands_the_words_back_and_leaves_nothing_on_the_device(
    write, drafter, estmark_head, estmark, working
):
    access.give(working, estmark, "draft", by=drafter.acting)
    page = write(estmark_head)
    type_at_end(page, "Saved. ")
    becomes_saved(page)
    page.context.set_offline(True)
    page.keyboard.type("Never sent.")
    access.end(working, estmark, by=drafter.acting)
    page.context.set_offline(False)

    expect(status(page)).to_have_text("Access ended", timeout=PATIENCE)
    page.get_by_role("link", name="See the words that were kept").wait_for()
    assert [recovery.text for recovery in Recovery.objects.all()] == ["Saved. Never sent."]
    is_wiped(page)
    page.keyboard.type("More.")
    expect(surface(page)).not_to_contain_text("More.")
    assert stored(working) == f"{TEXT}Saved. "


def test_new_generation_while_one_types_opens_the_new_text_and_keeps_what_was_not_sent(
    write, drafter, estmark, working
):
    page = write(drafter)
    page.context.set_offline(True)
    type_at_end(page, "Never sent.")
    access.give(working, estmark, "draft", by=drafter.acting)
    page.context.set_offline(False)

    expect(page.get_by_role("heading", name="The text was opened anew")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("link", name="See the words that were kept")).to_be_visible()
    becomes_saved(page)
    assert [recovery.text for recovery in Recovery.objects.all()] == ["Never sent."]
    type_at_end(page, "In the new one.")
    becomes_saved(page)
    assert stored(working) == f"{TEXT}In the new one."


def test_frozen_text_can_be_read_and_not_written(write, drafter, head, working):
    page = write(drafter)
    services.withdraw(working, by=head.acting)

    expect(status(page)).to_have_text("Read only", timeout=PATIENCE)
    expect(surface(page)).to_have_attribute("aria-readonly", "true")
    type_at_end(page, "No.")
    page.get_by_role("button", name="Bold").click(force=True)
    expect(surface(page)).to_have_text(re.compile(r"^[^*]*Second paragraph\.$"))


def test_shared_computer_keeps_nothing(write, drafter):
    page = write(at_a_shared_computer(drafter))
    page.context.set_offline(True)
    type_at_end(page, "Off.")

    expect(status(page)).to_have_text("Offline: 4 changes, not kept on this device")
    assert kept_on_device(page) == []
    assert page.evaluate("localStorage.length") == 0
    warned = page.evaluate(
        "() => { const event = new Event('beforeunload', { cancelable: true });"
        " dispatchEvent(event); return event.defaultPrevented; }"
    )
    assert warned is True


def test_phone_in_arabic_shows_the_same_truth(open_as, drafter, working):
    page = open_as(
        drafter, address(working), locale="ar", viewport={"width": 390, "height": 844}, has_touch=True
    )

    becomes_saved(page)
    page.context.set_offline(True)
    type_at_end(page, "كلمات")
    expect(status(page)).to_have_attribute("data-state", "offline")
    expect(status(page)).to_contain_text("5")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.set_offline(False)
    becomes_saved(page)
    assert stored(working) == f"{TEXT}كلمات"


def test_two_tabs_of_one_person_bring_both_their_words(write, drafter, working):
    first = write(drafter)
    second = first.context.new_page()
    second.goto(address(working))
    becomes_saved(second)
    first.context.set_offline(True)
    type_at_end(first, "From the first. ")
    type_at_end(second, "From the second. ")
    first.context.set_offline(False)

    becomes_saved(first)
    becomes_saved(second)
    words = stored(working).removeprefix(TEXT)
    assert sorted(words.split(". ")) == ["", "From the first", "From the second"]
    expect(first.locator("[data-editor-here]")).to_be_visible()


def test_who_signs_in_again_finds_the_words_typed_without_a_session_in_the_text(
    write, drafter, server, working
):
    page = write(drafter)
    page.context.set_offline(True)
    type_at_end(page, "Typed meanwhile.")
    Session.objects.all().delete()
    page.context.set_offline(False)
    expect(status(page)).to_have_text("Signed out: 16 changes kept on this device", timeout=PATIENCE)

    cookies = drafter.client.cookies.values()
    page.context.add_cookies([{"name": one.key, "value": one.value, "url": server.url} for one in cookies])
    page.evaluate("dispatchEvent(new Event('focus'))")  # as when one comes back to the window

    becomes_saved(page)
    expect(page.get_by_role("heading", name="You are no longer signed in")).to_have_count(0)
    assert stored(working) == f"{TEXT}Typed meanwhile."


def without_sockets(page):
    page.route_web_socket(re.compile("/live/"), lambda socket: socket.close(code=1011))


def test_page_without_a_socket_goes_back_to_the_plain_form(open_as, drafter, working):
    page = open_as(drafter, reverse("portal:desk"))
    without_sockets(page)
    page.goto(address(working))

    expect(status(page)).to_have_text("Not saved by itself: press Save", timeout=PATIENCE)
    page.get_by_label("Working text").fill(TEXT + "Plain.")
    page.get_by_role("button", name="Save").click()
    assert stored(working) == TEXT + "Plain."


def test_words_that_no_socket_takes_are_kept_before_the_plain_form_opens(write, drafter, working):
    first = write(drafter)
    first.context.set_offline(True)
    type_at_end(first, "Unsent.")
    is_kept(first, "Unsent.")
    first.close(run_before_unload=False)
    first.context.set_offline(False)
    page = first.context.new_page()
    without_sockets(page)
    page.goto(address(working))

    page.get_by_role("button", name="Write in the plain form").click(timeout=PATIENCE)
    page.get_by_role("link", name="See the words that were kept").wait_for()
    expect(page.locator("#ed-text")).to_be_editable()
    assert [recovery.text for recovery in Recovery.objects.all()] == ["Unsent."]
    is_wiped(page)
