"""What a person chose for themselves; no act of a delegation."""

from __future__ import annotations

from django.utils import timezone

from papers.delegations.models import User
from papers.shared.acting import Actor


def choose_language(language: str, *, by: Actor) -> None:
    """The language in which a person is written to."""
    if by.user is not None:
        User.objects.filter(pk=by.user.pk).update(language=language)


def mark_desk_seen(*, by: Actor) -> None:
    """Remember when a person last said that they know what changed; theirs alone, and no act of a delegation."""
    if by.user is not None:
        User.objects.filter(pk=by.user.pk).update(last_seen_desk=timezone.now())
