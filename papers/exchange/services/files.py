"""Files that take a while: asked for on a page, made beside the clock, kept for a time for who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from papers.clock import services as clock
from papers.exchange import orders
from papers.exchange.models import Job
from papers.exchange.render import FAILED, MEDIA_TYPES, PRINTING, render
from papers.files import services as files
from papers.files.models import Blob
from papers.shared.acting import Acting, System, rebuild
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

ENDS = "exchange.file.ends"
KEPT = timedelta(hours=24)
AT_ONCE = 5  # that wait for one person
GIVEN_UP = timedelta(seconds=2 * PRINTING.seconds)  # whoever began it then is not at it any more
MOST_TRIES = 2


@transaction.atomic
def ask_for(what: str, asked: Mapping[str, Any], kind: str, *, language: str, by: Acting) -> Job:
    """Have a file made; one that this person already waits for is not made twice."""
    facts = {"what": what, "asked": dict(asked), "kind": kind, "language": language, **act_of(by)}
    waiting = Job.objects.visible_to(by).waiting()
    same = waiting.filter(**facts).first()
    if same is not None:
        return same
    if waiting.count() >= AT_ONCE:
        raise Refused(
            _("%(n)d files are being made for you already. Ask again when one of them is there.")
            % {"n": AT_ONCE}
        )
    job = Job.objects.create(**facts, expires=timezone.now() + KEPT)
    clock.schedule(ENDS, job.pk, job.expires)
    return job


def make_next() -> bool:
    """Make the file that has waited longest; says whether one waited."""
    job = _taken_up()
    if job is None:
        return False
    acting = rebuild(job.by_mandate) if job.by_mandate else None
    try:
        if acting is None or not acting.is_active:
            raise Http404
        with translation.override(job.language):
            order = orders.made(acting, job.what, job.asked)
            _finish(job, order.name, blob=files.store(render(order.printed, job.kind), MEDIA_TYPES[job.kind]))
    except (Http404, PermissionDenied):
        let_go(job.pk)
    except BadInput as refused:
        _finish(job, job.name, fault=str(refused.sentence))
    return True


@transaction.atomic
def let_go(job_id: UUID) -> None:
    """Forget a file that was asked for, and what was made of it."""
    job = Job.objects.select_for_update(of=("self",)).select_related("blob").filter(pk=job_id).first()
    if job is None:
        return
    blob: Blob | None = job.blob
    job.delete()
    if blob is not None:
        files.discard(blob)


class End:
    """The end of the time for which a file is kept."""

    def fire(self, target_uuid: UUID, *, by: System) -> None:
        let_go(target_uuid)


@transaction.atomic
def _taken_up() -> Job | None:
    """The job to be made now; one whose maker died is made anew, once."""
    now = timezone.now()
    free = Q(started_at__isnull=True) | Q(started_at__lt=now - GIVEN_UP)
    waiting = Job.objects.waiting().filter(free).select_for_update(skip_locked=True, of=("self",))
    job = waiting.order_by("at", "pk").first()
    if job is None:
        return None
    if job.tries >= MOST_TRIES:
        Job.objects.filter(pk=job.pk).update(finished_at=now, fault=str(FAILED))
        return None
    Job.objects.filter(pk=job.pk).update(started_at=now, tries=F("tries") + 1)
    return job


def _finish(job: Job, name: str, **came: Any) -> None:
    """What came of it; nothing if it was let go meanwhile, and its file is let go as well."""
    kept = Job.objects.filter(pk=job.pk, finished_at__isnull=True).update(
        finished_at=timezone.now(), name=name, **came
    )
    if not kept and came.get("blob"):
        files.discard(came["blob"])
