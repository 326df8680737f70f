from django.core.management.base import BaseCommand, CommandError

from portal import documents


class Command(BaseCommand):
    help = "Writes the generated pages of docs/; with --check only says whether they are fresh."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        if check:
            if stale := documents.stale():
                raise CommandError(f"docs/ is not fresh: {', '.join(stale)}. Run `make docs`.")
            return
        for name in documents.write():
            self.stdout.write(f"docs/{name} written")
