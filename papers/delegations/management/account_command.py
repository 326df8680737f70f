from django.core.management.base import BaseCommand, CommandError

from papers.delegations.models import User


class AccountCommand(BaseCommand):
    """Does something to one account, which is named by its address."""

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        self.act_on(user, **options)

    def act_on(self, user, **options):
        raise NotImplementedError
