from django.apps import AppConfig

from portal import security  # noqa: F401 - registers its checks


class PortalConfig(AppConfig):
    name = "portal"
