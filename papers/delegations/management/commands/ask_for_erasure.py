from papers.delegations import queries, services
from papers.delegations.management.account_command import AccountCommand
from papers.shared.acting import Capability, console


class Command(AccountCommand):
    help = (
        "Shows what an erasure would do; with --reference enters the request, to be confirmed in the portal."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--reference", default="", help="of the request, as it is kept elsewhere")

    def act_on(self, user, *, reference, **options):
        seen = queries.preview_of(user)
        self.stdout.write(
            f"{user.name} would become Person {seen.pseudonym}. {seen.acts} acts and {seen.mandates} mandates stay"
            " under it; name, address, sessions, second factors, notices and kept words go."
        )
        if reference:
            services.ask_for_erasure(user, reference=reference, by=console("erasure", Capability.INSTALL))
            self.stdout.write("The request is entered. The access administrator confirms it in the portal.")
