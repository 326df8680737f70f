"""What members write: in order of arrival, many in one transaction, applied and acknowledged once it is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from papers.drafting.live import log, store
from papers.drafting.live.checking import Change, is_known, read_update
from papers.drafting.live.member import COME_AGAIN, MALFORMED, Fate, Member
from papers.drafting.live.replica import CENTRE
from papers.drafting.live.store import Offer
from papers.drafting.live.threads import committing, reading

if TYPE_CHECKING:
    from papers.drafting.live.room import Room

MOST_TOGETHER = 256
MOST_WAITING = 4000


class Write(NamedTuple):
    """A write on its way: of whom, which bytes, what they bring; without a change it only waits for its turn."""

    member: Member
    payload: bytes
    change: Change | None
    anew: bool = False  # all that a page has, which does not build on what was refused

    @property
    def offer(self) -> Offer:
        return Offer(self.member.visitor.user_id, self.member.visitor.mandate_id, self.payload)


class Writer:
    """The one place where a room writes."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.waiting: asyncio.Queue[Write] = asyncio.Queue()
        self.authors: dict[int, Any] = {}  # who writes under which client id
        self.knows_all_authors = False

    def offer(self, member: Member, payload: bytes, change: Change, *, anew: bool) -> None:
        """Take a write in, behind those before it."""
        if self.waiting.qsize() > MOST_WAITING:
            member.end(COME_AGAIN)
            return
        known = None if self._brings_nothing(change, anew=anew) else change
        self.waiting.put_nowait(Write(member, payload, known, anew))

    async def run(self) -> None:
        """Commit what waits, as long as the room is open."""
        while self.room.open:
            batch = [await self.waiting.get()]
            while len(batch) < MOST_TOGETHER and not self.waiting.empty():
                batch.append(self.waiting.get_nowait())
            await self._commit(batch)
            for _write in batch:
                self.waiting.task_done()

    def refuse_all(self) -> None:
        """Nothing that still waits is taken."""
        while not self.waiting.empty():
            write = self.waiting.get_nowait()
            write.member.answer(Fate.REFUSED if write.change else Fate.NOTHING, anew=write.anew)
            self.waiting.task_done()

    async def _commit(self, batch: Sequence[Write]) -> None:
        """One transaction for all of it; what is not committed is not acknowledged."""
        await self._learn_authors(batch)
        room, fates = self.room, self._judge(batch)
        taken = [write for write, fate in zip(batch, fates, strict=True) if fate is Fate.TAKEN]
        offers = [write.offer for write in taken]
        seqs = await committing(store.append, room.paper_id, room.generation, offers) if offers else []
        await self._take_in([(seq, write) for seq, write in zip(seqs, taken, strict=True) if seq is not None])
        answers = iter(seqs)
        for write, fate in zip(batch, fates, strict=True):
            is_lost = fate is Fate.TAKEN and next(answers) is None
            write.member.answer(Fate.REFUSED if is_lost else fate, anew=write.anew)
        if None in seqs:
            await room.catch_up()
            await room.look_at_rights()

    async def _take_in(self, committed: Sequence[tuple[int, Write]]) -> None:
        """Apply and pass on what is committed; if others wrote in between, all of it comes from the log, in order."""
        if not committed:
            return
        if committed[0][0] != self.room.seq + 1:
            await self.room.catch_up()
            return
        rows = [(seq, write.payload) for seq, write in committed]
        author = committed[0][1].member if len(rows) == 1 else None
        self.room.apply(rows, [write.change for _seq, write in committed if write.change], author)
        await self.room.line.tell({"type": "rows", "generation": self.room.generation, "rows": rows})

    def _judge(self, batch: Sequence[Write]) -> list[Fate]:
        """Which writes may go into the log, each building on what is known when its turn comes."""
        known = dict(self.room.state)
        return [self._fate(write, known) for write in batch]

    def _fate(self, write: Write, known: dict[int, int]) -> Fate:
        member, change = write.member, write.change
        if write.anew:
            member.is_refusing, member.has_said_all = False, True
        if change is None:
            return Fate.NOTHING
        if member.is_barred or member.is_refusing or not member.may_write:
            return _refused(member)
        if not change.fits(known):
            return _unfit(member)
        if self._is_forged(change, member, known):
            member.bar(MALFORMED)
            return Fate.REFUSED
        change.advance(known)
        return Fate.TAKEN

    def _is_forged(self, change: Change, member: Member, known: dict[int, int]) -> bool:
        """Whether words would be written under the id of the centre or of somebody else."""
        writer = member.visitor.user_id
        return any(
            client == CENTRE or self.authors.setdefault(client, writer) != writer
            for client in change.news(known)
        )

    async def _learn_authors(self, batch: Sequence[Write]) -> None:
        """Somebody goes on under an id that wrote before this room was opened: the log says whose it is."""
        known = self.room.state
        if self.knows_all_authors or not any(
            client in known and client not in self.authors
            for write in batch
            if write.change
            for client in write.change.news(known)
        ):
            return
        rows = await reading(log.payloads_by_author, self.room.paper_id, self.room.generation)
        for author, payload in rows:
            for client in read_update(payload).structs:
                self.authors.setdefault(client, author)
        self.knows_all_authors = True

    def _brings_nothing(self, change: Change, *, anew: bool) -> bool:
        """Whether all of it is known. A page's full answer names every deletion there ever was: these are compared."""
        if change.news(self.room.state):
            return False
        return not change.deletes or (anew and is_known(change.deletes, self.room.deleted()))


def _refused(member: Member) -> Fate:
    member.is_refusing = True
    return Fate.REFUSED


def _unfit(member: Member) -> Fate:
    """What was typed before the page said all that it has builds on that, and comes with it once more."""
    if not member.has_said_all:
        return Fate.HELD
    member.end(COME_AGAIN)
    return _refused(member)
