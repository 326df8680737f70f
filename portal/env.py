"""What the installation says about itself, read from the environment and given a type.

Every variable read here is described in docs/configuration.md; a test compares the two.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


class Misconfigured(ImproperlyConfigured):
    """The environment holds something that cannot be meant; the sentence says what to write instead."""


@dataclass(frozen=True)
class Url:
    """An address taken apart, with its percent-encoded parts decoded."""

    raw: str = field(repr=False)
    scheme: str
    host: str = ""
    port: int | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    path: str = ""
    options: dict[str, str] = field(default_factory=dict)


def text(name: str, default: str = "") -> str:
    """The variable's words; an empty variable is an absent one."""
    return os.environ.get(name, "").strip() or default


def words(name: str, default: Collection[str] = ()) -> list[str]:
    """The variable's words, separated by commas."""
    given = text(name)
    return [word.strip() for word in given.split(",") if word.strip()] if given else list(default)


def flag(name: str, default: bool = False) -> bool:
    """Yes or no."""
    given = text(name).lower()
    if given in YES:
        return True
    if given in NO:
        return False
    if given:
        raise Misconfigured(f"{name} must be yes or no, and is “{given}”.")
    return default


def number(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    """A whole number, within its bounds where it has any."""
    given = text(name)
    try:
        value = int(given) if given else default
    except ValueError:
        raise Misconfigured(f"{name} must be a whole number, and is “{given}”.") from None
    if least is not None and value < least:
        raise Misconfigured(f"{name} must be at least {least}, and is {value}.")
    if most is not None and value > most:
        raise Misconfigured(f"{name} must be at most {most}, and is {value}.")
    return value


def folder(name: str, default: Path) -> Path:
    """The absolute path of a folder, made for its owner's eyes only if it is absent."""
    given = text(name)
    path = Path(given).expanduser().absolute() if given else default
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(f"{name} names “{path}”, which cannot be made: {error.strerror}.") from None
    return path


def secret(name: str, default: str = "") -> str:
    """A secret: the variable itself, or the content of the file that NAME_FILE names."""
    file = text(f"{name}_FILE")
    if not file:
        return text(name, default)
    if text(name):
        raise Misconfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        content = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{name}_FILE names “{file}”, which cannot be read: {error}.") from None
    if not content:
        raise Misconfigured(f"{name}_FILE names “{file}”, which is empty.")
    return content


def url(name: str, *, schemes: Collection[str]) -> Url | None:
    """An address of one of these schemes, or nothing. It may hold a password, so NAME_FILE works too."""
    given = secret(name)
    if not given:
        return None
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError as error:
        raise Misconfigured(f"{name} is not an address: {error}.") from None
    if parts.scheme not in schemes:
        raise Misconfigured(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return Url(
        raw=given,
        scheme=parts.scheme,
        host=unquote(parts.hostname or ""),
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        path=unquote(parts.path),
        options=dict(parse_qsl(parts.query)),
    )


def provider_is_whole(issuer: str, client: str, secret: str, *, production: bool) -> None:
    """Half an OpenID Connect provider is refused, and in production one that anybody on the way could play."""
    if any([issuer, client, secret]) and not all([issuer, client, secret]):
        raise Misconfigured("Set OIDC_ISSUER, OIDC_CLIENT and OIDC_SECRET, or none of them.")
    if issuer and not issuer.startswith(("https://",) if production else ("https://", "http://")):
        raise Misconfigured("OIDC_ISSUER must begin with https://.")
