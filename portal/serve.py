"""One command serves everything: pages and static files in this process, the clock in a child of it."""

import errno
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings

import uvicorn
from django.conf import settings
from django.utils.translation import gettext as _

from papers.delegations.models import User
from portal.demo.cast import demo_accounts

log = logging.getLogger(__name__)
GRACE_SECONDS = 5
ACCOUNTS_SHOWN = 8
SLOWEST_RESTART = 30
# The transport's limit lies well above the product's own, which answers with a code that the page understands; a line
# that went dead is noticed within twenty seconds. Compression is off: a few bytes could swell to many.
SOCKETS = {
    "ws": "websockets-sansio",
    "ws_max_size": 4 * settings.FRAME_LIMIT,
    "ws_ping_interval": 10,
    "ws_ping_timeout": 10,
    "ws_per_message_deflate": False,
}


class CannotServe(Exception):
    """The pages cannot be served as asked; the sentence says what to change."""


class Pages(uvicorn.Server):
    """The web server, which says where it is once it really answers."""

    def __init__(self, config, welcome):
        super().__init__(config)
        self.welcome = welcome

    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(self.welcome, flush=True)


class ClockProcess:
    """The clock beside the pages: started again when it ends by itself, stopped with them."""

    def __init__(self, command):
        self.command = command
        self.stopping = threading.Event()
        self.changing = threading.Lock()
        self.process = None
        self.watcher = threading.Thread(target=self._watch, daemon=True, name="clock watcher")

    def start(self):
        self.process = self._spawn()
        self.watcher.start()

    def stop(self):
        """Ask it to finish what it is doing; end it if it has not after the grace time."""
        with self.changing:
            self.stopping.set()
        self.process.terminate()
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _spawn(self):
        # A session of its own: Ctrl-C reaches this process only, which then stops the clock in order.
        return subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)

    def _watch(self):
        pause = 1
        while True:
            started = time.monotonic()
            code = self.process.wait()
            pause = 1 if time.monotonic() - started > SLOWEST_RESTART else min(pause * 2, SLOWEST_RESTART)
            if self.stopping.is_set():
                return
            log.error("The clock ended with code %s; it starts again in %s s.", code, pause)
            self.stopping.wait(pause)
            with self.changing:
                if self.stopping.is_set():
                    return
                self.process = self._spawn()


def pages_and_clock():
    """Serve until a signal comes; then finish open requests, stop the clock, and return."""
    with listen(settings.HOST, settings.PORT) as listener:
        clock = ClockProcess(clock_command())
        clock.start()
        try:
            serve_pages(listener)
        finally:
            clock.stop()


def pages():
    """Serve the pages alone; the clock runs elsewhere."""
    with listen(settings.HOST, settings.PORT) as listener:
        serve_pages(listener)


def serve_pages(listener):
    """Answer requests on this socket until a signal comes."""
    # uvicorn raises the signal again after it has stopped; by then it must not end us before the clock is stopped.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    # WhiteNoise hands over files as it reads them; Django asks for an asynchronous iterator, which would be slower.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
    config = uvicorn.Config(
        "portal.asgi:application",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.BEHIND_PROXY,
        forwarded_allow_ips=settings.PROXIES,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **SOCKETS,
    )
    Pages(config, welcome()).run(sockets=[listener])


def clock_command():
    """The clock as a child that ends when this process is gone, however it went."""
    manage = settings.BASE_DIR / "manage.py"
    return [sys.executable, str(manage), "serve", "--only", "clock", "--parent", str(os.getpid())]


def end_with(parent):
    """End this process in good order as soon as its parent is gone: a killed server leaves no clock behind."""

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True, name="parent watcher").start()


def listen(host, port):
    """A socket on which to serve, or a sentence saying why there is none."""
    refuse_known_secret(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise CannotServe(_why_not(host, port, error)) from None
    return listener


def refuse_known_secret(host):
    """Whoever reads the source knows the development secret: with it, only this machine is served."""
    if settings.SECRET_KEY == settings.DEVELOPMENT_SECRET and not _is_loopback(host):
        raise CannotServe(
            _("Set SECRET_KEY before serving on %(host)s: without it anyone could forge a session.")
            % {"host": host}
        )


def welcome():
    """Where the pages are and, in the demo world, who can sign in."""
    lines = ["", _("Chancery is at %(url)s (Ctrl-C stops it).") % {"url": settings.BASE_URL}]
    if settings.DEMO:
        lines += _demo_accounts()
    return "\n".join([*lines, ""])


def _demo_accounts():
    if not User.objects.filter(is_demo=True).exists():
        return []
    first = demo_accounts()[:ACCOUNTS_SHOWN]
    told = [f"  {account.email:<20} {account.role}, {account.delegation.name}" for account in first]
    heading = _("Demo accounts, all with the password %(password)s; more are on the sign-in page:")
    return [heading % {"password": settings.DEMO_PASSWORD}, *told]


def _is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _why_not(host, port, error):
    if error.errno == errno.EADDRINUSE:
        return _(
            "Port %(port)s is already in use: stop the other program, or choose another with PORT=…."
        ) % {"port": port}
    if error.errno == errno.EACCES:
        return _("Port %(port)s needs administrator rights: choose one above 1023 with PORT=….") % {
            "port": port
        }
    return _("The address %(host)s:%(port)s cannot be served: %(error)s.") % {
        "host": host,
        "port": port,
        "error": error.strerror,
    }
