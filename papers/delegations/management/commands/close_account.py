from papers.delegations import services
from papers.delegations.management.account_command import AccountCommand
from papers.shared.acting import Capability, console


class Command(AccountCommand):
    help = "Closes an account: its sessions end at once and nobody enters with it; its person stays on the record."

    def act_on(self, user, **options):
        services.close_account(user, by=console("account closed", Capability.INSTALL))
        self.stdout.write(f"The account of {user} is closed. Its mandates are ended by its delegation.")
