"""Working on a section: said, shown and recorded, so that others know; a shared text refuses nobody a passage."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.drafting import rules
from papers.drafting.models import Paper, SectionHold
from papers.drafting.sections import Section
from papers.shared.acting import Actor
from papers.shared.errors import BadInput
from papers.shared.models import act_of

LONGEST = timedelta(days=3)


@transaction.atomic
def hold(paper: Paper, section: Section, *, lasting: timedelta, by: Actor) -> SectionHold:
    """Say that the acting post works on a section for so long; said again, the new time counts."""
    rules.can_hold.require(by, Paper.objects.select_for_update().get(pk=paper.pk))
    if not timedelta() < lasting <= LONGEST:
        raise BadInput(_("A section is held for three days at most. Nothing was recorded."))
    now = timezone.now()
    times = {"held_at": now, "until": now + lasting, **act_of(by)}
    held, _created = SectionHold.objects.update_or_create(
        paper=paper, seat=by.mandate.seat, heading=section.heading, place=section.place, released_at=None,
        defaults=times,
    )  # fmt: skip
    audit.record(
        "drafting.section.held", held, by=by, paper=paper, audience=Audience.DELEGATION, until=held.until
    )
    return held


@transaction.atomic
def release(held: SectionHold, *, by: Actor) -> SectionHold:
    """Let a section go before its time."""
    held = SectionHold.objects.select_for_update(of=("self",)).select_related("paper", "seat").get(pk=held.pk)
    rules.can_release.require(by, held)
    if held.released_at is None:
        held.released_at = timezone.now()
        held.save(update_fields=["released_at"])
        audit.record("drafting.section.released", held, by=by, paper=held.paper, audience=Audience.DELEGATION)
    return held
