from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "papers.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.clock.registry import due_actions
        from papers.notifications.registry import kinds
        from papers.review import lifecycle
        from papers.review.queries import notices
        from papers.review.services import CloseRound, RemindOfRound

        due_actions.register(lifecycle.CLOSE, CloseRound())
        due_actions.register(lifecycle.REMIND, RemindOfRound())
        kinds.register(lifecycle.EXTENDED, notices.Extended())
        kinds.register(lifecycle.REMINDED, notices.Reminded())
        kinds.register(lifecycle.OPENED, notices.Opened())
        kinds.register(lifecycle.CLOSED, notices.Closed())
        kinds.register(lifecycle.DECIDED, notices.Decided())
        kinds.register(lifecycle.REPLIED, notices.Replied())
        kinds.register(lifecycle.ASKED, notices.Asked())
        kinds.register(lifecycle.JUDGED, notices.Judged())
        kinds.register(lifecycle.RESERVED, notices.Reserved())
        kinds.register(lifecycle.LIFTED, notices.Lifted())
        kinds.register(lifecycle.SET_ASIDE, notices.PutAside())
        kinds.register(lifecycle.ISSUED, notices.Issued())
        kinds.register(lifecycle.PARTY_ASKED, notices.PartyAsked())
        kinds.register(lifecycle.PARTY_ANSWERED, notices.PartyAnswered())
