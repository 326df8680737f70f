import os
import subprocess
import sys
import tempfile

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from portal.bench import pages, report
from portal.bench.server import serving

SIZES = (2000, 20000)


class Command(BaseCommand):
    help = "Measures the pages against the floor at 2,000 and 20,000 papers and writes docs/benchmarks.md."

    def add_arguments(self, parser):
        parser.add_argument("--papers", type=int, nargs="*", default=list(SIZES))
        parser.add_argument("--countries", type=int, default=30)
        parser.add_argument(
            "--inside", type=int, help="measure the database of this environment, of this size"
        )

    def handle(self, *, papers, countries, inside, **options):
        if inside is not None:
            self.measure(inside)
            return
        for size in papers:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                environment = {**os.environ, "DATA_DIR": folder}
                for arguments in (
                    ["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0"], ["demo"],
                    ["demo", f"--papers={size}", f"--countries={countries}"], ["bench", f"--inside={size}"],
                ):  # fmt: skip
                    command = [sys.executable, "manage.py", *arguments]
                    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)

    def measure(self, size):
        who = pages.visitor("drafter@xa.demo")
        with serving() as server:
            server.ask("/sign-in/")
            idle = server.memory()
            rows = pages.measure(server, who)
            cold = server.cold_start
        lines = [
            (row.name, f"{row.page:.1f}", f"{row.floor:.1f}", f"{row.ratio:.1f}",
             f"≤ {row.budget:.0f}" if row.budget else "published", row.statements or "")
            for row in rows
        ]  # fmt: skip
        head = ("page", "median ms", "floor ms", "× floor", "budget", "SQL statements")
        body = (
            f"### {connection.vendor}, {size:,} papers × 30 countries\n\n{report.machine()}. "
            f"Web process idle {idle:.0f} MiB (PSS), cold start {cold:.1f} s.\n\n{report.table(head, lines)}\n"
        )
        report.write(f"speed-{connection.vendor}-{size}", body)
        self.stdout.write(body)
