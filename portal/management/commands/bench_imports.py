import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.bench import imports, report

HEAD = (
    "history",
    "revisions",
    "KB of text",
    "seconds",
    "peak MiB",
    "ids that survived a step",
    "blocks that went",
    "share",
)


class Command(BaseCommand):
    help = "Imports real histories (folders with meta.json), each in its own process, and writes docs/benchmarks.md."

    def add_arguments(self, parser):
        parser.add_argument("folders", nargs="+", type=Path)
        parser.add_argument("--one", action="store_true", help="measure one folder in this process")

    def handle(self, *, folders, one, **options):
        if one:
            imports.say(folders[0])
            return
        with tempfile.TemporaryDirectory(prefix="bench-") as data:
            environment = {**os.environ, "DATA_DIR": data}
            self.run("migrate", "--verbosity=0", env=environment)
            self.run("demo", env=environment)
            rows = [
                json.loads(self.run("bench_imports", "--one", str(folder.resolve()), env=environment))
                for folder in folders
            ]
        table = report.table(HEAD, [tuple(row.values()) for row in rows])
        report.write("imports", f"{report.machine()}.\n\n{table}")
        self.stdout.write(table)

    def run(self, *arguments, env):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=env, check=True, capture_output=True, text=True
        ).stdout
