"""What a person does with their own account: recorded, told to them by mail, and felt by all that they have open."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.models import AccountMail, MailKind, User, Visit
from papers.delegations.registry import keys
from papers.shared import nudges
from papers.shared.acting import Actor, Capability


@transaction.atomic
def begin_visit(user: User, *, session_key: str, address: str | None, browser: str, by: Actor) -> Visit:
    """A person signed in."""
    user.visits.exclude(pk__in=user.visits.going_on()).delete()
    Visit.objects.filter(session_key=session_key).delete()
    visit = Visit.objects.create(user=user, session_key=session_key, address=address, browser=browser[:200])
    _record("accounts.session.begun", user, by)
    return visit


def move_visit(visit: Any, *, session_key: str) -> None:
    """The same session goes on under another key."""
    Visit.objects.filter(pk=visit).update(session_key=session_key)


@transaction.atomic
def end_own_visit(user: User, *, session_key: str, by: Actor) -> None:
    """A person signed out; what that browser had open is closed."""
    Visit.objects.filter(session_key=session_key).delete()
    _record("accounts.session.ended", user, by)
    nudges.rights_changed()


@transaction.atomic
def end_visit(visit: Visit, *, by: Actor) -> None:
    """End one session of one's own from another; what it had open is closed."""
    if by.user is None or visit.user_id != by.user.pk:
        raise PermissionDenied(_("This session is not yours."))
    Session.objects.filter(session_key=visit.session_key).delete()
    visit.delete()
    _record("accounts.session.ended", by.user, by)
    nudges.rights_changed()


@transaction.atomic
def end_visits(user: User, *, by: Actor, keep: Any = None) -> None:
    """End every session of a person and what their programs hold; the one to keep takes up the new epoch itself."""
    user.epoch = User.objects.select_for_update().get(pk=user.pk).epoch + 1
    user.save(update_fields=["epoch"])
    user.visits.exclude(pk=keep).delete()
    _end_keys(user, by)
    _record("accounts.session.all_ended", user, by)
    nudges.rights_changed()


@transaction.atomic
def set_password(user: User, password: str, *, by: Actor, keep: Any = None) -> None:
    """Give an account another password: every other session and every key ends, sockets close, its owner is told."""
    user.set_password(password)
    user.save(update_fields=["password"])
    user.visits.exclude(pk=keep).delete()
    _end_keys(user, by)
    AccountMail.objects.filter(email=user.email, kind=MailKind.RESET).delete()
    _tell(user, MailKind.PASSWORD)
    _record("accounts.password.changed", user, by)
    nudges.rights_changed()


@transaction.atomic
def note_factor_added(user: User, *, factor: str, by: Actor) -> None:
    """A second factor was added: its owner is told."""
    _tell(user, MailKind.FACTOR)
    _record("accounts.factor.added", user, by, factor=factor)


@transaction.atomic
def note_factor_removed(user: User, *, factor: str, by: Actor) -> None:
    """A second factor was removed: its owner is told."""
    _tell(user, MailKind.FACTOR)
    _record("accounts.factor.removed", user, by, factor=factor)


@transaction.atomic
def forget_factors(user: User, *, by: Actor) -> None:
    """Take every second factor off the account of somebody who lost them, and end all of their sessions."""
    if not by.can(Capability.INSTALL):
        raise PermissionDenied(_("Second factors are taken off an account at the console."))
    Authenticator.objects.filter(user=user).delete()
    end_visits(user, by=by)
    _tell(user, MailKind.FACTOR)
    _record("accounts.factor.forgotten", user, by)


@transaction.atomic
def close_account(user: User, *, by: Actor) -> None:
    """Nobody enters with this account any more; the person stays named on the record."""
    if not by.can(Capability.INSTALL):
        raise PermissionDenied(_("Accounts are closed at the console."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_visits(user, by=by)
    _record("accounts.account.closed", user, by)


def ask_for_reset(email: str) -> None:
    """Somebody who typed this address wants a new password; whether anybody has it is looked up later."""
    AccountMail.objects.get_or_create(kind=MailKind.RESET, email=email.strip().lower(), user=None)


def _end_keys(user: User, by: Actor) -> None:
    """Whoever was at a session could have made tokens and calendars there: they end with it."""
    for name in keys:
        keys.get(name)(user, by=by)


def _tell(user: User, kind: MailKind) -> None:
    AccountMail.objects.create(kind=kind, email=user.email, user=user)


def _record(verb: str, user: User, by: Actor, **facts: object) -> None:
    audit.record(verb, user, by=by, audience=Audience.AUDITOR, **facts)
