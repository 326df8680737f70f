"""What must hold of the settings before silence can be trusted to the clock."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from papers.adoption.lifecycle import LOCK_WAIT_SECONDS


@register(Tags.security, deploy=True)
def margin_is_longer_than_any_wait(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The sweep decides later than anybody waits for a lock; else an objection in time could come too late."""
    options = connection.settings_dict.get("OPTIONS") or {}
    longest = max(LOCK_WAIT_SECONDS, options.get("timeout", 0))
    if longest < settings.SILENCE_MARGIN_SECONDS:
        return []
    sentence = f"SILENCE_MARGIN_SECONDS must be more than {longest}, the longest wait for a lock."
    return [Error(sentence, id="adoption.E001")]
