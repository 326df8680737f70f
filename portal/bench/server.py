"""A server of the product as a process of its own, for measuring: cold start, memory, requests over loopback."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

HEADERS = {"Host": "127.0.0.1", "Accept": "text/html", "Connection": "keep-alive"}
SLOWEST_START = 60


@dataclass
class Server:
    """A running server: its process, its port and how long its first answer took, in seconds."""

    process: subprocess.Popen
    port: int
    cold_start: float
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def memory(self) -> float:
        """Resident memory of the process in MiB, shared pages counted in part (PSS)."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return next(int(row.split()[1]) for row in rollup.splitlines() if row.startswith("Pss:")) / 1024

    def ask(self, path: str, posted: dict | None = None) -> tuple[int, bytes, float]:
        """One request on the open line: status, body, milliseconds."""
        self.line = self.line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {**HEADERS, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if posted is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(posted)
        started = time.perf_counter()
        self.line.request("GET" if posted is None else "POST", path, body, headers)
        answer = self.line.getresponse()
        content = answer.read()
        return answer.status, content, (time.perf_counter() - started) * 1000


@contextmanager
def serving() -> Iterator[Server]:
    """A server over the current database; ended by its own process id."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "portal.asgi:application", "--port", str(port), "--log-level", "error",
               "--no-access-log", "--lifespan", "off",
               "--ws", "websockets-sansio", "--ws-max-size", str(4 * settings.FRAME_LIMIT)]  # fmt: skip
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.bench.settings"}
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        server = Server(process, port, 0.0)
        _first_answer(server)
        server.cold_start = time.perf_counter() - started
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def compare(ask: Callable[[], float], floor: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Median milliseconds of a page and of the floor, asked in turns so that noise falls on both."""
    pages, floors = [], []
    for _round in range(rounds):
        floors.append(floor())
        pages.append(ask())
    return statistics.median(pages), statistics.median(floors)


def _first_answer(server: Server) -> None:
    ends = time.monotonic() + SLOWEST_START
    while time.monotonic() < ends:
        try:
            server.ask("/sign-in/")
        except OSError:
            server.line = None
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("the server did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
