from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "papers.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.clock.registry import pulls
        from papers.search.services import pull

        pulls.register("search", pull)
