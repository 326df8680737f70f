from django.core.management.base import BaseCommand, CommandError

from papers.delegations import services
from papers.delegations.models import User
from papers.shared.acting import Capability, console


class Command(BaseCommand):
    help = "Unbinds an account from the person at the OpenID Connect provider who signed in to it."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        services.forget_identity(user, by=console("another identity at the provider", Capability.INSTALL))
        self.stdout.write(f"{user} is bound anew when somebody with this verified address signs in.")
