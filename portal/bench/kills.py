"""Servers are killed while people type. Afterwards every acknowledged word is there, once, in every copy."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import websockets
from django.db import connection

from papers.drafting.live import log
from papers.drafting.models import Paper, WorkingText
from portal.bench.typist import Address, Typist
from portal.bench.victims import Pages, Victim

KEYS_A_SECOND = 8.0
SLOWEST_ANSWER = 20.0
CHANCE = random.Random()  # noqa: S311 - when and where, not what nobody may guess


@dataclass
class Count:
    """What came of it. `absent` proves that words can be lost: unacknowledged ones were not on disk."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    unacknowledged: int = 0
    absent: int = 0
    twice: int = 0
    missing_after: int = 0
    diverged: int = 0
    tokens: set[str] = field(default_factory=set, repr=False)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.twice or self.missing_after or self.diverged)


@dataclass
class Writer:
    """A typist, and which word went out with which write."""

    page: Typist
    address: Address
    words: dict[int, str] = field(default_factory=dict)

    async def enter(self, server: Pages) -> None:
        """Connect, as often as it takes."""
        self.words.clear()
        for _attempt in range(40):
            with suppress(OSError, TimeoutError, websockets.WebSocketException):
                await self.page.open(replace(self.address, base=server.base))
                await self.page.until(lambda: self.page.is_saved or self.page.code is not None, 20)
                if self.page.code is None:
                    return
            self.page.drop()
            await asyncio.sleep(0.25)
        raise TimeoutError(f"could not come back: code {self.page.code}")

    async def write(self, name: str) -> None:
        """One word after another, each on a line of its own, anywhere in the text."""
        number = 0
        while self.page.code is None:
            await asyncio.sleep(CHANCE.expovariate(KEYS_A_SECOND))
            text, word = str(self.page.text), f"{name}.{number};"
            places = [at + 1 for at, sign in enumerate(text) if sign == "\n"] or [0]
            self.page.type(CHANCE.choice(places), f"{word}\n")
            self.words[self.page.sent + self.page.waiting] = word
            number += 1


async def run(
    paper: Paper,
    addresses: Sequence[Address],
    servers: Sequence[Pages],
    victims: Sequence[Victim],
    kills: int,
) -> Count:
    """Kill the victims in turn, at random instants; count, restart, and let everybody come back."""
    count = Count()
    writers = [Writer(Typist(), address) for address in addresses]
    for number in range(kills):
        await _together(writers, servers)
        victim = victims[number % len(victims)]
        await _write_until_killed(writers, victim, number)
        await _judge(count, paper, writers, [server for server in servers if server is victim], victim)
        print(f"kill {number + 1}: {count}", flush=True)  # noqa: T201 - a long run shows that it lives
    await _together(writers, servers)
    await _compare(count, paper, writers)
    for writer in writers:
        await writer.page.close()
    return count


async def _together(writers: Sequence[Writer], servers: Sequence[Pages]) -> None:
    await asyncio.gather(
        *(writer.enter(servers[number % len(servers)]) for number, writer in enumerate(writers))
    )


async def _write_until_killed(writers: Sequence[Writer], victim: Victim, number: int) -> None:
    """At a random instant, but on a slow machine not before something was acknowledged that could be lost."""
    already = _settled(writers)
    typing = [asyncio.create_task(writer.write(f"{number}.{who}")) for who, writer in enumerate(writers)]
    await asyncio.sleep(CHANCE.uniform(0.2, 1.6))
    with suppress(TimeoutError):
        await writers[0].page.until(lambda: _settled(writers) >= already + len(writers), SLOWEST_ANSWER)
    await asyncio.sleep(CHANCE.uniform(0, 0.2))
    await asyncio.to_thread(victim.kill)
    await asyncio.sleep(0.2)
    for task in typing:
        task.cancel()
    await asyncio.gather(*typing, return_exceptions=True)


def _settled(writers: Sequence[Writer]) -> int:
    return sum(writer.page.settled for writer in writers)


async def _judge(
    count: Count, paper: Paper, writers: Sequence[Writer], dead: Sequence[Pages], victim: Victim
) -> None:
    """Before anybody comes back: which words are on disk."""
    saved, unsaved = set(), set()
    for writer in writers:
        for write, word in writer.words.items():
            (saved if write <= writer.page.settled else unsaved).add(word)
        writer.page.drop()
    if not dead:
        await asyncio.to_thread(victim.start)
    text = await asyncio.to_thread(text_on_disk, paper)
    lines = text.split("\n")
    count.kills += 1
    count.acknowledged += len(saved)
    count.tokens |= saved
    count.lost += len(count.tokens - set(lines))
    count.unacknowledged += len(unsaved)
    count.absent += len(unsaved - set(lines))
    count.tokens |= unsaved  # they are still on their author's machine, and come back with them
    if dead:
        await asyncio.to_thread(victim.start)


async def _compare(count: Count, paper: Paper, writers: Sequence[Writer]) -> None:
    """When all are back: one text everywhere, each word in it once."""
    for _attempt in range(100):
        text = await asyncio.to_thread(text_on_disk, paper)
        copies = {text, *(str(writer.page.text) for writer in writers)}
        if len(copies) == 1 and all(writer.page.is_saved for writer in writers):
            break
        await asyncio.sleep(0.2)
    count.diverged = len(copies) - 1
    lines = text.split("\n")
    count.missing_after = len(count.tokens - set(lines))
    count.twice = sum(lines.count(word) > 1 for word in count.tokens)


def text_on_disk(paper: Paper) -> str:
    """The text as its log gives it, update by update from the first; over a connection that nobody killed."""
    connection.close()
    working = WorkingText.objects.get(paper=paper)
    return log.text_at(working.paper_id, working.head_seq) or ""
