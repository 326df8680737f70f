from pathlib import Path

from django.core.management.base import BaseCommand

from portal.bench import report, texts


class Command(BaseCommand):
    help = (
        "Measures ids, comparison and merging on a folder of real histories, and writes docs/benchmarks.md."
    )

    def add_arguments(self, parser):
        parser.add_argument("papers", type=Path)

    def handle(self, *, papers, **options):
        folders = sorted(path.parent for path in papers.glob("*/meta.json"))
        tables = [
            report.table(texts.IDS, list(texts.ids(folders))),
            report.table(texts.LABELS, list(texts.by_hand(papers))),
            report.table(texts.COMMENTS, list(texts.remarks(folders))),
            report.table(texts.SPEED, list(texts.speed())),
        ]
        body = "\n\n".join([f"{report.machine()}.", *tables])
        report.write("text", body)
        self.stdout.write(body)
