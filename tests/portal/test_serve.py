"""The one command that serves everything, started for real."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The data folder of an installation that has its tables and static files."""
    folder = tmp_path_factory.mktemp("installation")
    for command in (["migrate", "--no-input", "-v", "0"], ["collectstatic", "--no-input", "-v", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment(folder), check=True)
    return folder


@pytest.fixture
def port():
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(data, port):
    """Start `manage.py serve`; whatever a test leaves running is ended after it."""
    started = []

    def start(**variables):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(data, PORT=str(port), **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        children = children_of(process.pid)
        process.kill()
        for child in children:
            os.kill(child, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()


def test_serve_says_where_it_is_and_answers_there(serve, port):
    process = serve()

    said = process.stdout.readline() + process.stdout.readline()

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=PATIENCE) as page:
        assert (said, page.status) == (f"\nChancery is at http://127.0.0.1:{port} (Ctrl-C stops it).\n", 200)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_told_to_stop_ends_with_its_clock(serve, number):
    process = serve()
    clock = clock_of(process)

    process.send_signal(number)

    assert (process.wait(PATIENCE), eventually(lambda: is_gone(clock))) == (0, True)


def test_serve_killed_leaves_no_clock_behind(serve):
    process = serve()
    clock = clock_of(process)

    process.kill()

    assert eventually(lambda: is_gone(clock))


def test_serve_starts_its_clock_again_when_that_is_killed(serve):
    process = serve()
    clock = clock_of(process)

    os.kill(clock, signal.SIGKILL)

    assert eventually(lambda: set(children_of(process.pid)) - {clock})


def test_serve_on_a_port_in_use_says_so_and_fails(serve, port):
    with socket.create_server(("127.0.0.1", port)):
        process = serve()
        _, said = process.communicate(timeout=PATIENCE)

    assert (process.returncode, said.strip()) == (
        1,
        f"CommandError: Port {port} is already in use: stop the other program, or choose another with PORT=….",
    )


def test_serve_to_others_with_the_known_secret_is_refused(serve):
    process = serve(HOST="0.0.0.0")  # noqa: S104 - the point of the test
    _, said = process.communicate(timeout=PATIENCE)

    assert (process.returncode, said.strip()) == (
        1,
        "CommandError: Set SECRET_KEY before serving on 0.0.0.0: without it anyone could forge a session.",
    )


def environment(folder, **variables):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **variables}


def clock_of(process):
    """The process id of the clock, once the pages answer."""
    process.stdout.readline()
    process.stdout.readline()
    (clock,) = children_of(process.pid)
    return clock


def children_of(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if "Z" not in line.split()[1]]


def is_gone(pid):
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return not state or state.startswith("Z")


def eventually(condition):
    """Ask until it is so; a bounded wait on another process, which cannot tell us when."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False
