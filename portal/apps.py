from django.apps import AppConfig

from portal import security  # noqa: F401 - registers its checks


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        """Introduce neighbours that may not know each other: the clock sends mails, and they carry the chain's head."""
        from papers.audit.services import head_hash
        from papers.clock.registry import pulls
        from papers.notifications.registry import proofs
        from papers.notifications.services import deliver_waiting

        proofs.register("chain head", head_hash)
        pulls.register("mails", deliver_waiting)
