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
        from papers.review.services import CloseRound

        due_actions.register(lifecycle.CLOSE, CloseRound())
        kinds.register(lifecycle.OPENED, notices.Opened())
        kinds.register(lifecycle.CLOSED, notices.Closed())
        kinds.register(lifecycle.DECIDED, notices.Decided())
        kinds.register(lifecycle.REPLIED, notices.Replied())
        kinds.register(lifecycle.ISSUED, notices.Issued())
