"""Where sockets wait for the database: commits in one thread, so that none waits behind somebody's reading."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections

Answer = TypeVar("Answer")
COMMITS = ThreadPoolExecutor(1, thread_name_prefix="live-commits")
READS = ThreadPoolExecutor(1, thread_name_prefix="live-reads")


async def committing(function: Callable[..., Answer], *arguments: Any) -> Answer:
    """Run what writes."""
    return await _in(COMMITS, function, *arguments)


async def reading(function: Callable[..., Answer], *arguments: Any) -> Answer:
    """Run what reads."""
    return await _in(READS, function, *arguments)


async def _in(pool: ThreadPoolExecutor, function: Callable[..., Answer], *arguments: Any) -> Answer:
    return await asyncio.get_running_loop().run_in_executor(pool, _fresh, function, *arguments)


def _fresh(function: Callable[..., Answer], *arguments: Any) -> Answer:
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()
