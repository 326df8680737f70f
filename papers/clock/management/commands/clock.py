import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from papers.clock import services


class Command(BaseCommand):
    help = "Carries out what is due, every CLOCK_SECONDS seconds, and long work beside it, until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one beat, then stop")

    def handle(self, *, once, **options):
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
            threading.Thread(target=work, args=[stop], daemon=True, name="long work").start()
        while True:
            services.tick()
            close_old_connections()
            if once:
                while services.work_once():
                    pass
            if once or stop.wait(settings.CLOCK_SECONDS):
                return


def work(stop):
    """Long work, piece by piece, beside the beats; it is looked for every second."""
    while not stop.is_set():
        close_old_connections()
        if not services.work_once():
            stop.wait(1)
