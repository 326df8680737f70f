import os
import subprocess
import sys
import tempfile

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from portal.bench import report, review
from portal.bench.server import serving


class Command(BaseCommand):
    help = "Measures a paper of 100 pages with 1,000 comments: its first byte, its comments, its scrolling."

    def add_arguments(self, parser):
        parser.add_argument(
            "--publish", action="store_true", help="write the figures into docs/benchmarks.md"
        )
        parser.add_argument(
            "--inside", action="store_true", help="measure over the database of this environment"
        )

    def handle(self, *, publish, inside, **options):
        if inside:
            self.measure(publish)
            return
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            command = [sys.executable, "manage.py", "bench_review", "--inside"]
            command += ["--publish"] if publish else []
            environment = {**os.environ, "DATA_DIR": folder, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
            subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)

    def measure(self, publish):
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        world = review.make()
        before = os.getloadavg()[0]
        with serving() as server:
            server.ask("/sign-in/")
            page, floor = review.against_floor(server, world)
            seen = review.in_a_browser(f"http://127.0.0.1:{server.port}", world)
        lines = [
            (
                "the whole answer, with which the first byte comes, median ms",
                f"{page:.1f}, {page / floor:.1f} × floor of {floor:.1f}",
                "≤ 4 × floor",
            ),
            ("all comments beside the text, ms after the first byte", f"{seen.in_place:.0f}", "≤ 300"),
            ("longest task while it opens, ms", f"{seen.longest_opening:.0f}", "published"),
            ("tasks over 50 ms while scrolling", f"{seen.over}", "0"),
            ("longest of them, ms", f"{seen.longest_scrolling:.0f}", "published"),
        ]
        body = (
            f"### A paper of 100 pages with 1,000 comments\n\n{report.machine()}, {connection.vendor}; Chromium, the "
            f"server and what measures share the machine, whose load was {before:.1f} when it began. The reader may "
            "comment in an open round; the comments were made in the round before. "
            "`manage.py bench_review --publish` measures it anew.\n\n"
            f"{report.table(('what', 'measured', 'budget'), lines)}\n"
        )
        self.stdout.write(body)
        if publish:
            report.write("long-review", body)
