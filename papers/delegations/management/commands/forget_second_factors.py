from django.core.management.base import BaseCommand, CommandError

from papers.delegations import services
from papers.delegations.models import User
from papers.shared.acting import Capability, console


class Command(BaseCommand):
    help = (
        "Takes every second factor off the account of somebody who lost them, and ends all of their sessions."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        services.forget_factors(user, by=console("second factors lost", Capability.INSTALL))
        self.stdout.write(f"{user} signs in with the password alone now, and was told by mail.")
