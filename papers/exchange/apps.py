from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "papers.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from papers.clock.registry import due_actions, work
        from papers.exchange import services

        due_actions.register(services.ENDS, services.End())
        due_actions.register(services.LOOKED_AT, services.LetGo())
        work.register("exchange.files", services.make_next)
