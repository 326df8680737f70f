"""A page as a program plays it: the browser's messages, a document of its own, and counts of what is saved."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass

import websockets
from pycrdt import Doc, Text

from papers.drafting.live import framing
from papers.drafting.live.framing import Reader
from papers.drafting.live.replica import NAME, NOTHING


@dataclass(frozen=True)
class Address:
    """Where a text is written live, and as whom."""

    base: str  # http://127.0.0.1:8000
    paper: str
    mandate: str
    cookie: str
    generation: int = 1

    @property
    def url(self) -> str:
        base = self.base.replace("http", "ws", 1)
        return f"{base}/live/papers/{self.paper}/?mandate={self.mandate}&generation={self.generation}"


class Typist:
    """Types, receives, reconnects. Writes are counted as the page counts them."""

    def __init__(self) -> None:
        self.doc: Doc = Doc()
        self.text = self.doc.get(NAME, type=Text)
        self.sent = self.settled = 0
        self.refused: list[int] = []
        self.mode: int | None = None
        self.code: int | None = None
        self.same: bool | None = None
        self.synced, self.moved = asyncio.Event(), asyncio.Event()
        self.sent_at: dict[int, float] = {}
        self.waits: list[float] = []
        self.heard: list[bytes] = []
        self.on_change = lambda: None
        self._listening = True
        self._out: asyncio.Queue[bytes] = asyncio.Queue()
        self._tasks: list[asyncio.Task] = []
        self._subscription = self.doc.observe(self._changed)

    @property
    def is_saved(self) -> bool:
        return self.synced.is_set() and self.sent > 0 and self.sent == self.settled and self._out.empty()

    @property
    def waiting(self) -> int:
        """Writes that are yet to be sent."""
        return self._out.qsize()

    async def open(self, address: Address) -> None:
        """Connect and ask for what there is; what was typed before goes along when the centre asks."""
        self.line = await websockets.connect(
            address.url, origin=address.base, additional_headers={"Cookie": address.cookie}, max_size=None,
            compression=None, ping_interval=None, proxy=None,
        )  # fmt: skip
        self.begin()
        await self.line.send(framing.step_1(self.doc.get_state()))

    def begin(self) -> None:
        """A new connection: nothing is sent or settled on it yet."""
        self.sent = self.settled = 0
        self.code = self.mode = None
        self.refused = []
        self._out = asyncio.Queue()
        self.synced.clear()
        self._tasks = [asyncio.create_task(self._receiving()), asyncio.create_task(self._sending())]

    async def close(self) -> None:
        """Go, as a tab that is closed."""
        self.drop()
        with suppress(Exception):
            await self.line.close()

    def drop(self) -> None:
        """Listen no more, as if the line were cut."""
        for task in self._tasks:
            task.cancel()

    def type(self, at: int, words: str) -> None:
        """Write words at a character."""
        self.text.insert(len(str(self.text)[:at].encode()), words)

    def cut(self, at: int, count: int) -> None:
        """Delete so many characters from one on."""
        now = str(self.text)
        start = len(now[:at].encode())
        del self.text[start : start + len(now[at : at + count].encode())]

    async def until(self, test, seconds: float = 10.0) -> None:
        """Wait until something is so."""
        ends = time.monotonic() + seconds
        while not test():
            self.moved.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.moved.wait(), min(0.2, seconds))
            if time.monotonic() > ends:
                raise TimeoutError(
                    f"mode {self.mode}, sent {self.sent}, settled {self.settled}, code {self.code}"
                )

    def _changed(self, event) -> None:
        if self._listening and event.update != NOTHING:
            self._out.put_nowait(framing.update(event.update))

    async def _sending(self) -> None:
        await self.synced.wait()
        while True:
            await self._send(await self._out.get())

    async def _send(self, frame: bytes) -> None:
        self.sent += 1
        self.sent_at[self.sent] = time.perf_counter()
        with suppress(websockets.ConnectionClosed):
            await self.line.send(frame)

    async def _receiving(self) -> None:
        with suppress(websockets.ConnectionClosed):
            async for frame in self.line:
                self.heard.append(frame[:2])
                await self._hear(frame)
                self.moved.set()
        self.code = self.line.close_code
        self.moved.set()

    async def _hear(self, frame: bytes) -> None:
        if frame[0] == framing.SYNC:
            await self._synchronise(frame[1], Reader(frame, 2).block())
        elif frame[0] == framing.SETTLED:
            self._settle(Reader(frame, 1).number())
        elif frame[0] == framing.REFUSED:
            self.refused.append(Reader(frame, 1).number())
        elif frame[0] == framing.MODE:
            self.mode = frame[1]
        elif frame[0] == framing.SAME:
            self.same = bool(frame[1])

    async def _synchronise(self, step: int, payload: bytes) -> None:
        if step == framing.STEP_1:
            while not self._out.empty():
                self._out.get_nowait()  # it is all in the answer
            await self._send(framing.step_2(self.doc.get_update(payload)))
            return
        self._listening = False
        self.doc.apply_update(payload)
        self._listening = True
        if step == framing.STEP_2:
            self.synced.set()
        self.on_change()

    def _settle(self, count: int) -> None:
        now = time.perf_counter()
        self.waits += [now - self.sent_at.pop(one) for one in range(self.settled + 1, count + 1)]
        self.settled = count
