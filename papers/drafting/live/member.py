"""One socket as its room sees it: what waits to be sent, which writes are settled, how fast it talks, how it ends."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum
from time import monotonic

from papers.drafting.live import framing
from papers.drafting.live.door import Visitor

log = logging.getLogger(__name__)
MALFORMED, TOO_LARGE, TOO_FAST, COME_AGAIN, TOO_SLOW = 4400, 4413, 4429, 4500, 4503
MOST_FRAMES, MOST_BYTES = 4000, 16 * 1024 * 1024
LAST_WORDS_SECONDS = 1.0


class Fate(Enum):
    """What becomes of a write."""

    TAKEN = "committed"
    NOTHING = "brought nothing new"
    REFUSED = "not taken; nor is what builds on it, until the page has said anew all that it has"
    HELD = "builds on words that the page has yet to bring, and comes once more with them"


class Allowance:
    """So much at once, and so much a second afterwards."""

    def __init__(self, burst: float, rate: float) -> None:
        self.burst, self.rate = burst, rate
        self.left, self.at = burst, monotonic()

    def take(self, amount: float) -> bool:
        now = monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate) - amount
        self.at = now
        return self.left >= 0


class Member:
    """Somebody in the room. Sending never waits for them: what they do not take in time costs them the connection."""

    def __init__(
        self,
        visitor: Visitor,
        may_write: bool,
        send: Callable[[bytes], Awaitable[None]],
        close: Callable[[int, str], Awaitable[None]],
    ) -> None:
        self.visitor, self.may_write = visitor, may_write
        self.client: int | None = None
        self.settled = 0
        self.held = 0
        self.is_welcome = False  # nothing is sent before the room has asked about them
        self.is_barred = False
        self.is_refusing = False  # a write of theirs was refused: what builds on it cannot be taken either
        self.has_said_all = False  # whether the page has answered what the centre asked: all that it has
        self.ending: int | None = None
        self.frames, self.bytes = Allowance(600, 120), Allowance(6 * 1024 * 1024, 512 * 1024)
        self._send, self._close = send, close
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._more = asyncio.Event()
        self._pump = asyncio.create_task(self._pumping())
        self._farewell: asyncio.Task[None] | None = None

    def post(self, frame: bytes) -> None:
        """Put a frame in the way out."""
        if self.ending is not None or not self.is_welcome:
            return
        self._waiting.append(frame)
        self._size += len(frame)
        self._more.set()
        if len(self._waiting) > MOST_FRAMES or self._size > MOST_BYTES:
            self.end(TOO_SLOW)

    def answer(self, fate: Fate, *, anew: bool) -> None:
        """What became of their next write. One that waits for the whole holds up the count, not the text."""
        if fate is Fate.HELD or (self.held and not anew):
            self.held += 1
            return
        self.settled += self.held + 1
        self.held = 0
        if fate is Fate.REFUSED:
            self.is_refusing = True
            self.post(framing.refused(self.settled))
            self.post(framing.DENIED)
        self.post(framing.settled(self.settled))

    def bar(self, code: int) -> None:
        """They sent what nobody's page sends: nothing of theirs that still waits is taken."""
        self.is_barred = True
        self.end(code)

    def end(self, code: int, reason: str = "") -> None:
        """Close with this code after what is already on its way; nothing new is sent from now on."""
        if self.ending is None:
            self.ending = code
            self._more.set()
            self._farewell = asyncio.create_task(self._leaving(code, reason))

    def stop(self) -> None:
        """The socket is gone."""
        self.ending = self.ending or COME_AGAIN
        self._pump.cancel()

    async def _pumping(self) -> None:
        with suppress(Exception):  # the socket broke: its consumer hears of that by itself
            while self._waiting or self.ending is None:
                if self._waiting:
                    frame = self._waiting.popleft()
                    self._size -= len(frame)
                    await self._send(frame)
                else:
                    self._more.clear()
                    await self._more.wait()

    async def _leaving(self, code: int, reason: str) -> None:
        with suppress(Exception):  # a socket that breaks while it is told good-bye is gone as well
            await asyncio.wait([self._pump], timeout=LAST_WORDS_SECONDS)
            self._pump.cancel()
            await self._close(code, reason)
