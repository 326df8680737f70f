"""Another address for an account: asked for by its owner, confirmed at both addresses, then changed at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import tokens
from papers.delegations.identity import oneself
from papers.delegations.models import AccountMail, AddressChange, MailKind, User
from papers.delegations.services.accounts import end_visits
from papers.shared.acting import Actor
from papers.shared.errors import Refused

VALID = timedelta(days=1)
SIDES = {MailKind.OLD_ADDRESS: "confirmed_at_old", MailKind.NEW_ADDRESS: "confirmed_at_new"}


@transaction.atomic
def ask_for_address(user: User, email: str, *, by: Actor) -> AddressChange:
    """Both addresses get a link; whether somebody else has the new one is told to nobody."""
    email = email.strip().lower()
    if email == user.email:
        raise Refused(_("This is the address of your account already. Nothing was changed."))
    AddressChange.objects.filter(user=user).delete()
    change = AddressChange.objects.create(user=user, email=email, expires_at=timezone.now() + VALID)
    AccountMail.objects.filter(user=user, kind__in=SIDES).delete()
    for kind, address in ((MailKind.OLD_ADDRESS, user.email), (MailKind.NEW_ADDRESS, email)):
        AccountMail.objects.create(kind=kind, email=address, user=user)
    audit.record("accounts.address.asked", user, by=by, audience=Audience.AUDITOR)
    return change


@transaction.atomic
def confirm_address(token: str) -> AddressChange:
    """Confirm at one side, once; with the second confirmation the address changes and every session ends."""
    change, side = _open(token)
    setattr(change, SIDES[side], timezone.now())
    change.save(update_fields=[SIDES[side]])
    if change.is_confirmed:
        _move(change)
    return change


@transaction.atomic
def open_change(token: str) -> AddressChange:
    """The change that a link may still confirm; one answer for every link that may not."""
    return _open(token)[0]


def _open(token: str) -> tuple[AddressChange, MailKind]:
    read = tokens.read_address(token)
    if read is None or read[1] not in SIDES:
        raise Refused(tokens.dead_address())
    change, side = _locked(read[0]), MailKind(read[1])
    if change is None or not change.is_open or getattr(change, SIDES[side]) is not None:
        raise Refused(tokens.dead_address())
    return change, side


def _locked(pk: UUID) -> AddressChange | None:
    rows = AddressChange.objects.select_for_update(of=("self",)).select_related("user")
    return rows.filter(pk=pk).first()


def _move(change: AddressChange) -> None:
    user, old = change.user, change.user.email
    if User.objects.filter(email__iexact=change.email).exclude(pk=user.pk).exists():
        raise Refused(tokens.dead_address())
    user.email = change.email
    user.save(update_fields=["email"])
    for address in (old, user.email):
        AccountMail.objects.create(kind=MailKind.MOVED, email=address, user=user)
    end_visits(user, by=oneself(user))
    audit.record("accounts.address.changed", user, by=oneself(user), audience=Audience.AUDITOR)
    change.delete()
