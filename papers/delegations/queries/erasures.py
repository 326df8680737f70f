"""What an erasure would do, before somebody confirms it."""

from __future__ import annotations

from dataclasses import dataclass

from papers.audit.models import Event
from papers.delegations.models import User


@dataclass(frozen=True)
class Preview:
    """What stays under the pseudonym, and whether the person still holds a post, which keeps them from going."""

    pseudonym: str
    mandates: int
    acts: int
    sessions: int
    holds_a_post: bool


def preview_of(user: User) -> Preview:
    """Four counts."""
    return Preview(
        pseudonym=user.pk.hex[:6].upper(),
        mandates=user.mandates.count(),
        acts=Event.objects.filter(actor=user).count(),
        sessions=user.visits.count(),
        holds_a_post=user.mandates.current().exists(),
    )
