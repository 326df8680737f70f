from papers.delegations import services
from papers.delegations.management.account_command import AccountCommand
from papers.shared.acting import Capability, console


class Command(AccountCommand):
    help = "Unbinds an account from the person at the OpenID Connect provider who signed in to it."

    def act_on(self, user, **options):
        services.forget_identity(user, by=console("another identity at the provider", Capability.INSTALL))
        self.stdout.write(f"{user} is bound anew when somebody with this verified address signs in.")
