"""The product as a process of its own: pages and sockets as they are served, to be killed and started again at will."""

import http.client
import os
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection

SLOWEST_START = 60


class Server:
    """A server over the database of this test run, always at the same address."""

    def __init__(self, folder):
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        """Serve, and return when pages are answered."""
        command = [sys.executable, "-m", "uvicorn", "portal.asgi:application", "--port", str(self.port),
                   "--lifespan", "off", "--log-level", "error", "--no-access-log", "--timeout-graceful-shutdown", "2",
                   "--ws", "websockets-sansio", "--ws-max-size", str(4 * settings.FRAME_LIMIT)]  # fmt: skip
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tests.served", "TMPDIR": str(self.folder),
            "SERVED_DATABASE": str(connection.settings_dict["NAME"]), "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
        self._wait_until_it_answers()

    def kill(self):
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def _wait_until_it_answers(self):
        ends = time.monotonic() + SLOWEST_START
        while time.monotonic() < ends:
            try:
                self._ask()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("the server did not answer")

    def _ask(self):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("GET", "/sign-in/")
        line.getresponse().read()
        line.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
