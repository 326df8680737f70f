from django.apps import AppConfig


class ImplementationConfig(AppConfig):
    name = "papers.implementation"
    label = "implementation"
    default_auto_field = "django.db.models.BigAutoField"
