"""Who asks: one value, built once per request, task or mail, and rebuilt from its mandate at use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils import timezone

from papers.shared.registry import Registry


class Capability(StrEnum):
    """What a person may do for the delegation whose mandate they hold; papers/delegations/roles.py gives them out."""

    READ = "read"
    COMMENT = "comment"
    DRAFT = "draft"
    ISSUE = "issue"
    SHARE = "share"
    SPEAK = "speak"
    BREAK_SILENCE = "break_silence"
    REPORT = "report"
    TELL = "tell"
    VERIFY = "verify"
    MANAGE_PEOPLE = "manage_people"
    PRESIDE = "preside"
    REGISTER = "register"
    ADMINISTER_ACCESS = "administer_access"
    ADMINISTER_CENTRE = "administer_centre"
    ADMINISTER_PLATFORM = "administer_platform"
    ADMIT_SUPPORT = "admit_support"
    AUDIT = "audit"
    KEEP_TIME = "keep_time"
    IMPORT = "import"
    INSTALL = "install"


@dataclass(frozen=True)
class Acting:
    """A person acting for one delegation under one mandate, at one moment."""

    user: Any
    mandate: Any
    delegation: Any
    capabilities: frozenset[Capability]
    participation: str = ""
    at: datetime = field(default_factory=timezone.now)
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_active(self) -> bool:
        return bool(self.user.is_active)

    @property
    def is_support(self) -> bool:
        """Whether the person was let in by the delegation to help it: reads, and changes nothing."""
        return self.mandate is not None and bool(self.mandate.support_reason)

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities


@dataclass(frozen=True)
class System:
    """The clock or the console: acts for no delegation, with the few capabilities it names."""

    reason: str
    capabilities: frozenset[Capability] = frozenset({Capability.KEEP_TIME})
    at: datetime = field(default_factory=timezone.now)
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    user: Any = None
    mandate: Any = None
    delegation: Any = None
    participation: str = ""
    is_active: bool = True
    is_support: bool = False

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities


Actor = Acting | System


def console(reason: str, *capabilities: Capability) -> System:
    """The actor of a management command, with the capabilities its task needs and no other."""
    return System(reason, frozenset(capabilities))


# The delegations slice registers under "mandate" how an Acting is rebuilt from a stored mandate id.
rebuilders = Registry("rebuilders of Acting")


def rebuild(mandate_id: UUID) -> Acting | None:
    """The Acting of a stored mandate as it stands now, or None when it has ended."""
    acting: Acting | None = rebuilders.get("mandate")(mandate_id)
    return acting
