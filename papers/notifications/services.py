"""Telling people: a row per person at once, a mail when the check at sending still says yes."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from papers.notifications.models import Delivery, Notice
from papers.notifications.registry import kinds, proofs
from papers.shared.acting import Acting, rebuild

log = logging.getLogger(__name__)
BACK_OFF = timedelta(minutes=5)
MOST_TRIES = 12


class News(NamedTuple):
    """What the holder of one mandate is told: the kind, and the thing it is about."""

    mandate: Any
    kind: str
    target: Any
    version: int = 0

    @property
    def dedupe(self) -> str:
        return f"{self.kind}:{self.target.pk}:{self.version}:{self.mandate.pk}"


def notify(mandates: Iterable[Any], kind: str, target: Any, *, version: int = 0) -> int:
    """Put down one notice and one mail for each mandate's holder; a second call for the same act adds nothing."""
    kinds.get(kind)
    return notify_each(News(mandate, kind, target, version) for mandate in mandates)


def notify_each(news: Iterable[News]) -> int:
    """The same for several things at once, each of a kind that is registered; three statements however many."""
    wanted = {one.dedupe: one for one in news}
    told = set(Notice.objects.filter(dedupe__in=wanted).values_list("dedupe", flat=True))
    fresh = Notice.objects.bulk_create(
        Notice(
            recipient_id=one.mandate.user_id, mandate_uuid=one.mandate.pk, kind=one.kind, target_uuid=one.target.pk,
            dedupe=dedupe,
        )
        for dedupe, one in wanted.items()
        if dedupe not in told
    )  # fmt: skip
    Delivery.objects.bulk_create(
        Delivery(notice=notice, message_id=f"<{notice.pk}@{settings.MAIL_DOMAIN}>") for notice in fresh
    )
    return len(fresh)


@transaction.atomic
def mark_read(notices: Any) -> int:
    """Say that these notices were read now."""
    count: int = notices.unread().update(read_at=timezone.now())
    return count


def deliver_waiting(limit: int = 100) -> int:
    """Send the mails that wait, to those who may still see the thing; a server that fails rests until the next call."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, next_try__lte=timezone.now())
    sent = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)[:limit]):
        delivery = _take_up(pk)
        if delivery is None:
            continue
        if not _deliver(delivery):
            break
        sent += delivery.state == Delivery.State.SENT
    return sent


@transaction.atomic
def _take_up(pk: int) -> Delivery | None:
    """One delivery for this process alone; should it end while sending, the mail is tried again under the same id."""
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("notice__recipient")
    now = timezone.now()
    delivery = rows.filter(pk=pk, state=Delivery.State.WAITING, next_try__lte=now).first()
    if delivery is not None:
        delivery.tries += 1
        delivery.next_try = now + BACK_OFF * delivery.tries
        delivery.save(update_fields=["tries", "next_try"])
    return delivery


def _deliver(delivery: Delivery) -> bool:
    """Send it outside any transaction, so that a slow server holds no lock; false when the server did not take it."""
    mail = _mail(delivery)
    if mail is None:
        return _finish(delivery, Delivery.State.DROPPED)
    try:
        mail.send()
    except OSError:
        log.warning("Mail %s could not be sent; it is tried again.", delivery.message_id)
        if delivery.tries >= MOST_TRIES:
            _finish(delivery, Delivery.State.DROPPED)
        return False
    return _finish(delivery, Delivery.State.SENT)


def _finish(delivery: Delivery, state: str) -> bool:
    delivery.state, delivery.done_at = state, timezone.now()
    delivery.save(update_fields=["state", "done_at"])
    return True


def _mail(delivery: Delivery) -> EmailMessage | None:
    """The mail, or None when the person may no longer see what it is about. It names no paper: mail is a postcard."""
    notice = delivery.notice
    acting = rebuild(notice.mandate_uuid)
    if acting is None or not allowed(acting, notice.kind, notice.target_uuid):
        return None
    with translation.override(notice.recipient.language):
        rendered = kinds.get(notice.kind).render(notice.target_uuid)
        context = {
            "person": notice.recipient, "sentence": rendered.postcard, "chain_head": proofs.get("chain head")(),
            "address": settings.BASE_URL + rendered.path, "centre": settings.CENTRE_NAME,
        }  # fmt: skip
        subject = _("%(centre)s: %(what)s") % {"centre": settings.CENTRE_NAME, "what": rendered.postcard}
        body = render_to_string("notifications/mail/notice.txt", context)
    headers = {"Message-ID": delivery.message_id}
    return EmailMessage(subject[:200], body, to=[notice.recipient.email], headers=headers)


def allowed(acting: Acting, kind: str, target_uuid: UUID) -> bool:
    """Whether this person may still be told of this thing; an unknown kind is a no."""
    return kind in kinds and bool(kinds.get(kind).still_allowed(acting, target_uuid))
