"""Consulted parties: people whom papers concern and who have no seat at the centre, entered so that they can answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.audit import services as audit
from papers.audit.models import Audience
from papers.delegations import rules
from papers.delegations.models import Delegation, Invitation, Kind, Participation, Seat
from papers.delegations.roles import Role
from papers.shared.acting import Actor
from papers.shared.errors import Refused
from papers.shared.models import act_of

VALID = timedelta(days=7)


@transaction.atomic
def register_party(
    *, title: str, language: str, is_withheld: bool, email: str, person: str, by: Actor
) -> Delegation:
    """Enter a party and invite its person. Where its name is withheld, the post of whoever enters it alone knows it."""
    rules.can_register_party.require(by, None)
    if is_withheld and by.mandate is None:
        raise Refused(_("A name that is withheld is held by a post of the centre. Nothing was entered."))
    Delegation.objects.select_for_update(no_key=True).filter(kind=Kind.SECRETARIAT).first()
    code = _next_code()
    party = Delegation.objects.create(
        code=code, kind=Kind.CONSULTED, names={"en": title.strip(), language: title.strip()}, rank=900,
        group=Group.objects.create(name=f"delegation {code}"),
        custodian=by.mandate.seat if is_withheld and by.mandate else None,
    )  # fmt: skip
    Participation.objects.create(delegation=party, starts=timezone.now(), **act_of(by))
    Seat.objects.create(delegation=party, title=str(Role.PARTY.label), role=Role.PARTY)
    audit.record(
        "delegations.party.registered",
        party,
        by=by,
        audience=Audience.AUDITOR,
        code=code,
        withheld=is_withheld,
    )
    invite_party(party, email=email, name=person, language=language, by=by)
    return party


@transaction.atomic
def invite_party(party: Delegation, *, email: str, name: str, language: str, by: Actor) -> Invitation:
    """Offer the seat of a party to an address, in place of what was offered to it before and not taken up."""
    rules.can_register_party.require(by, party)
    if not Delegation.objects.parties_known_to(by).filter(pk=party.pk).exists():
        raise Refused(_("This party is not known to your post. Nobody was invited."))
    seat = party.seats.get(role=Role.PARTY)
    now = timezone.now()
    Invitation.objects.unsettled().filter(seat=seat).update(withdrawn_at=now)
    facts: dict[str, Any] = {"email": email.strip().lower(), "name": name.strip(), "language": language}
    invitation = Invitation.objects.create(seat=seat, expires_at=now + VALID, **facts, **act_of(by))
    audit.record(
        "delegations.invitation.made",
        invitation,
        by=by,
        delegation=party,
        audience=Audience.DELEGATION,
        role=seat.role,
    )
    return invitation


def _next_code() -> str:
    """CP1, CP2 and so on: a code that tells nothing of whom it stands for."""
    taken = Delegation.objects.filter(kind=Kind.CONSULTED).values_list("code", flat=True)
    numbers = [int(code[2:]) for code in taken if code.startswith("CP") and code[2:].isdigit()]
    return f"CP{max(numbers, default=0) + 1}"
