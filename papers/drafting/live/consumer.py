"""The socket of a working text: who comes in, and what their frames say. docs/developers/live.md is its contract."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from papers.drafting.live import awareness, door, framing
from papers.drafting.live.checking import read_state, read_update
from papers.drafting.live.framing import Malformed, Reader
from papers.drafting.live.member import COME_AGAIN, MALFORMED, TOO_FAST, TOO_LARGE, Member
from papers.drafting.live.room import Room, join
from papers.drafting.live.threads import reading

logger = logging.getLogger(__name__)


class TextConsumer(AsyncWebsocketConsumer):
    """One connection. It is accepted before it is refused: a browser learns the reason from the code alone."""

    channel_layer_alias = "none"  # rooms listen, not connections
    room: Room | None = None
    member: Member | None = None

    async def connect(self) -> None:
        await self.accept()
        try:
            await self._enter()
        except Malformed:
            await self.close(MALFORMED)
        except Exception:
            logger.exception("A text could not be opened")
            await self.close(COME_AGAIN)

    async def disconnect(self, code: int) -> None:
        if self.member is not None:
            self.member.stop()
            if self.room is not None:
                self.room.leave(self.member)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        member = self.member
        if member is None or member.ending is not None:
            return
        if not bytes_data:
            member.bar(MALFORMED)
        elif len(bytes_data) > settings.FRAME_LIMIT:
            member.end(TOO_LARGE)
        elif not (member.frames.take(1) and member.bytes.take(len(bytes_data))):
            member.end(TOO_FAST)
        else:
            self._hear(member, bytes_data)

    async def _enter(self) -> None:
        mandate_id, generation = _asked(self.scope["query_string"])
        paper_id: UUID = self.scope["url_route"]["kwargs"]["paper"]
        session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        admission = await reading(door.admit, session_key, mandate_id, paper_id)
        if admission.visitor is None:
            await self.close(admission.refusal)
            return
        room = await join(paper_id)
        if room.generation != generation:
            await room.catch_up()
            if not room.open:  # the text began anew, and this room did not know: its next one does
                room = await join(paper_id)
        if room.generation != generation:
            await self.close(door.OTHER_GENERATION if room.open else COME_AGAIN, str(room.generation))
            return
        self.room = room
        self.member = Member(admission.visitor, admission.may_write, self._send, self.close)
        await room.welcome(self.member)

    async def _send(self, frame: bytes) -> None:
        await self.send(bytes_data=frame)

    def _hear(self, member: Member, frame: bytes) -> None:
        try:
            self._understand(member, frame)
        except Malformed as error:
            logger.info("A frame was refused: %s", error)
            member.bar(MALFORMED)

    def _understand(self, member: Member, frame: bytes) -> None:
        room: Any = self.room
        kind = frame[0]
        if kind == framing.SYNC and len(frame) > 1:
            self._synchronise(room, member, frame[1], _only_block(frame, 2))
        elif kind == framing.AWARENESS:
            room.hear_presence(member, awareness.read(_only_block(frame, 1)))
        elif kind == framing.SAME and len(frame) == 33:
            member.post(framing.same(room.has_text(frame[1:])))
        else:
            raise Malformed("a message of no known kind")

    def _synchronise(self, room: Room, member: Member, step: int, payload: bytes) -> None:
        if step == framing.STEP_1:
            read_state(payload)
            member.post(framing.step_2(room.replica.since(payload)))
        elif step in (framing.STEP_2, framing.UPDATE):
            change = read_update(payload)
            if room.has_space_for(change):
                room.writer.offer(member, payload, change, anew=step == framing.STEP_2)
            else:
                member.end(TOO_LARGE)
        else:
            raise Malformed("a step of no known kind")


def _asked(query_string: bytes) -> tuple[UUID, int]:
    """Under which mandate, and which generation of the text the page holds."""
    try:
        asked = parse_qs(query_string.decode("ascii"), strict_parsing=True)
        (mandate,), (generation,) = asked["mandate"], asked["generation"]
        return UUID(mandate), int(generation)
    except (KeyError, ValueError) as error:
        raise Malformed("an address without mandate or generation") from error


def _only_block(frame: bytes, at: int) -> bytes:
    reader = Reader(frame, at)
    payload = reader.block()
    reader.close()
    return payload
