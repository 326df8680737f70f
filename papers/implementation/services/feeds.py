"""The address of a calendar: opened by the person it is for, ended by them at any time."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.implementation.models import CalendarFeed
from papers.implementation.models.feeds import CalendarFeedQuerySet
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.text import sha256

LETTERS = 32  # bytes of chance in an address


@transaction.atomic
def open_feed(*, by: Actor) -> str:
    """A new secret address for this mandate, in place of the one before; it is told once and not stored."""
    if by.mandate is None or by.is_support:
        raise Refused(_("A calendar belongs to a person of the delegation."))
    _end(CalendarFeed.objects.filter(mandate=by.mandate), by)
    secret = secrets.token_urlsafe(LETTERS)
    feed = CalendarFeed.objects.create(mandate=by.mandate, token_sha256=sha256(secret), opened_at=by.at)
    audit.record("implementation.feed.opened", feed, by=by, audience=Audience.SELF)
    return secret


@transaction.atomic
def end_feed(*, by: Actor) -> None:
    """The address leads nowhere from now on."""
    _record(_end(CalendarFeed.objects.filter(mandate=by.mandate), by), by)


@transaction.atomic
def end_feeds(user: Any, *, by: Actor) -> None:
    """The addresses of a person, under whichever mandate, lead nowhere from now on."""
    _record(_end(CalendarFeed.objects.filter(mandate__user=user), by), by)


def _end(feeds: CalendarFeedQuerySet, by: Actor) -> list[CalendarFeed]:
    found = list(feeds.open().select_for_update(of=("self",)))
    CalendarFeed.objects.filter(pk__in=[one.pk for one in found]).update(ended_at=by.at)
    return found


def _record(ended: list[CalendarFeed], by: Actor) -> None:
    acts = [audit.Act("implementation.feed.ended", one, by, audience=Audience.SELF) for one in ended]
    audit.record_all(acts)
