"""The room of a text: everybody in this process who has it open, around one copy of the document.

The log is the truth and the room its mirror: a write is committed first, then applied, passed on and acknowledged. What
other processes wrote arrives by a hint, or at the latest when the room looks for itself; whoever cannot be served
truthfully is sent away to come again, and reads everything anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from papers.drafting.live import awareness, door, framing, log
from papers.drafting.live.awareness import Presence
from papers.drafting.live.checking import Change, Span, read_state, read_update
from papers.drafting.live.line import PROCESS, Line
from papers.drafting.live.member import COME_AGAIN, Member
from papers.drafting.live.presence import Presences
from papers.drafting.live.replica import merged
from papers.drafting.live.threads import committing, reading
from papers.drafting.live.writer import Writer

logger = logging.getLogger(__name__)
LOOK_SECONDS, WATCH_SECONDS = 5.0, 10.0
STORE_SECONDS, DRAIN_SECONDS = 2.0, 10.0

rooms: dict[UUID, Room] = {}


class Room:
    """Joined by members; ends with the last of them, with its generation, or when one of its tasks fails."""

    def __init__(self, paper_id: UUID) -> None:
        self.paper_id = paper_id
        self.members: set[Member] = set()
        self.line, self.writer, self.presences = Line(paper_id), Writer(self), Presences()
        self.tasks: set[asyncio.Task[None]] = set()
        self.changed, self.looking = asyncio.Event(), asyncio.Lock()
        self.open = True
        self.ready: asyncio.Task[None] | None = None
        self.frozen: bool | None = None
        self._digest: tuple[int, bytes] = (-1, b"")

    # Coming and going -------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen first, then read the log: what is written in between is heard of."""
        await self.line.subscribe()
        self.replica, self.generation, self.seq = await reading(door.open_text, self.paper_id)
        self.state, self.snapshot_seq = read_state(self.replica.state), self.seq
        for duty in (self.writer.run, self._listening, self._storing, self._watching):
            self._begin(duty)

    async def welcome(self, member: Member) -> None:
        """Bring the room up to date before anybody builds on it; then tell the new member what there is.

        They are asked about once more: a right that ended while they came in was no hint to them yet.
        """
        self.members.add(member)
        await self.catch_up()
        await self.look_at_rights([member])
        member.is_welcome = True
        member.post(framing.mode(member.may_write))
        if member.may_write:
            member.post(framing.step_1(self.replica.state))
        here = self.presences.frame()
        if here:
            member.post(here)

    def leave(self, member: Member) -> None:
        """They are gone; what they had sent is committed all the same."""
        if member in self.members:
            self.members.discard(member)
            self._tell_presence(self.presences.leave(member))
            if not self.members and self.open:
                self._begin(self._drain)

    def close(self, code: int, reason: str = "") -> None:
        """Nobody stays, and nobody joins this room again."""
        self.open = False
        if rooms.get(self.paper_id) is self:
            del rooms[self.paper_id]
        for member in list(self.members):
            member.end(code, reason)
        for task in self.tasks - {asyncio.current_task()}:
            task.cancel()
        self._begin(self.line.unsubscribe)

    async def _drain(self) -> None:
        """The last one left: commit what waits, store the words, close, unless somebody came back."""
        await asyncio.wait([asyncio.create_task(self.writer.waiting.join())], timeout=DRAIN_SECONDS)
        await self._store()
        if not self.members:
            await committing(log.take_snapshot, self.paper_id)
        if not self.members and self.open:
            self.close(COME_AGAIN)

    def _begin(self, duty: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.create_task(self._guarded(duty))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _guarded(self, duty: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """A room whose writer died would say “Saving…” for ever: it ends, and everybody comes again."""
        try:
            await duty()
        except Exception:
            logger.exception("The room of %s could not go on", self.paper_id)
            if self.open:
                self.close(COME_AGAIN)

    # Staying true to the log ------------------------------------------------------------------------------------

    def apply(
        self, rows: Sequence[tuple[int, bytes]], changes: Iterable[Change], author: Member | None = None
    ) -> None:
        """Take in updates that follow on what is here, and send them to everybody but the one who wrote them."""
        payload = rows[0][1] if len(rows) == 1 else merged(payload for _seq, payload in rows)
        self.replica.apply(payload)
        for change in changes:
            change.advance(self.state)
        self.seq = rows[-1][0]
        self.changed.set()
        frame = framing.update(payload)
        for member in self.members:
            if member is not author:
                member.post(frame)

    async def catch_up(self) -> None:
        """Read what others wrote. Another generation ends this room, another stage asks who may still write."""
        async with self.looking:
            news = await reading(door.news, self.paper_id, self.generation, self.seq)
            rows = [(seq, payload) for seq, payload in news.rows if seq > self.seq]
            if rows:
                self.apply(rows, [read_update(payload) for _seq, payload in rows])
        if news.generation != self.generation:
            await self._end_generation(news.generation)
        elif news.frozen != self.frozen:
            was, self.frozen = self.frozen, news.frozen
            if was is not None:
                await self.look_at_rights()

    async def look_at_rights(self, members: Iterable[Member] = ()) -> None:
        """Ask again about these, or everybody: whoever lost access leaves, whoever may write now or no more is told."""
        members = list(members or self.members)
        verdicts = await reading(door.look, self.paper_id, [member.visitor for member in members])
        for member in members:
            verdict = verdicts[member.visitor]
            if verdict.refusal is not None:
                member.end(verdict.refusal)
                self.leave(member)
            elif verdict.may_write != member.may_write:
                self._change_mode(member, verdict.may_write)
            elif member.may_write and member.is_refusing:
                member.post(
                    framing.step_1(self.replica.state)
                )  # what was refused a moment ago may be said anew

    def _change_mode(self, member: Member, may_write: bool) -> None:
        member.may_write = may_write
        member.post(framing.mode(may_write))
        if may_write:
            member.post(framing.step_1(self.replica.state))

    async def _end_generation(self, following: int) -> None:
        """First whoever lost access, then the others, who are told which generation to open."""
        if self.open:
            self.open = False
            await self.look_at_rights()
            self.writer.refuse_all()
            self.close(door.OTHER_GENERATION, str(following))

    async def _listening(self) -> None:
        while self.open:
            message = await self.line.heard(LOOK_SECONDS)
            if message is None or message["type"] == "log":
                await self.catch_up()
            elif message["type"] == "rights":
                await self.catch_up()
                await self.look_at_rights()
            elif message["process"] != PROCESS:
                await self._hear_elsewhere(message)

    async def _hear_elsewhere(self, message: dict[str, Any]) -> None:
        """What a room of the same text in another process passed on."""
        if message["type"] == "presence":
            self.presences.hear_elsewhere(awareness.read(framing.Reader(message["frame"], 1).block()))
            self._post(message["frame"])
            return
        rows = [(seq, payload) for seq, payload in message["rows"] if seq > self.seq]
        follows = bool(rows) and message["generation"] == self.generation and rows[0][0] == self.seq + 1
        if follows and not self.looking.locked():
            self.apply(rows, [read_update(payload) for _seq, payload in rows])
        elif rows:
            await self.catch_up()

    async def _watching(self) -> None:
        """Rights end without a hint as well: a session runs out, a date is reached, the line is down."""
        while self.open:
            await asyncio.sleep(WATCH_SECONDS)
            await self.look_at_rights()

    async def _storing(self) -> None:
        while self.open:
            await self.changed.wait()
            await asyncio.sleep(STORE_SECONDS)
            await self._store()

    async def _store(self) -> None:
        """Store the words, so that pages need not replay the log."""
        if self.changed.is_set():
            self.changed.clear()
            await committing(log.materialise, self.paper_id, self.generation, self.seq, self.replica.text)
        if self.seq - self.snapshot_seq > log.ROWS_BEFORE_SNAPSHOT:
            self.snapshot_seq = self.seq
            await committing(log.take_snapshot, self.paper_id)

    # What the page asks -----------------------------------------------------------------------------------------

    def has_space_for(self, change: Change) -> bool:
        """Whether the text stays within its limit."""
        if len(self.replica.content) + 4 * change.words <= settings.TEXT_LIMIT:
            return True
        return not change.words or len(self.replica.text) + change.words <= settings.TEXT_LIMIT

    def has_text(self, digest: bytes) -> bool:
        """Whether a page that has everything has the text that is here."""
        if self._digest[0] != self.seq:
            self._digest = (self.seq, hashlib.sha256(self.replica.text.encode()).digest())
        return self._digest[1] == digest

    def deleted(self) -> dict[int, list[Span]]:
        """What the document knows to be deleted."""
        return read_update(self.replica.since(self.replica.state)).deletes

    def hear_presence(self, member: Member, told: Iterable[Presence]) -> None:
        """Take what a member says of their own client and pass it on, back to them as well: the line is alive."""
        self._tell_presence(self.presences.hear(member, told))

    def _tell_presence(self, told: list[Presence]) -> None:
        if told:
            frame = awareness.write(told)
            self._post(frame)
            if not self.line.is_alone:
                self._begin(lambda: self.line.tell({"type": "presence", "frame": frame}))

    def _post(self, frame: bytes) -> None:
        for member in self.members:
            member.post(frame)


async def join(paper_id: UUID) -> Room:
    """The room of a text, opened by the first who comes."""
    room = rooms.get(paper_id)
    if room is None or not room.open:
        room = rooms[paper_id] = Room(paper_id)
    room.ready = room.ready or asyncio.create_task(room.start())
    try:
        await asyncio.shield(room.ready)
    except Exception:
        room.close(COME_AGAIN)
        raise
    return room
