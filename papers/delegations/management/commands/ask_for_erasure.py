from django.core.management.base import BaseCommand, CommandError

from papers.delegations import queries, services
from papers.delegations.models import User
from papers.shared.acting import Capability, console


class Command(BaseCommand):
    help = (
        "Shows what an erasure would do; with --reference enters the request, to be confirmed in the portal."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reference", default="", help="of the request, as it is kept elsewhere")

    def handle(self, *, email, reference, **options):
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        seen = queries.preview_of(user)
        self.stdout.write(
            f"{user.name} would become Person {seen.pseudonym}. {seen.acts} acts and {seen.mandates} mandates stay"
            " under it; name, address, sessions, second factors, notices and kept words go."
        )
        if reference:
            services.ask_for_erasure(user, reference=reference, by=console("erasure", Capability.INSTALL))
            self.stdout.write("The request is entered. The access administrator confirms it in the portal.")
