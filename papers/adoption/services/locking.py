"""The one order in which everybody locks: the paper, then its procedure, then the record's head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from papers.adoption.lifecycle import LOCK_WAIT_SECONDS
from papers.adoption.models import Silence
from papers.drafting.models import Paper
from papers.shared import http
from papers.shared.errors import Refused


class Busy(Refused):
    """The centre could not take the act up within the time in which it would count."""

    status = 503


@contextmanager
def impatient() -> Iterator[None]:
    """Around a transaction: a wait for a lock that took too long becomes a sentence."""
    try:
        yield
    except OperationalError as error:
        raise Busy(
            _("The centre was too busy to record this, and nothing was recorded. Send it again now.")
        ) from error


def now() -> datetime:
    """The moment by the database's clock, which all web processes share."""
    moment: datetime = http.received_at()
    return moment


def locked_paper(paper: Paper) -> Paper:
    """The paper, locked; its current revision without the text."""
    _limit_waiting()
    rows = Paper.objects.select_for_update(of=("self",)).select_related("current", "body")
    return rows.defer("current__text", "current__block_map").get(pk=paper.pk)


def locked(silence: Silence) -> Silence:
    """The procedure, locked after its paper."""
    paper = locked_paper(silence.paper)
    rows = Silence.objects.select_for_update(of=("self",)).select_related("revision")
    fresh = rows.defer("revision__text").get(pk=silence.pk)
    fresh.paper = paper
    return fresh


def _limit_waiting() -> None:
    """PostgreSQL waits for ever unless told otherwise; SQLite has its limit in the settings."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT_SECONDS}s'")
