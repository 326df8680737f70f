from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "papers.delegations"
    label = "delegations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.delegations.identity import rebuild
        from papers.shared.acting import rebuilders

        rebuilders.register("mandate", rebuild)
