"""The line between processes that have the same text open. It carries hints; the log carries the text."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from uuid import UUID, uuid4

from channels.layers import InMemoryChannelLayer, get_channel_layer

from papers.drafting.live.nudges import group_of
from papers.shared.nudges import EVERYBODY

logger = logging.getLogger(__name__)
PROCESS = uuid4().hex
SECONDS, MOST_BYTES = 1.0, 64 * 1024


class Line:
    """What a room hears, and what it tells other processes. When the line is down, nobody is told and all goes on."""

    def __init__(self, paper_id: UUID) -> None:
        self.group, self.layer = group_of(paper_id), get_channel_layer()
        self.channel: str | None = None

    @property
    def is_alone(self) -> bool:
        """Whether no other process could hear."""
        return isinstance(self.layer, InMemoryChannelLayer)

    async def subscribe(self) -> None:
        """Listen, if it can be listened; `heard` tries again otherwise."""
        try:
            channel = await self.layer.new_channel()
            for group in (self.group, EVERYBODY):
                await asyncio.wait_for(self.layer.group_add(group, channel), SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever the layer raises, the room looks for itself
            logger.warning("A room hears of nothing for now: %s", error)
        else:
            self.channel = channel

    async def unsubscribe(self) -> None:
        """Listen no more."""
        channel, self.channel = self.channel, None
        for group in (self.group, EVERYBODY) if channel else ():
            try:
                await asyncio.wait_for(self.layer.group_discard(group, channel), SECONDS)
            except Exception as error:  # noqa: BLE001 - a layer that is away forgets us by itself
                logger.debug("Not unsubscribed: %s", error)

    async def heard(self, seconds: float) -> dict[str, Any] | None:
        """The next hint of somebody else, or None when none came for so long."""
        if self.channel is None:
            await asyncio.sleep(seconds)
            await self.subscribe()
            return None
        try:
            message: dict[str, Any] = await asyncio.wait_for(self.layer.receive(self.channel), seconds)
        except TimeoutError:
            return None
        return message

    async def tell(self, message: dict[str, Any]) -> None:
        """Tell the other processes; they find out by themselves when this fails."""
        if self.is_alone:
            return
        if sum(len(payload) for _seq, payload in message.get("rows", ())) > MOST_BYTES:
            message = {"type": "log"}
        try:
            sent = self.layer.group_send(self.group, {**message, "process": PROCESS})
            await asyncio.wait_for(sent, SECONDS)
        except Exception as error:  # noqa: BLE001 - as above
            logger.warning("A hint was lost: %s", error)
