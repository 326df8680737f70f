"""The secrets in links of mails: signed, not stored, so that whoever reads the database cannot take one up."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

SALT = "papers.delegations.invitation"
ADDRESS_SALT = "papers.delegations.address"


def of(pk: UUID) -> str:
    """The token of an invitation; whether it may still be used, its row says."""
    return signing.dumps(str(pk), salt=SALT)


def read(token: str) -> UUID | None:
    """The invitation that a token was made for, or None for anything that we did not sign."""
    try:
        return UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None


def dead() -> str:
    """What is said of every link that leads nowhere: it does not tell which of the reasons holds."""
    return _("This invitation cannot be taken up: it was used, taken back, or is older than a week. "
             "Ask the focal point of your delegation for a new one.")  # fmt: skip


def of_address(change: UUID, side: str) -> str:
    """The token that confirms another address at one of its two sides."""
    return signing.dumps([str(change), side], salt=ADDRESS_SALT)


def read_address(token: str) -> tuple[UUID, str] | None:
    """Which change of address a token confirms, and at which side; None for anything that we did not sign."""
    try:
        change, side = signing.loads(token, salt=ADDRESS_SALT)
        return UUID(change), str(side)
    except (signing.BadSignature, ValueError):
        return None


def dead_address() -> str:
    """What is said of every link of a change of address that leads nowhere."""
    return _(
        "This link no longer works: it was used, is older than a day, or there is a newer one. Nothing was changed."
    )
