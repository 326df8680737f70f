from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "papers.delegations"
    label = "delegations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.clock.registry import due_actions, pulls
        from papers.delegations import kinds
        from papers.delegations.identity import rebuild
        from papers.delegations.queries import notices
        from papers.delegations.services import deliver_account_mails, deliver_invitations
        from papers.delegations.services.support import SUPPORT_OVER, SupportOver
        from papers.notifications.registry import kinds as notice_kinds
        from papers.shared.acting import rebuilders

        rebuilders.register("mandate", rebuild)
        notice_kinds.register(kinds.MANDATE_GIVEN, notices.GIVEN)
        notice_kinds.register(kinds.MANDATE_ENDED, notices.ENDED)
        notice_kinds.register(kinds.CHANGE_PROPOSED, notices.PROPOSED)
        notice_kinds.register(kinds.CHANGE_REPLIED, notices.REPLIED)
        notice_kinds.register(kinds.CHANGE_SETTLED, notices.SETTLED)
        notice_kinds.register(kinds.SUPPORT_ASKED, notices.SUPPORT_ASKED)
        notice_kinds.register(kinds.SUPPORT_ADMITTED, notices.SUPPORT_ADMITTED)
        notice_kinds.register(kinds.SUPPORT_ENDED, notices.SUPPORT_ENDED)
        due_actions.register(SUPPORT_OVER, SupportOver())
        pulls.register("invitations", deliver_invitations)
        pulls.register("mails about accounts", deliver_account_mails)
