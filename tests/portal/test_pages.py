"""The handler of pages: threads that stay, and several of them."""

import asyncio
import threading

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import connection, connections
from django.http import HttpResponse
from django.urls import include, path

from portal.pages import PageHandler

both_are_here = threading.Barrier(2, timeout=20)
leaving = threading.Barrier(2, timeout=20)


def where(request):
    """Which thread answers, with which connection to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(f"{threading.current_thread().name} {id(connection.connection)}")


def together(request):
    """Answers only when two of these are being answered at once."""
    both_are_here.wait()
    return HttpResponse("together")


for view in (where, together):
    view.login_required = False

urlpatterns = [path("where/", where), path("together/", together), path("", include("portal.urls"))]


@pytest.fixture
def handler(settings, transactional_db):
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PAGE_THREADS = 2
    handler = PageHandler()
    yield handler
    list(handler.threads.map(lambda _: (leaving.wait(), connections.close_all()), range(2)))


async def ask(handler, address):
    """The body of a page."""
    scope = {
        "type": "http", "method": "GET", "path": address, "query_string": b"", "headers": [(b"host", b"testserver")],
    }  # fmt: skip
    line = ApplicationCommunicator(handler, scope)
    await line.send_input({"type": "http.request"})
    await line.receive_output(20)
    body = await line.receive_output(20)
    await line.wait(20)
    return body["body"].decode()


def test_pages_one_after_the_other_are_answered_by_threads_that_keep_their_connections(handler):
    async def visit():
        return [await ask(handler, "/where/") for _time in range(6)]

    answers = {tuple(one.split()) for one in asyncio.run(visit())}

    threads = {thread for thread, _connection in answers}
    assert threads <= {"page_0", "page_1"}
    assert len(answers) == len(threads)


def test_pages_at_once_do_not_wait_for_each_other(handler):
    async def visit():
        return await asyncio.gather(ask(handler, "/together/"), ask(handler, "/together/"))

    assert asyncio.run(visit()) == ["together", "together"]
