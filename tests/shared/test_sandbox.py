"""The sandbox: what runs in it has no time, memory, network or environment beyond its limits."""

import os
import socket
import sys

import pytest

from papers.shared.sandbox import Limits, SandboxFailure, sandbox_run

QUICK = Limits(seconds=20, cpu_seconds=1, memory=256, file_size=1)


def python(code):
    return [sys.executable, "-I", "-c", code]


def test_sandbox_run_returns_what_was_printed_and_made():
    code = "open('made.txt','w').write(open('given.txt').read().upper()); print('done')"

    outcome = sandbox_run(python(code), files={"given.txt": b"words"}, limits=QUICK)

    assert (outcome.printed, outcome.files) == (b"done\n", {"made.txt": b"WORDS"})


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("while True: pass", "failed"),
        ("x = bytearray(600 * 1024 * 1024)", "failed"),
        ("open('big','wb').write(b'x' * 5_000_000)", "failed"),
        ("import sys; print('bomb'); sys.exit(3)", "refused"),
    ],
    ids=["spins", "memory", "file", "refuses"],
)
def test_sandbox_run_beyond_a_limit_fails(code, kind):
    with pytest.raises(SandboxFailure) as failure:
        sandbox_run(python(code), files={}, limits=QUICK)

    assert failure.value.kind == kind


def test_sandbox_run_that_waits_too_long_is_ended():
    with pytest.raises(SandboxFailure) as failure:
        sandbox_run(python("import time; time.sleep(30)"), files={}, limits=Limits(seconds=1))

    assert failure.value.kind == "time"


def test_sandbox_run_gives_no_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "c4nary")

    outcome = sandbox_run(python("import os; print(dict(os.environ))"), files={}, limits=QUICK)

    assert b"c4nary" not in outcome.printed


@pytest.mark.skipif(os.geteuid() != 0, reason="a network of its own needs root or user namespaces")
def test_sandbox_run_reaches_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=1); print('reached')"

        with pytest.raises(SandboxFailure):
            sandbox_run(python(code), files={}, limits=QUICK)
