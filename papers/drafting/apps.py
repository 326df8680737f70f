from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "papers.drafting"
    label = "drafting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.clock.registry import due_actions
        from papers.drafting import reviewing
        from papers.drafting.access import GRANT_EDGE, GrantEdge
        from papers.drafting.narrowing import RELEASED
        from papers.drafting.queries import notices
        from papers.drafting.services import LAPSE, Lapse
        from papers.drafting.sharing import GIVEN
        from papers.notifications.registry import kinds

        due_actions.register(GRANT_EDGE, GrantEdge())
        due_actions.register(LAPSE, Lapse())
        kinds.register(GIVEN, notices.AccessGiven())
        kinds.register(RELEASED, notices.PassagesReleased())
        kinds.register(reviewing.OPENED, notices.ReviewOpened())
        kinds.register(reviewing.ANSWERED, notices.ReviewAnswered())
