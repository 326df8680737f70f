from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "papers.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.api.services import end_tokens
        from papers.delegations.registry import keys

        keys.register("tokens of programs", end_tokens)
