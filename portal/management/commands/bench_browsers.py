import os
import subprocess
import sys
import tempfile

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from portal.bench import browsers, live_world, report
from portal.bench.server import serving

HEAD = ("keys", "p50 ms", "p95 ms", "slowest ms", "editor KB", "editor KB, gzip")


class Command(BaseCommand):
    help = "Measures how long a keystroke takes from one browser to another."

    def add_arguments(self, parser):
        parser.add_argument("--keys", type=int, default=100)
        parser.add_argument(
            "--publish", action="store_true", help="write the figures into docs/benchmarks.md"
        )
        parser.add_argument(
            "--inside", action="store_true", help="measure over the database of this environment"
        )

    def handle(self, *, keys, publish, inside, **options):
        if inside:
            self.measure(keys, publish)
            return
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            command = [sys.executable, "manage.py", "bench_browsers", "--inside", f"--keys={keys}"]
            command += ["--publish"] if publish else []
            environment = {**os.environ, "DATA_DIR": folder, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
            subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)

    def measure(self, keys, publish):
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        _paper, (writer, reader) = live_world.make(2, browsers.TEXT)
        with serving() as server:
            times = browsers.milliseconds_between(f"http://127.0.0.1:{server.port}", writer, reader, keys)
        middle, most = browsers.percentiles(times)
        line = (keys, f"{middle:.0f}", f"{most:.0f}", f"{max(times):.0f}", *browsers.size_of_the_editor())
        body = (
            f"### From browser to browser\n\n{report.machine()}, {connection.vendor}; two Chromium contexts, the "
            "server and what measures share the machine. From the press of a key to the letter in the other's text, "
            "committed on the way. `manage.py bench_browsers --publish` measures it anew.\n\n"
            f"{report.table(HEAD, [line])}\n"
        )
        self.stdout.write(body)
        if publish:
            report.write("live-browsers", body)
