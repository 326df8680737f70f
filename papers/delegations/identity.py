"""Who signs in, and for whom they act: the authentication backend and how an Acting is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import BaseBackend

from papers.delegations import roles
from papers.delegations.models import Delegation, Mandate, Participation, User
from papers.shared.acting import Acting, Actor, System


class EmailBackend(BaseBackend):
    """E-mail and password. Gives no permissions to anybody: rules ask mandates and grants, never `has_perm`."""

    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        email: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        address = (email or username or "").strip()
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            # The same work as for somebody we know, so that time does not tell who has an account.
            User().set_password(password or "")
            return None
        return user if user.check_password(password or "") and may_enter(user) else None

    def get_user(self, user_id: Any) -> User | None:
        """The person with their current mandates, in one query."""
        mandates = list(Mandate.objects.for_acting().current().filter(user_id=user_id))
        user: Any = mandates[0].user if mandates else User.objects.filter(pk=user_id).first()
        if user is None or not may_enter(user):
            return None
        user.current_mandates = mandates
        return user


def may_enter(user: User) -> bool:
    """Whether the account is open; those of the demonstration are closed wherever there is none."""
    return user.is_active and (settings.DEMO or not user.is_demo)


def acting_for(user: User, mandate_id: str | UUID | None = None) -> Acting | None:
    """The Acting of a signed-in person under the chosen mandate, else under their first; None without any."""
    mandates = {str(mandate.pk): mandate for mandate in user.current_mandates}  # type: ignore[attr-defined]  # set by get_user
    mandate = mandates.get(str(mandate_id)) or next(iter(mandates.values()), None)
    return _acting(mandate, user) if mandate else None


def acting_under(user: User, mandate_id: UUID) -> Acting | None:
    """The Acting of a signed-in person under exactly this mandate of theirs; None if it is not theirs now."""
    held = (mandate for mandate in user.current_mandates if mandate.pk == mandate_id)  # type: ignore[attr-defined]  # set by get_user
    mandate = next(held, None)
    return _acting(mandate, user) if mandate else None


def oneself(user: User) -> Actor:
    """Who acts when a person does something with their own account; it needs no post."""
    mandate = Mandate.objects.for_acting().current().filter(user=user).first()
    return _acting(mandate, user) if mandate else System("an account without a post", frozenset())


def asks_for_second_factor(mandate: Mandate) -> bool:
    """Whether whoever holds this post must sign in with a second factor; the demonstration's own people need none."""
    return mandate.seat.role in settings.SECOND_FACTOR_ROLES and not mandate.user.is_demo


def lacks_second_factor(mandate: Mandate, session: Mapping[str, Any]) -> bool:
    """Whether this session was begun without the second factor that the post asks for."""
    return asks_for_second_factor(mandate) and not session.get("second_factor")


def must_have_second_factor(user: User) -> bool:
    """Whether any post that a person holds asks for a second factor."""
    held = Mandate.objects.current().filter(user=user).select_related("seat", "user")
    return any(asks_for_second_factor(mandate) for mandate in held)


def holder(email: str) -> User | None:
    """Whose open account has this address, in any letter case and in nothing but letter case."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    return user if user is not None and may_enter(user) and user.email == email.strip().lower() else None


def people(user_ids: Iterable[Any]) -> list[User]:
    """Those of these people whose accounts are open."""
    return [user for user in User.objects.filter(pk__in=user_ids) if may_enter(user)]


def rebuild_all(mandate_ids: Iterable[UUID]) -> dict[UUID, Acting]:
    """The Actings of several mandates as they stand now, in one query; without those that ended."""
    mandates = Mandate.objects.for_acting().current().active_people().filter(pk__in=mandate_ids)
    return {mandate.pk: _acting(mandate, mandate.user) for mandate in mandates}


def rebuild(mandate_id: UUID) -> Acting | None:
    """The Acting of a stored mandate as it stands now; None when it has ended or the person is gone."""
    mandate = Mandate.objects.for_acting().current().active_people().filter(pk=mandate_id).first()
    return _acting(mandate, mandate.user) if mandate else None


def reader_of(delegation: Delegation, *, by: Acting) -> Acting:
    """Somebody who reads for another delegation and can do nothing for it: to look at a paper with its eyes."""
    period = Participation.objects.current().filter(delegation=delegation).first()
    state = period.state if period else ""
    return Acting(
        user=by.user,
        mandate=None,
        delegation=delegation,
        capabilities=roles.capabilities(roles.Role.READER, state),
        participation=state,
    )


def _acting(mandate: Mandate, user: User) -> Acting:
    participation = mandate.participation or ""  # type: ignore[attr-defined]  # annotated by for_acting
    return Acting(
        user=user,
        mandate=mandate,
        delegation=mandate.seat.delegation,
        capabilities=roles.capabilities(mandate.seat.role, participation),
        participation=participation,
    )
