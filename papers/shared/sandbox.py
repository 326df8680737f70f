"""Every foreign file is parsed here: a child process with limits, an empty environment, a fresh folder, no network."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("sandbox_launcher.py")
LONGEST_RESULT = 40 * 1024 * 1024
REFUSED = 3  # a job ends with this code when it refuses what it was given; its reason is on standard output


@dataclass(frozen=True)
class Limits:
    """Wall and CPU time in seconds, address space and largest written file in MiB."""

    seconds: int = 20
    cpu_seconds: int = 15
    memory: int = 768
    file_size: int = 64


@dataclass(frozen=True)
class Outcome:
    """What the child printed, and the files it left in its folder, by relative name."""

    printed: bytes
    files: dict[str, bytes]


class SandboxFailure(Exception):
    """The child did not finish: `kind` is time, refused or failed; `said` is what a refusing job printed."""

    def __init__(self, kind: str, said: str = "") -> None:
        super().__init__(f"{kind}: {said[:300]}")
        self.kind, self.said = kind, said


def sandbox_run(
    command: Sequence[str | Path], *, files: Mapping[str, bytes], limits: Limits | None = None
) -> Outcome:
    """Run a command over these files in a fresh folder and return what it made.

    Raises SandboxFailure when it breaks a limit, fails, or refuses the files.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        printed = _run([*_launcher(limits), *map(str, command)], folder, limits)
        return Outcome(printed, _left_behind(Path(folder), files))


def python_job(script: Path) -> list[str]:
    """The command that runs one of our own job scripts, isolated from the environment."""
    return [sys.executable, "-I", str(script)]


def _launcher(limits: Limits) -> list[str]:
    numbers = (limits.memory, limits.cpu_seconds, limits.file_size)
    return [*python_job(LAUNCHER), *map(str, numbers)]


def _run(command: list[str], folder: str, limits: Limits) -> bytes:
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    ) as child:  # fmt: skip
        try:
            printed, complaints = child.communicate(timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            raise SandboxFailure("time") from None
    if child.returncode == REFUSED:
        raise SandboxFailure("refused", printed.decode("utf-8", "replace"))
    if child.returncode != 0:
        raise SandboxFailure("failed", complaints.decode("utf-8", "replace"))
    return printed


def _left_behind(folder: Path, given: Mapping[str, bytes]) -> dict[str, bytes]:
    made = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    made = [path for path in made if str(path.relative_to(folder)) not in given]
    if sum(path.stat().st_size for path in made) > LONGEST_RESULT:
        raise SandboxFailure("failed", "the result is too large")
    return {str(path.relative_to(folder)): path.read_bytes() for path in made}
