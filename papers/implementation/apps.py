from django.apps import AppConfig


class ImplementationConfig(AppConfig):
    name = "papers.implementation"
    label = "implementation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.adoption.registry import on_adoption
        from papers.clock.registry import due_actions
        from papers.delegations.registry import keys
        from papers.implementation.services import Remind, at_adoption, end_feeds
        from papers.implementation.services.notices import WORDS, About
        from papers.implementation.services.reminding import REMINDER
        from papers.notifications.registry import kinds

        due_actions.register(REMINDER, Remind())
        keys.register("address of the calendar", end_feeds)
        on_adoption.register("implementation.recommendations", at_adoption)
        for kind in WORDS:
            kinds.register(kind, About(kind))
