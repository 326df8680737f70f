"""What only CI needs from the machine: Chromium, PostgreSQL and Redis, installed and started if they are not."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from steps import CI, ROOT, Stop, python, quietly, say

sys.path.insert(0, str(ROOT))
from portal import chromium

PATIENCE = 30


def ensure_chromium() -> None:
    """The browser for the browser tests: installed where that can be done, a must in CI."""
    if chromium.find():
        return
    try:
        apt_install("chromium")
    except Stop as reason:
        if CI:
            raise
        say(f"No Chromium: browser tests will be skipped. {reason}")


def apt_install(*packages: str) -> None:
    """Debian packages, where this is Debian and we are root."""
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(f"Please install {names} (on Debian: apt-get install {names}).")
    say(f"Installing {names} with apt-get")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    sentence = f"{names} could not be installed with apt-get; the lines above are its own."
    quietly(["apt-get", "update", "-q"], sentence, env=env)
    quietly(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], sentence, env=env)


def ensure_postgres() -> str:
    """A PostgreSQL server that lets us in, and its address."""
    if not listens(5432):
        if not shutil.which("pg_ctlcluster"):
            apt_install("postgresql")
        if not listens(5432):
            start_postgres()
    for address in ("postgres://postgres@127.0.0.1:5432/postgres", password_address()):
        if lets_in(address):
            return address
        set_password()
    raise Stop(
        "PostgreSQL runs on 127.0.0.1:5432 but lets neither “postgres” nor its password “postgres” in."
    )


def start_postgres() -> None:
    """Start the newest cluster that Debian's packages made."""
    clusters = subprocess.run(["pg_lsclusters", "--no-header"], capture_output=True, text=True).stdout.split(
        "\n"
    )
    version, name = next((line.split()[:2] for line in reversed(clusters) if line.strip()), ("", ""))
    if not version:
        raise Stop("PostgreSQL is installed but has no cluster: pg_createcluster makes one.")
    say(f"Starting PostgreSQL {version}")
    quietly(
        ["pg_ctlcluster", "--skip-systemctl-redirect", version, name, "start"],
        "PostgreSQL could not be started; the lines above are its own.",
    )
    wait_for(5432, "PostgreSQL")


def password_address() -> str:
    """The address with the password that set_password gives on a fresh installation."""
    return "postgres://postgres:postgres@127.0.0.1:5432/postgres"  # a throw-away test server on the loopback


def set_password() -> None:
    """Let the test user in on a fresh installation, which accepts only passwords over TCP."""
    say("Giving PostgreSQL's user “postgres” the password “postgres”, for the tests")
    statement = "ALTER USER postgres PASSWORD 'postgres'"
    subprocess.run(["su", "postgres", "-c", f'psql -c "{statement}"'], capture_output=True)


def lets_in(address: str) -> bool:
    """Whether a connection can be made."""
    script = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=5).close()"
    return subprocess.run(python("-c", script, address), capture_output=True).returncode == 0


def ensure_redis() -> str:
    """A Redis server, and the address of a database in it that nobody else uses."""
    if not listens(6379):
        if not shutil.which("redis-server"):
            apt_install("redis-server")
        if not listens(6379):
            say("Starting Redis")
            where = ["--bind", "127.0.0.1", "--port", "6379", "--dir", tempfile.gettempdir()]
            keep_nothing = ["--save", "", "--appendonly", "no"]
            quietly(
                ["redis-server", "--daemonize", "yes", *where, *keep_nothing], "Redis could not be started."
            )
            wait_for(6379, "Redis")
    return "redis://127.0.0.1:6379/9"


def listens(port: int) -> bool:
    """Whether something answers on this port of the machine itself."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port: int, name: str) -> None:
    """Until the server answers, or the patience is over."""
    end = time.monotonic() + PATIENCE
    while not listens(port):
        if time.monotonic() > end:
            raise Stop(f"{name} was started but does not answer on 127.0.0.1:{port} after {PATIENCE} s.")
        time.sleep(0.2)
