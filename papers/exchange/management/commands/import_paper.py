from pathlib import Path

from papers.exchange import reading, services
from papers.exchange.management.commands._shared import CONSOLE, ImportCommand


class Command(ImportCommand):
    help = "Imports one Markdown or Word file as a paper with its first revision."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        super().add_arguments(parser)
        parser.add_argument("--language", default="en")
        parser.add_argument(
            "--apply-changes", action="store_true", help="apply tracked changes, not only list them"
        )

    def handle(self, *, file, lead, body, title, language, apply_changes, **options):
        delegation, chosen = self.lead(lead), self.body(body)
        with self.measured(), self.refusals_as_sentences():
            incoming = reading.read_file(file.name, file.read_bytes(), apply_changes=apply_changes)
            imported = services.import_document(
                incoming, body=chosen, lead=delegation, title=title or incoming.title or file.stem,
                language=language, by=CONSOLE, file_name=file.name,
            )  # fmt: skip
        self.say(imported)
        for line in reading.kept_aside(incoming.report):
            self.stdout.write(line)
