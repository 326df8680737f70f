import os
import subprocess
import sys
import tempfile

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from papers.implementation.models import Recommendation, Report
from portal.bench import pages, report, tracker
from portal.bench.server import serving
from portal.demo import tracked

PAPERS, EACH = 20_000, 10


class Command(BaseCommand):
    help = "Measures the dashboards against the floor at 200,000 recommendations with 1,000,000 reports."

    def add_arguments(self, parser):
        parser.add_argument("--papers", type=int, default=PAPERS, help="each with ten recommendations")
        parser.add_argument(
            "--inside", action="store_true", help="fill and measure the database of this environment"
        )

    def handle(self, *, papers, inside, **options):
        if inside:
            self.measure()
            return
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            for arguments in (
                ["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0"], ["demo"],
                ["demo", f"--papers={papers}"], ["bench_tracker", "--inside"],
            ):  # fmt: skip
                command = [sys.executable, "manage.py", *arguments]
                environment = {**os.environ, "DATA_DIR": folder}
                subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)

    def measure(self):
        tracked.fill(EACH)
        who, load = pages.visitor("drafter@xa.demo"), os.getloadavg()[0]
        with serving() as server:
            server.ask("/sign-in/")
            rows = tracker.measure(server, who)
        lines = [
            (row.name, f"{row.page:.0f}", f"{row.floor:.1f}", f"{row.ratio:.1f}", f"≤ {row.budget}", row.statements)
            for row in rows
        ]  # fmt: skip
        head = ("dashboard", "median ms", "floor ms", "× floor", "budget", "SQL statements")
        size = f"{Recommendation.objects.count():,} recommendations, {Report.objects.count():,} reports"
        body = (
            f"### {connection.vendor}, {size}\n\n{report.machine()}, load {load:.1f} at the start.\n\n"
            f"{report.table(head, lines)}\n"
        )
        report.write(f"tracker-{connection.vendor}-{Recommendation.objects.count() // 1000}k", body)
        self.stdout.write(body)
