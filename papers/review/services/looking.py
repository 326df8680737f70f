"""That somebody looked at a matrix, so that it can show what changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from papers.review.models import Look
from papers.review.models.looks import VISIT
from papers.shared.acting import Actor


def look_at(round: Any, *, by: Actor) -> datetime | None:
    """Until when this person had looked at the matrix before this visit; the round is one of `Look.told_on`."""
    at: datetime | None = round.looked_at
    until: datetime | None = round.looked_until
    if at is not None and by.at - at <= VISIT:
        return until
    Look.objects.update_or_create(user=by.user, round=round, defaults={"at": by.at, "until": at})
    return at
