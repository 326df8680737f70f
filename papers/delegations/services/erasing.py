"""A person becomes a pseudonym: who they were goes, what they did stays, and the record still verifies."""

from __future__ import annotations

from typing import Any

from axes.utils import reset as forget_failures
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CASCADE, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import rules
from papers.delegations.models import AccountMail, Erasure, Invitation, User
from papers.delegations.services.accounts import end_visits
from papers.notifications.models import OutboxMail
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.models import act_of


@transaction.atomic
def ask_for_erasure(user: User, *, reference: str, by: Actor) -> Erasure:
    """Enter a request; nothing changes before a second person confirms it."""
    rules.can_ask_for_erasure.require(by, user)
    if not reference.strip():
        raise BadInput(_("Name the request by its reference. Nothing was entered."))
    _may_go(User.objects.select_for_update().get(pk=user.pk))
    if Erasure.objects.open().filter(user=user).exists():
        raise Refused(_("The erasure of this person waits to be confirmed already. Nothing was entered."))
    erasure = Erasure.objects.create(user=user, reference=reference.strip()[:120], **act_of(by))
    _record("accounts.erasure.asked", user, by)
    return erasure


@transaction.atomic
def confirm_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """Carry it out; it cannot be undone."""
    erasure = _locked(erasure, by)
    user = User.objects.select_for_update().get(pk=erasure.user_id)
    _may_go(user)
    _settle(erasure, by, erased=True)
    _forget_address(user)
    end_visits(user, by=by)
    for rows in belongings(user):
        rows.delete()
    _become_a_pseudonym(user)
    _record("accounts.account.erased", user, by)
    return erasure


@transaction.atomic
def decline_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """The request is settled without anything having changed."""
    erasure = _locked(erasure, by)
    _settle(erasure, by, erased=False)
    _record("accounts.erasure.declined", erasure.user, by)
    return erasure


def belongings(user: User) -> list[QuerySet]:
    """What is of the person alone, in whichever slice: all that would go with the row, if it could go."""
    sessions = Session.objects.filter(session_key__in=list(user.visits.values_list("session_key", flat=True)))
    alone: list[Any] = [one for one in User._meta.related_objects if one.on_delete is CASCADE]
    return [sessions, *(one.related_model.objects.filter(**{one.field.name: user}) for one in alone)]


def _become_a_pseudonym(user: User) -> None:
    """The row stays, for acts, mandates and the hashes of the record refer to it by its id."""
    user.name = _("Person %(number)s") % {"number": user.pk.hex[:6].upper()}
    user.email = f"{user.pk.hex}@erased.invalid"
    user.is_active = False
    user.language, user.zone, user.last_login, user.last_seen_desk = "en", "UTC", None, None
    user.set_unusable_password()
    user.save()


def _forget_address(user: User) -> None:
    """Where the address stands beside the account: mails that wait or were put aside, invitations, failed sign-ins."""
    AccountMail.objects.filter(email__iexact=user.email).delete()
    OutboxMail.objects.filter(to__icontains=user.email).delete()
    forget_failures(username=user.email)
    offered = Invitation.objects.filter(Q(email=user.email) | Q(accepted_by=user))
    offered.unsettled().update(withdrawn_at=timezone.now())
    offered.update(email=f"{user.pk.hex}@erased.invalid", name=user.pk.hex[:6].upper())


def _may_go(user: User) -> None:
    if user.mandates.filter(Q(until__isnull=True) | Q(until__gt=timezone.now())).exists():
        raise Refused(
            _("This person holds a post. Its delegation ends the mandate first; nothing was changed.")
        )


def _locked(erasure: Erasure, by: Actor) -> Erasure:
    erasure = Erasure.objects.select_for_update(of=("self",)).select_related("user").get(pk=erasure.pk)
    rules.can_confirm_erasure.require(by, erasure)
    if erasure.settled_at is not None:
        raise Refused(_("This request was settled already. Nothing was changed."))
    return erasure


def _settle(erasure: Erasure, by: Actor, *, erased: bool) -> None:
    erasure.settled_at, erasure.settled_by, erasure.erased = timezone.now(), by.user, erased
    erasure.save(update_fields=["settled_at", "settled_by", "erased"])


def _record(verb: str, user: User, by: Actor) -> None:
    audit.record(verb, user, by=by, audience=Audience.AUDITOR)
