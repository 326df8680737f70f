"""Writing together, measured: a keystroke from one page to the others, beside a server that only passes frames on."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import websockets

from papers.drafting.live.checking import read_state, read_update
from papers.drafting.live.framing import Malformed
from portal.bench.typist import Address, Typist
from portal.bench.victims import Pages

KEYS_A_SECOND = 3.0
CHANCE = random.Random()  # noqa: S311 - when somebody types, not what nobody may guess
SENTENCE = (
    "The working group notes that the interim repair of the network is to be completed within ninety days. "
)


def hundred_pages() -> str:
    """A text of about a hundred pages: three thousand characters each."""
    page = "## Section\n\n" + "\n\n".join(f"{number}. {SENTENCE * 5}" for number in range(1, 7)) + "\n\n"
    return page * 100


@dataclass
class Timing:
    """Milliseconds from a key on one page to the same words in another, and to “saved” on the first."""

    seen: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)

    def line(self) -> tuple[str, ...]:
        return (*quantiles(self.seen), *quantiles(self.saved))


@dataclass
class Clock:
    """When each page typed each key, as (client, clock), and who has seen it."""

    typed: dict[tuple[int, int], float] = field(default_factory=dict)
    timing: Timing = field(default_factory=Timing)

    def arrived(self, payload: bytes, own: int) -> None:
        now = time.perf_counter()
        with suppress(Malformed):
            for client, (start, end) in read_update(payload).structs.items():
                for clock in range(start, end) if client != own else ():
                    typed = self.typed.get((client, clock))
                    if typed is not None:
                        self.timing.seen.append((now - typed) * 1000)


class Page(Typist):
    """A page that notes when words of others arrive."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def key(self) -> None:
        """One letter somewhere in the text, which is all ASCII here."""
        client = self.doc.client_id
        known = read_state(self.doc.get_state()).get(client, 0)
        self.clock.typed[(client, known)] = time.perf_counter()
        self.text.insert(CHANCE.randrange(len(self.text)), "x")

    async def _synchronise(self, step: int, payload: bytes) -> None:
        await super()._synchronise(step, payload)
        if self.synced.is_set():
            self.clock.arrived(payload, self.doc.client_id)


async def typing(
    servers: Sequence[Pages], addresses: Sequence[Address], seconds: float
) -> tuple[Timing, float]:
    """Everybody types for a while; the timing, and how long the first took to open the text, in seconds."""
    clock = Clock()
    pages = [Page(clock) for _address in addresses]
    opened = 0.0
    for number, (page, address) in enumerate(zip(pages, addresses, strict=True)):
        started = time.perf_counter()
        await page.open(replace(address, base=servers[number % len(servers)].base))
        await page.until(lambda page=page: page.is_saved, 60)
        opened = opened or time.perf_counter() - started
    for page in pages:
        page.waits.clear()
    await asyncio.gather(*(_type(page, seconds) for page in pages))
    for page in pages:
        await page.until(lambda page=page: page.is_saved, 60)
        clock.timing.saved += [wait * 1000 for wait in page.waits]
        await page.close()
    return clock.timing, opened


async def floor(base: str, people: int, seconds: float) -> Timing:
    """The same rhythm against the server that only passes frames on."""
    timing, address = Timing(), base.replace("http", "ws", 1)
    lines = [await websockets.connect(address, compression=None, proxy=None) for _person in range(people)]
    ears = [asyncio.create_task(_hear(line, timing)) for line in lines]
    await asyncio.gather(*(_beat(line, seconds) for line in lines))
    await asyncio.sleep(0.5)
    for ear, line in zip(ears, lines, strict=True):
        ear.cancel()
        await line.close()
    return timing


async def idle(
    server: Pages, addresses: Sequence[Address], sockets: int, seconds: float
) -> tuple[float, float]:
    """So many who have the text open and do nothing: MiB and share of a processor."""
    pages = [Typist() for _socket in range(sockets)]
    before = memory(server)
    for number, page in enumerate(pages):
        await page.open(replace(addresses[number % len(addresses)], base=server.base))
        await page.until(lambda page=page: page.is_saved, 60)
    await asyncio.sleep(1)
    used = processor(server)
    await asyncio.sleep(seconds)
    share, grown = (processor(server) - used) / seconds, memory(server) - before
    for page in pages:
        await page.close()
    return grown, share


def memory(server: Pages) -> float:
    """Resident memory of a server in MiB, shared pages counted in part (PSS)."""
    rollup = Path(f"/proc/{server.process.pid}/smaps_rollup").read_text()
    return next(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:")) / 1024


def processor(server: Pages) -> float:
    """Seconds of a processor that a server has used."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def quantiles(milliseconds: Sequence[float]) -> tuple[str, str]:
    """Median and 95th percentile, as they are printed."""
    if len(milliseconds) < 2:
        return ("–", "–")
    return f"{statistics.median(milliseconds):.0f}", f"{statistics.quantiles(milliseconds, n=20)[-1]:.0f}"


async def _type(page: Page, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        await asyncio.sleep(CHANCE.expovariate(KEYS_A_SECOND))
        page.key()


async def _beat(line, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        await asyncio.sleep(CHANCE.expovariate(KEYS_A_SECOND))
        await line.send(repr(time.perf_counter()).encode().ljust(30))


async def _hear(line, timing: Timing) -> None:
    async for frame in line:
        timing.seen.append((time.perf_counter() - float(frame)) * 1000)
