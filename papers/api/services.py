"""Tokens of programs: made and ended by the person they speak for."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from papers.api.models import Token
from papers.audit import services as audit
from papers.audit.models import Audience
from papers.shared.acting import Actor
from papers.shared.errors import BadInput, Refused
from papers.shared.text import sha256

LETTERS = 32  # bytes of chance in a token
LASTING = timedelta(days=90)
MOST = 10  # live tokens of one mandate
NAME_LIMIT = 80


@transaction.atomic
def make_token(name: str, *, by: Actor) -> str:
    """A new token for the mandate of this person; the secret is told once and not stored."""
    name = name.strip()
    if by.mandate is None or by.is_support:
        raise Refused(_("A token belongs to a person of the delegation."))
    if not name or len(name) > NAME_LIMIT:
        raise BadInput(_("Name the program that will use the token, in at most 80 characters."))
    if Token.objects.visible_to(by).live(by.at).count() >= MOST:
        raise Refused(_("You have ten tokens already. End one that is not used any more."))
    secret = secrets.token_urlsafe(LETTERS)
    token = Token.objects.create(
        mandate=by.mandate, name=name, token_sha256=sha256(secret), made_at=by.at, expires_at=by.at + LASTING
    )
    audit.record("api.token.made", token, by=by, audience=Audience.SELF)
    return secret


@transaction.atomic
def end_token(token: Token, *, by: Actor) -> None:
    """The token opens nothing from now on."""
    _end(Token.objects.visible_to(by).filter(pk=token.pk), by)


@transaction.atomic
def end_tokens(user: Any, *, by: Actor) -> None:
    """Every token of a person, under whichever mandate, opens nothing from now on."""
    _end(Token.objects.filter(mandate__user=user), by)


def _end(tokens: QuerySet[Token], by: Actor) -> None:
    found = list(tokens.filter(ended_at__isnull=True).select_for_update(of=("self",)))
    Token.objects.filter(pk__in=[one.pk for one in found]).update(ended_at=by.at)
    audit.record_all([audit.Act("api.token.ended", one, by, audience=Audience.SELF) for one in found])
