"""A paper and the people who write it together, for measuring and for breaking things under them."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from papers.delegations import identity
from papers.delegations import services as delegations
from papers.delegations.models import Delegation, Mandate, User
from papers.drafting import services
from papers.drafting.models import Paper
from portal.bench.typist import Address
from portal.demo.setup import SETUP

BACKEND = "papers.delegations.identity.EmailBackend"


def make(people: int, text: str) -> tuple[Paper, list[Address]]:
    """One delegation with so many drafters, and a paper of theirs; where each of them writes it."""
    code = f"L{Delegation.objects.count()}"
    body = delegations.add_body(code=code, names={"en": "Live"}, symbol_pattern="{body}/{serial}", by=SETUP)
    party = delegations.add_delegation(code=code, kind="country", names={"en": code}, colour=1, by=SETUP)
    mandates = [_drafter(party, number) for number in range(people)]
    acting = identity.rebuild(mandates[0].pk)
    paper = services.start_paper(
        body=body, title="Written together", kind="white_paper", language="en", text=text, by=acting
    )
    return paper, [address(paper, mandate) for mandate in mandates]


def address(paper: Paper, mandate: Mandate) -> Address:
    """Where somebody writes a paper, with a session of their own; the server's address comes later."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(mandate.user)}"
    return Address("", str(paper.pk), str(mandate.pk), cookie)


def session_of(user: User) -> str:
    """A session made directly: signing in is slow on purpose and not what is measured."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def _drafter(party, number: int) -> Mandate:
    seat = delegations.add_seat(party, title=f"drafter {number}", role="drafter", by=SETUP)
    user = User.objects.create_user(
        f"drafter{number}@{party.code.lower()}.example", "not used", name=f"Drafter {number}"
    )
    return delegations.accredit(user, seat, by=SETUP)
