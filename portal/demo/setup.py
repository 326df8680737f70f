"""The delegations, people and the body of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from papers.delegations import identity
from papers.delegations import services as delegations
from papers.delegations.models import Body, Delegation, Mandate, User
from papers.shared.acting import Acting, Capability, console
from portal.demo.cast import ACCOUNTS, PARTIES, Account, Party

SETUP = console("demonstration", Capability.INSTALL, Capability.REGISTER, Capability.IMPORT)


@dataclass
class World:
    """The demonstration as it is being made: its body, its delegations by code, its people by address."""

    body: Body
    delegations: dict[str, Delegation]
    mandates: dict[str, Mandate]

    def acting(self, email: str) -> Acting:
        """The person as they may act at this moment of the story."""
        acting = identity.rebuild(self.mandates[email].pk)
        if acting is None:
            raise LookupError(f"{email} holds no mandate at this moment of the story")
        return acting

    def of(self, *codes: str) -> list[Delegation]:
        return [self.delegations[code] for code in codes]


def make_world() -> World:
    """Set up the body, its members and everybody's seats."""
    body = delegations.add_body(
        code="WG.4", by=SETUP,
        names={"en": "Working Group 4: governance and reconstruction", "ar": "الفريق العامل 4: الحوكمة وإعادة الإعمار"},
        symbol_pattern="CMCC/{body}/WP.{year}/{serial:02d}",
    )  # fmt: skip
    parties = {party.code: _add(party, body) for party in PARTIES}
    people = {account.email: _seat(account, parties[account.delegation]) for account in ACCOUNTS}
    return World(body, parties, people)


def _add(party: Party, body: Body) -> Delegation:
    delegation = delegations.add_delegation(
        code=party.code, kind=party.kind, names=party.names, colour=party.colour,
        zone=party.zone, rank=PARTIES.index(party) * 10, by=SETUP,
    )  # fmt: skip
    if party.on_rolls:
        delegations.add_member(body, delegation, by=SETUP)
    return delegation


def _seat(account: Account, delegation: Delegation) -> Mandate:
    user = User(
        email=account.email, name=account.name, language=account.language, zone=delegation.zone, is_demo=True
    )
    user.set_password(settings.DEMO_PASSWORD)
    user.save()
    seat = delegations.add_seat(delegation, title=account.title, role=account.role, by=SETUP)
    return delegations.accredit(user, seat, by=SETUP)
