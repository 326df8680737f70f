"""The people of a delegation: posts, who holds them, who is away, and how a post passes to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import rules
from papers.delegations.kinds import MANDATE_ENDED, MANDATE_GIVEN
from papers.delegations.models import Absence, Delegation, Invitation, Kind, Mandate, Place, Seat, User
from papers.delegations.queries import managers
from papers.delegations.roles import OF_SUPPORT, OF_THE_CAPITAL, OF_THE_SECRETARIAT, STAYING, Role
from papers.notifications.services import notify
from papers.shared import nudges
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.models import act_of


@transaction.atomic
def add_seat(delegation: Delegation, *, title: str, role: str, place: str = Place.CENTRE, by: Actor) -> Seat:
    """Add a post to a delegation; the secretariat's roles exist in the secretariat only."""
    rules.can_accredit.require(by, delegation)
    _suits(delegation, role, place)
    seat = Seat.objects.create(delegation=delegation, title=title, role=role, place=place)
    _record("delegations.seat.added", seat, delegation, by, role=role, place=place)
    return seat


@transaction.atomic
def change_seat(seat: Seat, *, title: str, role: str, place: str, by: Actor) -> Seat:
    """Rename a post or change what it may do; its holders have the new role at their next request."""
    rules.can_accredit.require(by, seat.delegation)
    delegation = _locked(seat.delegation)
    is_a_post(seat)
    _suits(delegation, role, place)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if role != seat.role:
        _somebody_stays(delegation, seat.role, seat.mandates.current())
    was, seat.title, seat.role, seat.place = seat.role, title, role, place
    seat.save(update_fields=["title", "role", "place"])
    nudges.rights_changed()
    _record("delegations.seat.changed", seat, delegation, by, was=was, role=role, place=place)
    return seat


@transaction.atomic
def accredit(
    user: User,
    seat: Seat,
    *,
    by: Actor,
    starts: datetime | None = None,
    until: datetime | None = None,
    alternate: bool = False,
) -> Mandate:
    """Give a person a seat from now, or from a date, on; the delegation's own managers and speakers are told."""
    rules.can_accredit.require(by, seat.delegation)
    return give(user, seat, by=by, starts=starts, until=until, alternate=alternate)


def give(
    user: User,
    seat: Seat,
    *,
    by: Actor,
    accredited_by: User | None = None,
    starts: datetime | None = None,
    until: datetime | None = None,
    alternate: bool = False,
) -> Mandate:
    """Write a mandate; the caller asked the rule, or holds an invitation of somebody who was asked."""
    is_a_post(seat)
    mandate = Mandate.objects.create(
        user=user, seat=seat, starts=starts or timezone.now(), until=until, alternate=alternate,
        accredited_by=accredited_by or by.user,
    )  # fmt: skip
    _record(
        "delegations.mandate.given", mandate, seat.delegation, by, role=seat.role, user=str(user.pk), until=until,
        alternate=alternate,
    )  # fmt: skip
    notify(_told(seat.delegation, by, user), MANDATE_GIVEN, mandate)
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Actor) -> Mandate:
    """End a person's mandate now; what belongs to the post stays, and the person stays named on the record."""
    rules.can_accredit.require(by, mandate.seat.delegation)
    mandate = _locked_mandate(mandate)
    if mandate.has_ended:
        return mandate
    _somebody_stays(mandate.seat.delegation, mandate.seat.role, [mandate])
    return end(mandate, by=by)


def end(mandate: Mandate, *, by: Actor) -> Mandate:
    """Close a locked mandate, or take back one that has not begun; the caller made sure that somebody stays."""
    now = timezone.now()
    mandate.until = max(now, mandate.starts)
    mandate.save(update_fields=["until"])
    nudges.rights_changed()
    _record("delegations.mandate.ended", mandate, mandate.seat.delegation, by, user=str(mandate.user_id))
    notify(_told(mandate.seat.delegation, by, mandate.user), MANDATE_ENDED, mandate)
    return mandate


@transaction.atomic
def set_end(mandate: Mandate, *, until: datetime | None, by: Actor) -> Mandate:
    """Say until when a person holds a seat, or that there is no end."""
    rules.can_accredit.require(by, mandate.seat.delegation)
    mandate = _locked_mandate(mandate)
    if mandate.has_ended:
        raise Refused(_("This mandate has ended. Name the person again; nothing was changed."))
    if until is not None and until <= max(timezone.now(), mandate.starts):
        raise Refused(
            _("The last day is not to come. Nothing was changed; to end it at once, end the mandate.")
        )
    mandate.until = until
    mandate.save(update_fields=["until"])
    _record("delegations.mandate.dated", mandate, mandate.seat.delegation, by, until=until)
    return mandate


