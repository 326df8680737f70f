"""The floor of live editing: a server that passes every frame on to everybody else, and knows nothing."""

from __future__ import annotations

import asyncio
from typing import Any

connections: set[Any] = set()


async def application(scope, receive, send) -> None:
    """Accept, and pass on."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    connections.add(send)
    try:
        while (event := await receive())["type"] == "websocket.receive":
            others = (
                other({"type": "websocket.send", "bytes": event["bytes"]}) for other in connections - {send}
            )
            await asyncio.gather(*others, return_exceptions=True)
    finally:
        connections.discard(send)
