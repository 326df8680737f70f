import asyncio
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.bench import kills, live_world, report
from portal.bench.victims import Pages, Postgres, Redis, can_have_postgres_and_redis, free_port

HEAD = ("killed", "kills", "typists", "acknowledged", "lost", "unacknowledged at a kill", "of these not on disk",
        "twice", "missing once all were back", "copies that differed")  # fmt: skip


class Command(BaseCommand):
    help = "Kills servers while people type and counts what was lost: nothing that was acknowledged may be."

    def add_arguments(self, parser):
        parser.add_argument("--kills", type=int, default=50)
        parser.add_argument("--typists", type=int, default=20)
        parser.add_argument(
            "--publish", action="store_true", help="write the figures into docs/benchmarks.md"
        )
        parser.add_argument("--engines", nargs="*", default=["sqlite", "postgresql"])
        parser.add_argument("--inside", help="the folder in which the servers of this run live")

    def handle(self, *, inside, engines, **options):
        if inside:
            self.run(Path(inside), **options)
            return
        for engine in engines:
            if engine == "sqlite":
                self.spawn(options, DATABASE_URL="", REDIS_URL="")
            elif can_have_postgres_and_redis():
                address = f"postgres://postgres@127.0.0.1:{free_port()}/postgres"
                self.spawn(options, DATABASE_URL=address, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")

    def spawn(self, options, **changes):
        """A process of its own, whose settings name servers that it starts itself."""
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            environment = {**os.environ, "DATA_DIR": f"{folder}/data", "PRODUCTION": "", **changes}
            asked = [f"--{name}={options[name]}" for name in ("kills", "typists")]
            asked += ["--publish"] if options["publish"] else []
            command = [sys.executable, "manage.py", "bench_kills", f"--inside={folder}", *asked]
            if subprocess.run(command, env=environment, cwd=settings.BASE_DIR).returncode:
                raise CommandError("Words were lost, or the run could not be finished.")

    def run(self, folder, *, kills: int, typists: int, publish, **options):
        with ExitStack() as stack:
            others = self.begin(stack, folder)
            call_command("migrate", verbosity=0)
            servers = self.start(stack, [Pages()])
            lines = [self.kill("web server", servers, servers, kills, typists)]
            if others:
                pair = servers + self.start(stack, [Pages()])
                victims = [*others, *pair]
                lines += [
                    self.kill("PostgreSQL, Redis, two web servers in turn", pair, victims, kills, typists)
                ]
        body = (
            f"{report.machine()}, {connection.vendor}.\n\n{report.table(HEAD, [line for line, _ok in lines])}"
        )
        self.stdout.write(body)
        if publish:
            report.write(f"kills-{connection.vendor}", body)
        if not all(is_clean for _line, is_clean in lines):
            raise CommandError("Words were lost.")

    def begin(self, stack, folder):
        """The servers beneath the web server, where this engine has any."""
        if connection.vendor != "postgresql":
            return []
        redis = int(settings.REDIS_URL.rpartition(":")[2].partition("/")[0])
        return self.start(stack, [Postgres(folder, int(connection.settings_dict["PORT"])), Redis(redis)])

    def start(self, stack, servers):
        for server in servers:
            server.start()
            stack.callback(server.kill)
        return servers

    def kill(self, name, servers, victims, number, typists):
        paper, addresses = live_world.make(typists, "# Written together\n\n")
        count = asyncio.run(kills.run(paper, addresses, servers, victims, number))
        line = (name, count.kills, typists, f"{count.acknowledged:,}", count.lost, count.unacknowledged,
                count.absent, count.twice, count.missing_after, count.diverged)  # fmt: skip
        return line, count.is_clean
