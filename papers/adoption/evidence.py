"""What a delegation can hold in its hand: signed receipts, and the seal of an adopted text."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from papers.shared.text import chained_sha256

SALT = "papers.adoption.receipt.1"
MARK = "chancery-receipt-1"


def canonical(facts: Mapping[str, Any]) -> str:
    """Facts as one line that is the same wherever it is written."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def signature(facts: Mapping[str, Any], secret: str | None = None) -> str:
    """The centre's signature over these facts: HMAC-SHA256 under a key derived from its secret, today's or another."""
    return salted_hmac(SALT, canonical(facts), secret=secret, algorithm="sha256").hexdigest()


def line(facts: Mapping[str, Any]) -> str:
    """The line of a receipt that can be checked: mark, signature, facts."""
    return f"{MARK} {signature(facts)} {canonical(facts)}"


def check(text: str) -> dict[str, Any] | None:
    """The facts of a genuine receipt found in a text; None if there is none, or if a letter of it was changed."""
    for candidate in text.splitlines():
        mark, _, rest = candidate.strip().partition(" ")
        given, _, stated = rest.partition(" ")
        if mark == MARK:
            return _facts_if_signed(given, stated)
    return None


def seal(*, revision_sha256: str, roll: Iterable[Mapping[str, Any]], expires_at: str, chain_head: str) -> str:
    """The seal of an adopted text: over its hash, the roll, the expiry and the record as it stood."""
    return chained_sha256(chain_head, revision_sha256, canonical({"roll": list(roll)}), expires_at)


def stamp(moment: datetime | None) -> str:
    """A moment as evidence writes it: UTC, to the microsecond; empty when there was none."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


def digest(words: str) -> str:
    """The fingerprint of a delegation's words."""
    return hashlib.sha256(words.encode()).hexdigest()


def _facts_if_signed(given: str, stated: str) -> dict[str, Any] | None:
    try:
        facts = json.loads(stated)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) and _is_signed(given, facts) else None


def _is_signed(given: str, facts: Mapping[str, Any]) -> bool:
    """Whether the centre signed this under its secret of today or one that it had before."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(given.encode(), signature(facts, secret).encode()) for secret in secrets)
