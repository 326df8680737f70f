from django.core.management.base import BaseCommand

from papers.search import services
from papers.shared.acting import console


class Command(BaseCommand):
    help = "Writes the search index anew, for all papers."

    def handle(self, **options):
        written = services.rebuild(by=console("search_rebuild"))
        self.stdout.write(f"The index holds {written} papers.")
