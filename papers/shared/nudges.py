"""Hints between processes: “look again”. Nothing rests on them; whoever misses one finds out by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

log = logging.getLogger(__name__)
EVERYBODY = "live.everybody"
SECONDS = 1.0


def after_commit(group: str, message: Mapping[str, Any]) -> None:
    """Tell everyone who listens to the group, once what it tells of is true for them."""
    transaction.on_commit(lambda: send(group, message), robust=True)


def rights_changed() -> None:
    """A mandate, a participation, an account or a session ended: whoever is connected is looked at again."""
    after_commit(EVERYBODY, {"type": "rights"})


def send(group: str, message: Mapping[str, Any]) -> None:
    """Tell them now; when the channel layer cannot be reached, nobody is told and nothing else happens."""
    try:
        async_to_sync(_send)(group, dict(message))
    except Exception as error:  # noqa: BLE001 - whatever the layer raises, the act itself is done
        log.warning("A nudge was lost: %s", error)


async def _send(group: str, message: dict[str, Any]) -> None:
    await asyncio.wait_for(get_channel_layer().group_send(group, message), SECONDS)
