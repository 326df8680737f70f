"""Invitations: a post offered to one address, by mail, once, for a week."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import rules, tokens
from papers.delegations.models import Delegation, Invitation, Mandate, Seat, User
from papers.delegations.roles import Role
from papers.delegations.services import people
from papers.shared.acting import Actor, System
from papers.shared.errors import Refused
from papers.shared.models import act_of

log = logging.getLogger(__name__)
VALID = timedelta(days=7)
MOST_OPEN = 50
BACK_OFF = timedelta(minutes=5)
MOST_TRIES = 12
ACCEPTING = System("an invitation is accepted", frozenset())


@transaction.atomic
def invite(
    seat: Seat,
    *,
    email: str,
    name: str,
    language: str,
    by: Actor,
    alternate: bool = False,
    until: datetime | None = None,
    replaces: Mandate | None = None,
) -> Invitation:
    """Offer a post to an address; whoever reads its mail may take it up, once. With `replaces` it is handed over."""
    rules.can_accredit.require(by, seat.delegation)
    people.is_a_post(seat)
    email = email.strip().lower()
    Delegation.objects.select_for_update(no_key=True).get(pk=seat.delegation_id)
    _may_be_invited(seat, email)
    _settle_the_expired(seat, email)
    invitation = Invitation.objects.create(
        seat=seat, email=email, name=name.strip(), language=language, alternate=alternate, until=until,
        replaces=replaces, expires_at=timezone.now() + VALID, **act_of(by),
    )  # fmt: skip
    _record("delegations.invitation.made", invitation, by, role=seat.role, expires_at=invitation.expires_at)
    return invitation


@transaction.atomic
def invite_first(delegation: Delegation, *, by: Actor, **facts: Any) -> Invitation:
    """Invite the first person of a delegation that has nobody to name its people: as its focal point."""
    seat = delegation.seats.filter(role=Role.FOCAL).first()
    seat = seat or people.add_seat(delegation, title=str(Role.FOCAL.label), role=Role.FOCAL, by=by)
    return invite(seat, **facts, by=by)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor) -> Invitation:
    """Take an invitation back; its link is dead at once."""
    rules.can_accredit.require(by, invitation.seat.delegation)
    invitation = _locked(invitation.pk)
    if invitation.is_settled:
        raise Refused(_("This invitation was taken up or taken back already. Nothing was changed."))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _record("delegations.invitation.withdrawn", invitation, by)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: Actor) -> Invitation:
    """A new invitation in place of one that was not taken up: the old link is dead, the new one has a week."""
    withdraw(invitation, by=by)
    return invite(
        invitation.seat, email=invitation.email, name=invitation.name, language=invitation.language,
        alternate=invitation.alternate, until=invitation.until, replaces=invitation.replaces, by=by,
    )  # fmt: skip


@transaction.atomic
def accept(token: str, *, name: str, password: str) -> Mandate:
    """Take an invitation up with a new account for its address."""
    invitation = _open(token)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(_("There is an account with this address. Sign in with it to take the invitation up."))
    user = User(
        email=invitation.email, name=name, language=invitation.language, zone=invitation.seat.delegation.zone
    )
    validate_password(password, user)
    user = User.objects.create_user(
        invitation.email, password, name=name, language=user.language, zone=user.zone
    )
    return _settle(invitation, user)


@transaction.atomic
def take_up(token: str, *, user: User) -> Mandate:
    """Take an invitation up with the account that one is signed in to: only its own address may."""
    invitation = _open(token)
    if user.email.lower() != invitation.email:
        raise PermissionDenied(_("This invitation is for another address than that of your account."))
    return _settle(invitation, user)


def deliver_invitations(limit: int = 50) -> int:
    """Send the mails that wait; each is taken up by one process, and tried again later when the server fails."""
    waiting = Invitation.objects.open().filter(sent_at__isnull=True, next_try__lte=timezone.now())
    sent = 0
    for invitation in waiting.select_related("seat__delegation", "by").order_by("next_try")[:limit]:
        if not _take(invitation):
            continue
        try:
            _mail(invitation).send()
        except OSError:
            log.warning("Invitation %s could not be sent; it is tried again.", invitation.pk)
            break
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
        sent += 1
    return sent


def _take(invitation: Invitation) -> bool:
    """Whether this process may send it: no other took it since it was read."""
    mine = Invitation.objects.open().filter(pk=invitation.pk, tries=invitation.tries, tries__lt=MOST_TRIES)
    later = timezone.now() + BACK_OFF * (invitation.tries + 1)
    return bool(mine.update(tries=F("tries") + 1, next_try=later))


def _mail(invitation: Invitation) -> EmailMessage:
    """A postcard with the link: it names the delegation and the post, and no paper."""
    path = reverse("delegations:invitation-accept", args=[tokens.of(invitation.pk)])
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "address": settings.BASE_URL + path,
            "centre": settings.CENTRE_NAME,
        }
        subject = _("%(centre)s: you are invited") % {"centre": settings.CENTRE_NAME}
        body = render_to_string("delegations/mail/invitation.txt", context)
    headers = {"Message-ID": f"<invitation-{invitation.pk}@{settings.MAIL_DOMAIN}>"}
    return EmailMessage(subject, body, to=[invitation.email], headers=headers)


def _may_be_invited(seat: Seat, email: str) -> None:
    open_ones = Invitation.objects.open().filter(seat__delegation=seat.delegation)
    if open_ones.filter(seat=seat, email=email).exists():
        raise Refused(
            _("This address is invited to this post already. Send the invitation again, or take it back.")
        )
    if open_ones.count() >= MOST_OPEN:
        raise Refused(
            _("Your delegation has many open invitations. Take back those that nobody will take up.")
        )
    if Mandate.objects.current().filter(seat=seat, user__email__iexact=email).exists():
        raise Refused(_("This person holds the post already. Nobody was invited."))


def _settle_the_expired(seat: Seat, email: str) -> None:
    """An invitation that nobody took up in its week makes room for the next."""
    Invitation.objects.unsettled().filter(seat=seat, email=email).update(withdrawn_at=timezone.now())


def _locked(pk: Any) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("seat__delegation", "by", "replaces").get(pk=pk)


def _open(token: str) -> Invitation:
    """The invitation of a token under its lock, if it can still be taken up; one answer for every other case."""
    pk = tokens.read(token)
    found = Invitation.objects.open().filter(pk=pk).first() if pk else None
    invitation = _locked(found.pk) if found else None
    if invitation is None or not invitation.is_open:
        raise Refused(tokens.dead())
    return invitation


def _settle(invitation: Invitation, user: User) -> Mandate:
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _record("delegations.invitation.accepted", invitation, ACCEPTING, user=str(user.pk))
    return people.begin(invitation, user, by=ACCEPTING)


def _record(verb: str, invitation: Invitation, by: Actor, **facts: Any) -> None:
    audit.record(
        verb, invitation, by=by, delegation=invitation.seat.delegation, audience=Audience.DELEGATION, **facts
    )
