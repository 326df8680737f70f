"""Sockets of the suite: the real application in this process, spoken to frame by frame."""

import asyncio

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.db import connections

from papers.drafting.live import framing, threads
from papers.drafting.live.room import rooms
from portal.asgi import application
from portal.bench.typist import Typist

ORIGIN = "http://testserver"


class Wire:
    """One connection of a test, with the line that a Typist speaks over."""

    def __init__(
        self, person, paper, *, generation=None, mandate=None, origin=ORIGIN, session=None, path=None
    ):
        self.session = session or person.client.cookies[settings.SESSION_COOKIE_NAME].value
        mandate = mandate or person.mandate.pk
        path = path or f"/live/papers/{paper.pk}/?mandate={mandate}&generation={generation or 1}"
        path, _, query = path.partition("?")
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        headers = {"host": "testserver", "origin": origin, "cookie": cookie}
        scope = {
            "type": "websocket", "path": path, "query_string": query.encode(), "subprotocols": [],
            "headers": [(name.encode(), value.encode()) for name, value in headers.items() if value is not None],
        }  # fmt: skip
        self.line = ApplicationCommunicator(application, scope)
        self.close_code = None

    async def connect(self):
        """Whether the handshake is accepted."""
        await self.line.send_input({"type": "websocket.connect"})
        return (await self.line.receive_output(20))["type"] == "websocket.accept"

    async def send(self, frame):
        if self.close_code is None:
            content = {"bytes": frame} if isinstance(frame, bytes) else {"text": frame}
            await self.line.send_input({"type": "websocket.receive", **content})

    async def receive(self, seconds=20):
        """The next frame, or None when the socket is closed."""
        event = await self.line.receive_output(seconds)
        if event["type"] == "websocket.close":
            self.close_code = event.get("code")
            return None
        return event["bytes"]

    async def close(self):
        await self.line.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.line.wait(20)

    def __aiter__(self):
        return self

    async def __anext__(self):
        frame = await self.receive(600)
        if frame is None:
            raise StopAsyncIteration
        return frame


class Player(Typist):
    """A page over a wire of the test."""

    async def play(self, wire):
        self.line = wire
        assert await wire.connect()
        self.begin()
        await wire.send(framing.step_1(self.doc.get_state()))
        return self

    async def play_until_synced(self, wire):
        await self.play(wire)
        await self.until(lambda: self.synced.is_set() and (self.mode == 0 or self.is_saved))
        return self

    async def leave(self):
        self.drop()
        await self.line.close()


@pytest.fixture
async def _rooms_closed(transactional_db):
    """After a test nobody is in a room and no thread holds a connection."""
    yield
    for room in list(rooms.values()):
        room.close(4500)
        await asyncio.gather(*room.tasks, return_exceptions=True)
    for pool in (threads.COMMITS, threads.READS):
        pool.submit(connections.close_all).result()


@pytest.fixture
async def wire(_rooms_closed):
    """Makes connections, and ends what a test left open."""
    made = []

    async def make(person, paper, **options):
        made.append(await threads.reading(lambda: Wire(person, paper, **options)))
        return made[-1]

    yield make
    for one in made:
        one.line.stop(exceptions=False)


@pytest.fixture
async def player(wire):
    """Somebody who has the text open."""

    async def make(person, paper, **options):
        return await Player().play_until_synced(await wire(person, paper, **options))

    return make