@transaction.atomic
def hand_over(mandate: Mandate, *, to: User, by: Actor, until: datetime | None = None) -> Mandate:
    """Pass a seat on in one step: one mandate closes as the other opens, and nothing that hangs on the seat moves."""
    rules.can_accredit.require(by, mandate.seat.delegation)
    mandate = _locked_mandate(mandate)
    if mandate.has_ended:
        raise Refused(_("This mandate has ended already. Name the next person instead; nothing was changed."))
    if mandate.user_id == to.pk:
        raise Refused(_("This person holds the post already. Nothing was changed."))
    return succeed(mandate, to, by=by, until=until)


def succeed(
    mandate: Mandate, to: User, *, by: Actor, accredited_by: User | None = None, until: datetime | None = None
) -> Mandate:
    """Close a locked mandate and open its successor in the same seat."""
    seat, alternate = mandate.seat, mandate.alternate
    successor = give(to, seat, by=by, accredited_by=accredited_by, until=until, alternate=alternate)
    end(mandate, by=by)
    return successor


def begin(invitation: Invitation, user: User, *, by: Actor) -> Mandate:
    """The mandate that an accepted invitation brings; whom it replaces leaves in the same moment."""
    leaving = _locked_mandate(invitation.replaces) if invitation.replaces else None
    if leaving is not None and not leaving.has_ended:
        return succeed(leaving, user, by=by, accredited_by=invitation.by, until=invitation.until)
    return give(
        user, invitation.seat, alternate=invitation.alternate, by=by, accredited_by=invitation.by,
        until=invitation.until,
    )  # fmt: skip


@transaction.atomic
def note_absence(mandate: Mandate, *, starts: datetime, until: datetime, by: Actor) -> Absence:
    """Say that the holder of a post is away; the delegation sees it, and who else can act meanwhile."""
    rules.can_note_absence.require(by, mandate)
    if until <= max(starts, timezone.now()):
        raise Refused(_("This absence would be over before it begins. Nothing was recorded."))
    absence = Absence.objects.create(mandate=mandate, starts=starts, until=until, **act_of(by))
    _record("delegations.absence.noted", absence, mandate.seat.delegation, by, starts=starts, until=until)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: Actor) -> Absence:
    """The person is back, or will not be away after all."""
    rules.can_note_absence.require(by, absence.mandate)
    absence = (
        Absence.objects.select_for_update(of=("self",))
        .select_related("mandate__seat__delegation")
        .get(pk=absence.pk)
    )
    now = timezone.now()
    if not absence.is_over:
        absence.until = max(now, absence.starts)
        absence.save(update_fields=["until"])
        _record("delegations.absence.ended", absence, absence.mandate.seat.delegation, by)
    return absence


def is_a_post(seat: Seat) -> None:
    """Refuse for the place of support, to which nobody is named or invited."""
    if seat.role in OF_SUPPORT:
        raise Refused(_("Nobody is named to support: a delegation lets it in. Nothing was changed."))


def _locked(delegation: Delegation) -> Delegation:
    """The lock under which people of one delegation change: two acts at once cannot each remove “the other” head."""
    return Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)


def _locked_mandate(mandate: Mandate) -> Mandate:
    if mandate.support_reason:
        raise Refused(_("Support holds no post: it ends on its own page. Nothing was changed."))
    _locked(mandate.seat.delegation)
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("user", "seat__delegation")
    return rows.get(pk=mandate.pk)


def _suits(delegation: Delegation, role: str, place: str) -> None:
    if role in OF_SUPPORT:
        raise Refused(_("Nobody is named to support: a delegation lets it in. No post was written."))
    if role in OF_THE_SECRETARIAT and delegation.kind != Kind.SECRETARIAT:
        raise Refused(_("This role exists in the secretariat only. No post was written."))
    if (role == Role.PARTY) != (delegation.kind == Kind.CONSULTED):
        raise Refused(_("This role is for consulted parties, and they have no other. No post was written."))
    if place == Place.CAPITAL and role not in OF_THE_CAPITAL:
        raise Refused(
            _("A post in the capital reads or clears; it does not act at the centre. No post was written.")
        )


def _somebody_stays(delegation: Delegation, role: str, leaving: Any) -> None:
    """The last person in a role without which a delegation is mute or cannot name people is not removed."""
    if role not in STAYING:
        return
    going = [mandate.pk for mandate in leaving]
    held = Mandate.objects.current().active_people().filter(seat__delegation=delegation, seat__role=role)
    if held.filter(pk__in=going).exists() and not held.exclude(pk__in=going).exists():
        raise Refused(
            _(
                "Nobody else is %(role)s of %(name)s now. Nothing was changed: hand it over, or name another first."
            )
            % {"role": Role(role).label, "name": delegation.name}
        )


def _told(delegation: Delegation, by: Actor, person: User) -> list[Mandate]:
    """Those who speak for the delegation or manage its people, but for the one who acts and the one it is about."""
    known = {person.pk, by.user.pk if by.user else None}
    return [mandate for mandate in managers(delegation) if mandate.user_id not in known]


def _record(verb: str, target: Any, delegation: Delegation, by: Actor, **facts: Any) -> None:
    """One event, known within the delegation only."""
    audit.record(verb, target, by=by, delegation=delegation, audience=Audience.DELEGATION, **facts)
