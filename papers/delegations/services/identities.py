"""Who somebody at an OpenID Connect provider is here: one account that exists already, and always the same."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations.identity import holder, may_enter, oneself
from papers.delegations.models import Identity, User
from papers.shared.acting import Actor, Capability


@transaction.atomic
def recognise(issuer: str, subject: str, *, verified_address: str) -> User | None:
    """The open account that this identity is bound to, else the one with its address, to which it is then bound.

    An account is bound once: whoever has the address at the provider later, or under another subject, is nobody here.
    """
    bound = Identity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    if bound is not None:
        return bound.user if may_enter(bound.user) else None
    user = holder(verified_address) if verified_address else None
    if user is None:
        return None
    user = User.objects.select_for_update().get(pk=user.pk)
    if Identity.objects.filter(user=user).exists():
        return None
    Identity.objects.create(user=user, issuer=issuer, subject=subject)
    _record("accounts.identity.bound", user, oneself(user))
    return user


@transaction.atomic
def forget_identity(user: User, *, by: Actor) -> None:
    """Unbind an account from its identity at the provider: the next one with its verified address is bound anew."""
    if not by.can(Capability.INSTALL):
        raise PermissionDenied(_("Identities are taken off an account at the console."))
    Identity.objects.filter(user=user).delete()
    _record("accounts.identity.forgotten", user, by)


def _record(verb: str, user: User, by: Actor) -> None:
    audit.record(verb, user, by=by, audience=Audience.AUDITOR)
