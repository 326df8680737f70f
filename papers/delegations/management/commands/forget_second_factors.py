from papers.delegations import services
from papers.delegations.management.account_command import AccountCommand
from papers.shared.acting import Capability, console


class Command(AccountCommand):
    help = (
        "Takes every second factor off the account of somebody who lost them, and ends all of their sessions."
    )

    def act_on(self, user, **options):
        services.forget_factors(user, by=console("second factors lost", Capability.INSTALL))
        self.stdout.write(f"{user} signs in with the password alone now, and was told by mail.")
