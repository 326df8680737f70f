"""Servers that are killed on purpose: always our own, on ports and in folders of their own."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PATIENCE = 180
PORTS = random.Random()  # noqa: S311 - a port is no secret


class Victim:
    """A process that can be killed at any instant and started again."""

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        """Start it, and return once it answers."""
        self.process = self._spawn(self.command())
        ends = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > ends:
                raise TimeoutError(f"{type(self).__name__} did not start: {self.process.poll()}")
            if self.process.poll() is not None:
                time.sleep(1)  # what was killed may hold the port or the folder for a moment
                self.process = self._spawn(self.command())
            time.sleep(0.05)

    def kill(self) -> None:
        """End it without a word."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def answers(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _spawn(self, command: list[str], **options) -> subprocess.Popen:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(command, **quiet, **options)


class Pages(Victim):
    """The product's own server."""

    def __init__(self, **changes: str) -> None:
        super().__init__()
        self.changes = changes

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--only", "pages"]

    def _spawn(self, command: list[str], **options) -> subprocess.Popen:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORT": str(self.port),
                       "BASE_URL": self.base, "LOG_LEVEL": "CRITICAL", **self.changes}  # fmt: skip
        return super()._spawn(command, env=environment, **options)


class Redis(Victim):
    """A Redis that keeps nothing."""

    def command(self) -> list[str]:
        return [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]


class Postgres(Victim):
    """A PostgreSQL with a cluster of its own, as it comes: fsync and synchronous_commit on."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(port)
        self.folder = folder / "cluster"
        self.programs = programs_of_postgres()[-1]
        self.owner = {"user": "postgres"} if os.geteuid() == 0 else {}
        if self.owner:
            shutil.chown(folder, "postgres")
        initdb = [str(self.programs / "initdb"), "-D", str(self.folder), "-U", "postgres", "-A", "trust"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/", **self.owner)

    def command(self) -> list[str]:
        where = ["-D", str(self.folder), "-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.folder)]
        return [str(self.programs / "postgres"), *where]

    def kill(self) -> None:
        """As if the power of its processes were cut: all of them at once, without a checkpoint."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def answers(self) -> bool:
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready).returncode == 0

    def _spawn(self, command: list[str], **options) -> subprocess.Popen:
        return super()._spawn(command, cwd="/", **self.owner, **options)


def programs_of_postgres() -> list[Path]:
    """Where this machine has the programs of PostgreSQL, the newest last."""
    return sorted(path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def can_have_postgres_and_redis() -> bool:
    """Whether servers of our own can be started here."""
    return bool(programs_of_postgres() and shutil.which("redis-server"))


def free_port() -> int:
    """A port below those that outgoing connections take, so that none of them takes it while its server is dead."""
    while True:
        port = PORTS.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
