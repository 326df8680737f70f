"""A real browser on the running product: pages as people see them, and a watch over what the browser complains of."""

import logging

import pytest
from playwright.sync_api import expect, sync_playwright

from portal import chromium
from tests.browser.server import Server

EXPECTED = (
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "WebSocket is closed before the connection is established",
    "the server responded with a status of 4",
)
expect.set_options(timeout=20_000)  # a page may take its time beside three other browsers on two cores
logger = logging.getLogger(__name__)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember that a test failed, so that its pages can say where they stood."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the tests
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """The real server with its sockets, in a process of its own, over the database of the tests."""
    with django_db_blocker.unblock():
        served = Server(tmp_path_factory.mktemp("server"))
        served.start()
    yield served
    served.stop()


@pytest.fixture
def site(live_server):
    """The address that pages are opened from. This server has no sockets; modules that need them use `server`."""
    return live_server.url


@pytest.fixture
def open_as(request, browser, site):
    """`open_as(person, path)`: a page in a browser of that person's own; complaints of the browser fail the test."""
    contexts, complaints = [], []

    def hear(message):
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            complaints.append(message.text)

    def open_page(person, path, **options):
        context = browser.new_context(base_url=site, reduced_motion="reduce", **options)
        contexts.append(context)
        if "server" not in request.fixturenames:
            context.route_web_socket("**/live/**", lambda socket: socket.close(code=1013))
        if person is not None:
            cookies = person.client.cookies.values()
            context.add_cookies([{"name": each.key, "value": each.value, "url": site} for each in cookies])
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    failed = request.node.stash.get(FAILED, False)
    for context in contexts:
        if failed:
            for page in context.pages:
                logger.warning("Stood at %s: %s", page.url, page.get_by_role("main").all_inner_texts())
        context.close()
    assert complaints == []
