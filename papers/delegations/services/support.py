"""Access for support: asked for with a reason, consented to by a second person, read only, over by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.clock import services as clock
from papers.delegations import rules
from papers.delegations.kinds import SUPPORT_ADMITTED, SUPPORT_ASKED, SUPPORT_ENDED
from papers.delegations.models import Delegation, Mandate, Seat, SupportAccess, User
from papers.delegations.models.support import LAPSES_AFTER
from papers.delegations.queries import managers, secretariat
from papers.delegations.roles import Role, with_capability
from papers.notifications.services import notify
from papers.shared import nudges
from papers.shared.acting import Actor, Capability
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of

SUPPORT_OVER = "delegations.support.over"


@transaction.atomic
def ask_for_support(delegation: Delegation, *, reason: str, hours: int, by: Actor) -> SupportAccess:
    """Ask to be let in; the delegation is told at once, whoever will answer."""
    rules.can_ask_for_support.require(by, delegation)
    if not reason.strip():
        raise BadInput(_("Say why: the delegation reads it and decides by it."))
    if not 1 <= hours <= settings.SUPPORT_HOURS:
        raise BadInput(_("At most %(hours)s hours at a time.") % {"hours": settings.SUPPORT_HOURS})
    Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    for one in SupportAccess.objects.open().filter(delegation=delegation, by=by.user):
        if one.is_open:
            raise Refused(_("You have asked this delegation already, or are let in. Nothing was changed."))
        _end(one, by)
    support = SupportAccess.objects.create(
        delegation=delegation, reason=reason.strip(), hours=hours, **act_of(by)
    )
    clock.schedule(SUPPORT_OVER, support.pk, support.asked_at + LAPSES_AFTER)
    _record("asked", support, by, hours=hours)
    _tell(SUPPORT_ASKED, support, by)
    return support


@transaction.atomic
def admit_support(support: SupportAccess, *, by: Actor) -> SupportAccess:
    """Let support in: from now for the hours that were asked for, reading and nothing else."""
    support = _locked(support.pk)
    rules.can_admit_support.require(by, support)
    if not support.is_asked:
        raise Refused(_("This was answered already, or nobody answered in time. Nothing was changed."))
    now = timezone.now()
    until = now + timedelta(hours=support.hours)
    support.mandate = Mandate.objects.create(
        user=cast(User, support.by), seat=_seat(support.delegation), starts=now, until=until, accredited_by=by.user,
        support_reason=support.reason,
    )  # fmt: skip
    support.consented_at, support.consented_by, support.consented_for = now, by.user, by.delegation
    support.save(update_fields=["mandate", "consented_at", "consented_by", "consented_for"])
    clock.schedule(SUPPORT_OVER, support.pk, until)
    _record("admitted", support, by, until=until)
    _tell(SUPPORT_ADMITTED, support, by)
    return support


@transaction.atomic
def end_support(support: SupportAccess, *, by: Actor) -> SupportAccess:
    """End it, or refuse it before it began; the next request is refused."""
    support = _locked(support.pk)
    rules.can_end_support.require(by, support)
    return support if support.ended_at else _end(support, by)


class SupportOver:
    """The hours that were consented to are over, or nobody answered."""

    @transaction.atomic
    def fire(self, target_uuid: UUID, *, by: Actor) -> None:
        support = _locked(target_uuid)
        if support.ended_at is None and not support.is_open:
            _end(support, by)


def _end(support: SupportAccess, by: Actor) -> SupportAccess:
    """End it under its lock; a mandate that its own end has reached is left as it was."""
    now = timezone.now()
    if support.mandate is not None and support.mandate.holds(now):
        support.mandate.until = now
        support.mandate.save(update_fields=["until"])
    support.ended_at, support.ended_by = now, by.user
    support.save(update_fields=["ended_at", "ended_by"])
    nudges.rights_changed()
    _record("ended" if support.mandate_id else "refused", support, by)
    _tell(SUPPORT_ENDED, support, by)
    return support


def _seat(delegation: Delegation) -> Seat:
    """The one place of support in a delegation, which is no post of it."""
    seat = delegation.seats.filter(role=Role.SUPPORT).first()
    return seat or Seat.objects.create(
        delegation=delegation, title=str(Role.SUPPORT.label), role=Role.SUPPORT
    )


def _locked(pk: UUID) -> SupportAccess:
    rows = SupportAccess.objects.select_for_update(of=("self",)).select_related("delegation", "by", "mandate")
    return rows.get(pk=pk)


def _tell(kind: str, support: SupportAccess, by: Actor) -> None:
    """The delegation's managers and speakers, the access administrators, and who asked; not the one who acts."""
    acts = by.user.pk if by.user else None
    notify([one for one in _concerned(support) if one.user_id != acts], kind, support)


def _concerned(support: SupportAccess) -> Iterable[Mandate]:
    centre = Mandate.objects.current().active_people().of_delegations([secretariat()])
    yield from managers(support.delegation)
    yield from centre.with_roles(with_capability(Capability.ADMINISTER_CENTRE))
    yield from centre.filter(pk=support.by_mandate)


def _record(what: str, support: SupportAccess, by: Actor, **facts: object) -> None:
    audit.record(
        f"delegations.support.{what}", support, by=by, delegation=support.delegation, audience=Audience.AUDITOR,
        code=support.delegation.code, **facts,
    )  # fmt: skip
