from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "papers.delegations"
    label = "delegations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.clock.registry import pulls
        from papers.delegations import kinds
        from papers.delegations.identity import rebuild
        from papers.delegations.queries import notices
        from papers.delegations.services import deliver_invitations
        from papers.notifications.registry import kinds as notice_kinds
        from papers.shared.acting import rebuilders

        rebuilders.register("mandate", rebuild)
        notice_kinds.register(kinds.MANDATE_GIVEN, notices.GIVEN)
        notice_kinds.register(kinds.MANDATE_ENDED, notices.ENDED)
        pulls.register("invitations", deliver_invitations)
