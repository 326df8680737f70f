from django.core.management.base import BaseCommand, CommandError

from papers.delegations import services
from papers.delegations.models import User
from papers.shared.acting import Capability, console


class Command(BaseCommand):
    help = "Closes an account: its sessions end at once and nobody enters with it; its person stays on the record."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        services.close_account(user, by=console("account closed", Capability.INSTALL))
        self.stdout.write(f"The account of {user} is closed. Its mandates are ended by its delegation.")
