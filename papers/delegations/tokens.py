"""The secret in an invitation's link: signed, not stored, so that whoever reads the database cannot take one up."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

SALT = "papers.delegations.invitation"


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
