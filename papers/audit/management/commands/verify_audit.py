from django.core.management.base import BaseCommand, CommandError

from papers.audit import services
from papers.audit.models import AccessBatch, AccessRecord, Event


class Command(BaseCommand):
    help = "Walks the whole record, of acts and of accesses, and says whether anything was changed, removed or put in."

    def handle(self, **options):
        broken, broken_batch = services.first_broken(), services.first_broken_batch()
        if broken is not None:
            raise CommandError(f"The record does not hold from event {broken} on.")
        if broken_batch is not None:
            raise CommandError(f"The record of access does not hold from batch {broken_batch} on.")
        self.stdout.write(f"{Event.objects.count()} events, all links hold. Head: {services.head_hash()}")
        self.stdout.write(
            f"{AccessRecord.objects.count()} accesses in {AccessBatch.objects.count()} batches, all links hold."
        )
