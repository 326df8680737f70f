"""Pages over ASGI, each answered by one of a few threads that stay."""

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections


class PageHandler(ASGIHandler):
    """Django's handler without its thread per request (ADR 0014).

    Django gives every request a thread of its own, and so a database connection that is opened for it and thrown
    away, and crosses between threads at every middleware. Every view here is synchronous: one crossing, to a thread
    that keeps its connection, is enough.
    """

    def __init__(self):
        super().__init__()
        self.threads = ThreadPoolExecutor(settings.PAGE_THREADS, thread_name_prefix="page")
        self._in_a_thread = sync_to_async(self._answer, thread_sensitive=False, executor=self.threads)

    async def __call__(self, scope, receive, send):
        await self.handle(scope, receive, send)

    def load_middleware(self, is_async=False):
        """Synchronous throughout, as the views are."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request):
        """What `handle` waits for."""
        return await self._in_a_thread(request)

    def _answer(self, request):
        # Django's own signals for this run in another thread and would look after that one's connection.
        close_old_connections()
        try:
            return self.get_response(request)
        finally:
            close_old_connections()
