import asyncio
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from papers.drafting.models import Paper
from papers.exchange import services as exchange
from papers.exchange.reading import Series, Step
from papers.shared.acting import Capability, console
from portal.bench import leaving, live_world, report, together
from portal.bench.victims import Pages, Redis, Victim, free_port

TIMES = ("what", "typists", "key to other pages p50 ms", "p95 ms", "key to “saved” p50 ms", "p95 ms")
LEAVING = ("access ends by", "with Redis, seconds", "without Redis, seconds", "code")


class Floor(Victim):
    """The server that only passes frames on."""

    def command(self):
        return [sys.executable, "-m", "uvicorn", "portal.bench.broadcast:application", "--port", str(self.port),
                "--lifespan", "off", "--ws", "websockets-sansio", "--log-level", "critical"]  # fmt: skip


class Command(BaseCommand):
    help = "Measures writing together: keystrokes from page to page, opening, memory, and leaving when access ends."

    def add_arguments(self, parser):
        parser.add_argument("--typists", type=int, default=20)
        parser.add_argument("--seconds", type=float, default=8.0)
        parser.add_argument("--idle", type=int, default=200)
        parser.add_argument(
            "--publish", action="store_true", help="write the figures into docs/benchmarks.md"
        )
        parser.add_argument(
            "--inside", action="store_true", help="measure in the data folder of this environment"
        )
        parser.add_argument("--import", dest="importing", help="only import a long history beside this paper")

    def handle(self, *, inside, importing, **options):
        if importing:
            _import(Paper.objects.select_related("body", "lead").get(pk=importing))
        elif inside:
            self.measure(**options)
        else:
            self.spawn(options)

    def spawn(self, options):
        """In a data folder of its own, with settings that name a Redis of its own."""
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            environment = {**os.environ, "DATA_DIR": folder, "PRODUCTION": "",
                           "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}  # fmt: skip
            asked = [f"--{name}={options[name]}" for name in ("typists", "seconds", "idle")]
            asked += ["--publish"] if options["publish"] else []
            command = [sys.executable, "manage.py", "bench_live", "--inside", *asked]
            subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)

    def measure(self, *, typists, seconds, idle, publish, **options):
        call_command("migrate", verbosity=0)
        with ExitStack() as stack:
            redis = self.start(stack, Redis(int(settings.REDIS_URL.rpartition(":")[2].partition("/")[0])))
            text = self.writing(stack, typists, seconds, idle)
            gone = self.leaving(stack, redis)
        body = f"{report.machine()}, {connection.vendor}.\n\n{text}\n\n{gone}"
        self.stdout.write(body)
        if publish:
            report.write(f"live-{connection.vendor}", body)

    def start(self, stack, server):
        server.start()
        stack.callback(server.kill)
        return server

    def writing(self, stack, typists, seconds, idle):
        """One process alone, two with Redis, and the floor, one after the other."""
        paper, addresses = live_world.make(typists, together.hundred_pages())
        floor = self.start(stack, Floor())
        timing = asyncio.run(together.floor(f"http://127.0.0.1:{floor.port}", typists, seconds))
        lines = [("frames passed on, nothing else", typists, *timing.line())]
        floor.kill()
        alone = self.start(stack, Pages(REDIS_URL=""))
        quiet = together.memory(alone)
        used, started = together.processor(alone), time.monotonic()
        timing, opened = asyncio.run(together.typing([alone], addresses, seconds))
        share = (together.processor(alone) - used) / (time.monotonic() - started)
        busy = together.memory(alone)
        lines.append(("100 pages, one process", typists, *timing.line()))
        lines.append(
            ("the same during an import", typists, *self.during_an_import(alone, paper, addresses, seconds))
        )
        grown, idling = asyncio.run(together.idle(alone, addresses, idle, 10))
        alone.kill()
        pair = [self.start(stack, Pages()) for _server in range(2)]
        timing, _opened = asyncio.run(together.typing(pair, addresses, seconds))
        lines.append(("100 pages, two processes and Redis", typists, *timing.line()))
        for server in pair:
            server.kill()
        return (
            f"{report.table(TIMES, lines)}\n\n"
            f"Opening a text of 100 pages: {opened:.2f} s. Web process: {quiet:.0f} MiB before anybody wrote, "
            f"{busy:.0f} MiB after, {share:.0%} of a processor while {typists} typed {together.KEYS_A_SECOND:.0f} keys "
            f"a second each; {idle} open and idle connections: {grown:.0f} MiB and {idling:.1%} of a processor."
        )

    def during_an_import(self, server, paper, addresses, seconds):
        """Another process imports a long history meanwhile, and on SQLite holds the one lock to write."""
        command = [sys.executable, "manage.py", "bench_live", f"--import={paper.pk}"]
        with subprocess.Popen(command, cwd=settings.BASE_DIR):
            timing, _opened = asyncio.run(together.typing([server], addresses, seconds))
        return timing.line()

    def leaving(self, stack, redis):
        """Each way once with Redis and once without; everybody in a delegation of their own."""
        server = self.start(stack, Pages())
        heard = {name: self.leave(server, way) for name, way in leaving.WAYS.items()}
        redis.kill()
        unheard = {name: self.leave(server, way) for name, way in leaving.WAYS.items()}
        rows = [(name, f"{heard[name][0]:.1f}", f"{unheard[name][0]:.1f}", heard[name][1]) for name in heard]
        return report.table(LEAVING, rows)

    def leave(self, server, way):
        paper, addresses = live_world.make(1, "# A text\n")
        mandate = leaving.Mandate.objects.select_related("user", "seat__delegation").get(
            pk=addresses[0].mandate
        )
        return asyncio.run(leaving.measure(way, paper, mandate, addresses[0], server))


def _import(paper):
    """A history of sixty revisions of a long paper, as the importer takes it."""
    start, text = timezone.now() - timedelta(days=100), together.hundred_pages()[:100_000]
    steps = tuple(
        Step(number, f"{text}\n\nRevision {number}.\n", start + timedelta(days=number), "", "")
        for number in range(1, 61)
    )
    exchange.import_series(
        Series("A long history", "en", steps), body=paper.body, lead=paper.lead,
        by=console("measuring", Capability.IMPORT),
    )  # fmt: skip
