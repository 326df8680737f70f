from django.core.management.base import BaseCommand, CommandError

from papers.audit import services
from papers.audit.models import Event


class Command(BaseCommand):
    help = "Walks the whole record and says whether any event was changed, removed or put in."

    def handle(self, **options):
        broken = services.first_broken()
        if broken is not None:
            raise CommandError(f"The record does not hold from event {broken} on.")
        self.stdout.write(f"{Event.objects.count()} events, all links hold. Head: {services.head_hash()}")
