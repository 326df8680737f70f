from django.core.management.base import BaseCommand, CommandError

from portal import screens


class Command(BaseCommand):
    help = (
        "Pictures every main page of the demo world: phone and desktop, light and dark, English and Arabic."
    )

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="only these pages")

    def handle(self, *, names, **options):
        try:
            complaints = screens.take(names)
        except screens.CannotPicture as reason:
            raise CommandError(reason) from None
        if complaints:
            raise CommandError("The browser complained:\n" + "\n".join(complaints))
        self.stdout.write("The pictures are in DATA_DIR/screens.")
