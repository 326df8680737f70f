"""Mails about accounts, sent by the clock: nobody waits for the mail server, and no time tells who has an account."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from papers.delegations import tokens
from papers.delegations.identity import holder
from papers.delegations.models import AccountMail, AddressChange, MailKind, User

log = logging.getLogger(__name__)
BACK_OFF = timedelta(minutes=5)
MOST_TRIES = 12
SUBJECTS = {
    MailKind.RESET: gettext_lazy("%(centre)s: a new password"),
    MailKind.PASSWORD: gettext_lazy("%(centre)s: your password was changed"),
    MailKind.OLD_ADDRESS: gettext_lazy("%(centre)s: another address for your account"),
    MailKind.NEW_ADDRESS: gettext_lazy("%(centre)s: another address for your account"),
    MailKind.MOVED: gettext_lazy("%(centre)s: your address was changed"),
    MailKind.FACTOR: gettext_lazy("%(centre)s: your second factors were changed"),
}


def deliver_account_mails(limit: int = 50) -> int:
    """Send what waits; each is taken by one process, and tried again later when the server fails."""
    sent = 0
    for waiting in AccountMail.objects.due().select_related("user")[:limit]:
        if not _take(waiting):
            continue
        try:
            sent += _send(waiting)
        except OSError:
            log.warning("Mail %s about an account could not be sent; it is tried again.", waiting.pk)
            break
        AccountMail.objects.filter(pk=waiting.pk).delete()
    _give_up()
    return sent


def _give_up() -> None:
    """What could not be sent in half a day is of no use any more."""
    AccountMail.objects.filter(tries__gte=MOST_TRIES).delete()


def _take(waiting: AccountMail) -> bool:
    """Whether this process may send it: no other took it since it was read."""
    mine = AccountMail.objects.filter(pk=waiting.pk, tries=waiting.tries)
    later = timezone.now() + BACK_OFF * (waiting.tries + 1)
    return bool(mine.update(tries=F("tries") + 1, next_try=later))


def _send(waiting: AccountMail) -> int:
    """One mail, to the address that the account has on record or is to have; none where it would lead nowhere."""
    user = waiting.user or holder(waiting.email)
    if user is None:
        return 0
    kind = MailKind(waiting.kind)
    address = _address(kind, user)
    if address is None:
        return 0
    return _mail(kind, user, waiting.email if waiting.user else user.email, address).send()


def _mail(kind: MailKind, user: User, to: str, address: str) -> EmailMessage:
    with translation.override(user.language):
        context = {"user": user, "centre": settings.CENTRE_NAME, "address": settings.BASE_URL + address}
        subject = str(SUBJECTS[kind]) % {"centre": settings.CENTRE_NAME}
        body = render_to_string(f"delegations/mail/account_{kind}.txt", context)
    return EmailMessage(subject, body, to=[to])


def _address(kind: MailKind, user: User) -> str | None:
    """Where the mail leads, under the centre's own address whatever name a visitor had asked for."""
    if kind is MailKind.RESET:
        key = default_token_generator.make_token(user)
        return reverse("account_reset_password_from_key", kwargs={"uidb36": user.pk.hex, "key": key})
    if kind in {MailKind.OLD_ADDRESS, MailKind.NEW_ADDRESS}:
        return _confirmation(kind, user)
    return reverse("account_reset_password")


def _confirmation(kind: MailKind, user: User) -> str | None:
    """The link that confirms another address; nobody is written to at an address that is somebody else's."""
    change = AddressChange.objects.filter(user=user).first()
    if change is None or holder(change.email) is not None:
        return None
    return reverse("account_address_confirm", args=[tokens.of_address(change.pk, kind)])
