from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "papers.adoption"
    label = "adoption"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.adoption import (
            checks,  # noqa: F401 - registers its check
            kinds,
        )
        from papers.adoption.queries.notices import KINDS
        from papers.adoption.rules import why_not_narrowed
        from papers.adoption.services.deciding import Sweep, beat
        from papers.clock.registry import due_actions, pulls
        from papers.drafting.narrowing import hurdles
        from papers.notifications.registry import kinds as notice_kinds

        hurdles.register("adoption", why_not_narrowed)
        due_actions.register(kinds.SWEEP, Sweep())
        pulls.register(kinds.WATCH, beat)
        for kind, handler in KINDS.items():
            notice_kinds.register(kind, handler)
