from pathlib import Path

from papers.exchange import reading, services
from papers.exchange.management.commands._shared import CONSOLE, ImportCommand


class Command(ImportCommand):
    help = "Imports a folder with meta.json and NNN.md files as a paper with all its revisions."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        super().add_arguments(parser)

    def handle(self, *, folder, lead, body, title, **options):
        delegation, chosen = self.lead(lead), self.body(body)
        with self.measured(), self.refusals_as_sentences():
            series = reading.read_series(folder)
            imported = services.import_series(series, body=chosen, lead=delegation, title=title, by=CONSOLE)
        self.say(imported)
