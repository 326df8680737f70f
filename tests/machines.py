"""What the machines of the slices share: they play lives at random, and refusals are part of life."""

import os
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings

from papers.shared.errors import Refused

LIVES = settings(
    max_examples=int(os.environ.get("MACHINE", "8")),  # more of them by hand
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def refusable():
    """Not everything may be done at every moment by everybody: a refusal changes nothing and is no fault."""
    try:
        with transaction.atomic():
            yield
    except (PermissionDenied, Refused):
        return
