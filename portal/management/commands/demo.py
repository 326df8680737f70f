from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from papers.delegations.models import Delegation, User
from papers.search import services as search
from papers.shared.acting import System
from papers.shared.http import told_time
from portal.demo import bulk
from portal.demo.script import Script
from portal.demo.setup import make_world
from portal.demo.story import Story


class Command(BaseCommand):
    help = (
        "Plays the demonstration into an empty installation; with --papers, fills it to a size for measuring."
    )

    def add_arguments(self, parser):
        parser.add_argument("--papers", type=int, default=0, help="fill up to so many papers, marked as bulk")
        parser.add_argument("--countries", type=int, default=30, help="seen by up to so many countries")

    def handle(self, *, papers, countries, **options):
        if not settings.DEMO:
            raise CommandError(
                "There is no demonstration under production settings: its accounts have known passwords."
            )
        self.play()
        if papers:
            bulk.fill(papers, countries)
            self.stdout.write(f"{papers} papers for measuring are there.")
        search.complete(by=System("demonstration"))

    def play(self):
        if User.objects.filter(is_demo=True).exists():
            self.stdout.write("The demonstration is there already.")
            return
        if Delegation.objects.exists():
            raise CommandError(
                "This installation is in use; the demonstration is played into an empty one only."
            )
        with told_time(), transaction.atomic():
            self.tell()
        self.stdout.write("The demonstration has been played.")

    def tell(self):
        script = Script(timezone.now())
        world = script.begin(timedelta(days=320), make_world)
        Story(world, script).tell()
        script.play()
