"""How the house's commands talk, stop, run other programs, and know what is already done."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
LAST_LINES = 15


class Stop(Exception):
    """Nothing more can be done; the sentence says why and what would help."""


def say(sentence: str) -> None:
    """Tell the person what happens now."""
    print(f"==> {sentence}", flush=True)


def digest(paths: Iterable[Path], *more: str) -> str:
    """A fingerprint of these files' names and contents."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        total.update(f"\0{path.relative_to(ROOT)}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_done(stamp: Path, fingerprint: str) -> bool:
    """Whether the step behind this stamp was finished with the same ingredients."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint


def mark_done(stamp: Path, fingerprint: str) -> None:
    """Remember that the step was finished with these ingredients."""
    stamp.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp.write_text(fingerprint, encoding="utf-8")


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment with changes; None takes a variable away."""
    merged = {**os.environ, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def quietly(
    command: Sequence[str | Path], sentence: str, *, cwd: Path = ROOT, env: dict | None = None
) -> None:
    """Run a program; when it fails show its last lines, and stop with the sentence."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise Stop(f"{sentence} ({error})") from None
    if done.returncode:
        lines = done.stdout.decode(errors="replace").splitlines()
        print("\n".join(lines[-LAST_LINES:]), file=sys.stderr)
        raise Stop(sentence)


def loudly(command: Sequence[str | Path], *, env: dict | None = None, timeout: float | None = None) -> int:
    """Run a program that speaks for itself, and return its exit code."""
    try:
        return subprocess.run(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, timeout=timeout
        ).returncode
    except subprocess.TimeoutExpired:
        raise Stop(
            f"{Path(command[0]).name} was stopped: it had not finished after {timeout:.0f} s."
        ) from None


def python(*arguments: str | Path) -> list[str | Path]:
    """A command line of the environment's own Python."""
    return [PYTHON, *arguments]


def manage(*arguments: str | Path) -> list[str | Path]:
    """A command line of manage.py."""
    return python(ROOT / "manage.py", *arguments)


def seconds_since(start: float) -> str:
    """How long it took, for people."""
    return f"{time.monotonic() - start:.0f} s"
