from django.apps import AppConfig


class ImplementationConfig(AppConfig):
    name = "papers.implementation"
    label = "implementation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.adoption.registry import on_adoption
        from papers.implementation.services import at_adoption
        from papers.implementation.services.notices import WORDS, About
        from papers.notifications.registry import kinds

        on_adoption.register("implementation.recommendations", at_adoption)
        for kind in WORDS:
            kinds.register(kind, About(kind))
