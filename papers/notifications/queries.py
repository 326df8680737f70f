"""Notices as their reader sees them, and the mails that were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from papers.notifications.kinds import Rendered
from papers.notifications.models import Delivery, Notice, OutboxMail
from papers.notifications.registry import kinds
from papers.shared import keyset
from papers.shared.acting import Acting

MAILS = 50
MOST = 2**63 - 1


@dataclass(frozen=True)
class NoticeRow:
    """A notice with its sentence, or without where its reader may no longer be told."""

    notice: Notice
    rendered: Rendered | None


def list_notices(acting: Acting, *, before: str = "", after: str = "") -> keyset.Page:
    """The notices of the acting mandate, newest first, each asked again whether it may still be told."""
    page = keyset.page(Notice.objects.visible_to(acting), "created_at", before=before, after=after)
    told = rendered(acting, page.rows)
    rows = [NoticeRow(notice, told.get(notice.pk)) for notice in page.rows]
    return keyset.Page(rows, page.newer, page.older)


def rendered(acting: Acting, notices: Iterable[Notice]) -> dict[UUID, Rendered]:
    """The sentences of those notices that may still be told; kinds that can answer for many are asked once."""
    by_kind: dict[str, list[Notice]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    found: dict[UUID, Rendered] = {}
    for kind, some in by_kind.items():
        if kind in kinds:
            told = _of_kind(acting, kinds.get(kind), {notice.target_uuid for notice in some})
            found |= {notice.pk: told[notice.target_uuid] for notice in some if notice.target_uuid in told}
    return found


def _of_kind(acting: Acting, handler: Any, targets: set[UUID]) -> Mapping[UUID, Rendered]:
    if hasattr(handler, "render_many"):
        told: Mapping[UUID, Rendered] = handler.render_many(acting, targets)
        return told
    return {target: handler.render(target) for target in targets if handler.still_allowed(acting, target)}


@dataclass(frozen=True)
class Outbox:
    """Mails that were kept, newest first, and how many notices still wait or were dropped."""

    mails: list[OutboxMail]
    older: int | None
    waiting: int
    dropped: int


def outbox(before: str = "") -> Outbox:
    """A page of the kept mails; two statements."""
    found = OutboxMail.objects.order_by("-pk")
    if before.isascii() and before.isdigit() and int(before) <= MOST:
        found = found.filter(pk__lt=int(before))
    some = list(found[: MAILS + 1])
    states = Delivery.State
    counts = Delivery.objects.aggregate(
        waiting=Count("pk", filter=Q(state=states.WAITING)),
        dropped=Count("pk", filter=Q(state=states.DROPPED)),
    )
    older = some[MAILS - 1].pk if len(some) > MAILS else None
    return Outbox(some[:MAILS], older, counts["waiting"], counts["dropped"])
