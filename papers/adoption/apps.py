from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "papers.adoption"
    label = "adoption"
    default_auto_field = "django.db.models.BigAutoField"
