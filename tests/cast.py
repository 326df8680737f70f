"""The people of the tests, as in a play: one body, the delegations XA to XD and the secretariat.

XA Valoria leads papers, XB Estmark reviews, XC Kaldria reads, XD Norvenia is given nothing.
"""

from dataclasses import dataclass

import pytest
from django.test import Client

from papers.delegations import identity
from papers.delegations import services as delegations
from papers.delegations.models import User
from papers.shared.acting import Capability, console

SETUP = console("test set-up", Capability.INSTALL, Capability.REGISTER, Capability.IMPORT)
PASSWORD = "a long pass phrase"
NAMES = {"XA": "Valoria", "XB": "Estmark", "XC": "Kaldria", "XD": "Norvenia"}


@dataclass
class Person:
    """Somebody with one mandate: `.acting` for services, `.client` for pages."""

    user: User
    mandate: object

    @property
    def acting(self):
        return identity.rebuild(self.mandate.pk)

    @property
    def delegation(self):
        return self.mandate.seat.delegation

    @property
    def client(self):
        client = Client()
        client.force_login(self.user, backend="papers.delegations.identity.EmailBackend")
        return client


def answer_as_oneself(client, page, answer):
    """Send an answer that asks for the password once more, and type it."""
    asking = client.post(page, {"answer": answer})
    return client.post(asking["Location"], {"password": PASSWORD})


def add_person(delegation, role, *, name=None):
    """A new person in a new seat of this role."""
    seat = delegations.add_seat(delegation, title=role, role=role, by=SETUP)
    address = f"{role}{delegation.seats.count()}@{delegation.code.lower()}.example"
    user = User.objects.create_user(address, PASSWORD, name=name or f"{role} of {delegation.code}")
    return Person(user, delegations.accredit(user, seat, by=SETUP))


def _country(code, colour):
    return delegations.add_delegation(
        code=code, kind="country", names={"en": NAMES[code]}, colour=colour, by=SETUP
    )


@pytest.fixture
def valoria(db):
    return _country("XA", 1)


@pytest.fixture
def estmark(db):
    return _country("XB", 2)


@pytest.fixture
def kaldria(db):
    return _country("XC", 3)


@pytest.fixture
def norvenia(db):
    return _country("XD", 4)


@pytest.fixture
def centre(db):
    return delegations.add_delegation(
        code="SEC", kind="secretariat", names={"en": "Secretariat"}, colour=12, by=SETUP
    )


@pytest.fixture
def body(valoria, estmark, kaldria, norvenia, centre):
    """A working group of which XA, XB, XC and XD are members."""
    body = delegations.add_body(
        code="WG.4",
        names={"en": "Working Group 4"},
        symbol_pattern="CMCC/{body}/WP.{year}/{serial:02d}",
        by=SETUP,
    )
    for delegation in (valoria, estmark, kaldria, norvenia):
        delegations.add_member(body, delegation, by=SETUP)
    return body


@pytest.fixture
def drafter(valoria):
    return add_person(valoria, "drafter")


@pytest.fixture
def head(valoria):
    return add_person(valoria, "head")


@pytest.fixture
def reviewer(estmark):
    return add_person(estmark, "reviewer")


@pytest.fixture
def estmark_head(estmark):
    return add_person(estmark, "head")


@pytest.fixture
def reader(kaldria):
    return add_person(kaldria, "reader")


@pytest.fixture
def outsider(norvenia):
    return add_person(norvenia, "head")


@pytest.fixture
def chair(centre):
    return add_person(centre, "chair")


@pytest.fixture
def secretary(centre):
    return add_person(centre, "secretary")


@pytest.fixture
def administrator(centre):
    return add_person(centre, "access_admin")


@pytest.fixture
def auditor(centre):
    return add_person(centre, "auditor")
