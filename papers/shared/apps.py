from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Table-less: here for its template tags only."""

    name = "papers.shared"
    label = "shared"
