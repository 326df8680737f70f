"""What both import commands ask: which delegation leads, which body, and how refusals are said."""

import resource
import time
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError

from papers.delegations.models import Body, Delegation
from papers.shared.acting import Capability, console
from papers.shared.errors import Refused

CONSOLE = console("import from the console", Capability.IMPORT)


class ImportCommand(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--lead", required=True, help="code of the delegation that leads the paper")
        parser.add_argument("--body", default="", help="code of the body; needed where there are several")
        parser.add_argument("--title", default="", help="title, when it is not the one found in the file")

    def lead(self, code):
        found = Delegation.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"There is no delegation with the code {code}.")
        return found

    def body(self, code):
        bodies = Body.objects.filter(code=code) if code else Body.objects.all()
        if bodies.count() != 1:
            raise CommandError(
                "Say which body with --body CODE: " + ", ".join(str(b) for b in Body.objects.all())
            )
        return bodies.get()

    @contextmanager
    def refusals_as_sentences(self):
        try:
            yield
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be read: {error.strerror}. Nothing was imported."
            ) from error

    @contextmanager
    def measured(self):
        started = time.perf_counter()
        yield
        seconds = time.perf_counter() - started
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children) / 1024
        self.stdout.write(f"{seconds:.1f} s, peak memory {peak:.0f} MiB")

    def say(self, imported):
        paper = imported.paper
        self.stdout.write(f"{paper.title}: {paper.revisions.count()} revisions, /papers/{paper.pk}/")
        self.stdout.write(
            f"{imported.survived} block ids survived a step, {imported.died} blocks went: {imported.share:.1%}"
        )
