from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import serve


class Command(BaseCommand):
    help = "Serves the pages on HOST:PORT with the clock beside them, until interrupted."

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=["pages", "clock"], help="one of the two, where both run apart")
        parser.add_argument("--parent", type=int, help="end when the process with this id is gone")

    def handle(self, *, only, parent, **options):
        if parent:
            serve.end_with(parent)
        if only == "clock":
            call_command("clock")
            return
        try:
            serve.pages() if only == "pages" else serve.pages_and_clock()
        except serve.CannotServe as reason:
            raise CommandError(reason) from None
