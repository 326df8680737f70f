"""How often programs may ask: so many requests a minute for a mandate, however many tokens it has."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from ninja.throttling import BaseThrottle

log = logging.getLogger(__name__)
WINDOW = 60  # seconds; counted anew at each full minute


class PerMandate(BaseThrottle):
    """Counts in the cache. Without it nothing is refused: the limit protects the portal's pace, no secret."""

    def allow_request(self, request: Any) -> bool:
        key = f"api:{request.acting.mandate.pk}:{int(time.time()) // WINDOW}"
        try:
            cache.add(key, 0, 2 * WINDOW)
            return bool(cache.incr(key) <= settings.API_REQUESTS_A_MINUTE)
        except Exception as error:  # noqa: BLE001 - whatever the cache raises, reading goes on
            log.warning("The requests of a program could not be counted: %s", error)
            return True

    def wait(self) -> float:
        """Seconds until counting begins anew."""
        return WINDOW - time.time() % WINDOW
