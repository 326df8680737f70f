"""Who may read the record of the whole centre, and that of access."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.delegations.rules import can_read_record
from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("The record of the whole centre is read by its auditor. A paper’s own record stands on the paper."))
def can_audit(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.AUDIT)


@rule(
    _(
        "The record of access is read by those who speak for a delegation or manage its people, and by the auditor."
    )
)
def can_read_accesses(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.AUDIT) or can_read_record(acting, acting.delegation)


@rule(_("What a delegation left open is listed for those who preside or keep the register."))
def can_see_left_open(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.PRESIDE) or acting.can(Capability.REGISTER)


@rule(_("Which delegations have been quiet is seen by those who keep the register."))
def can_see_quiet(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.REGISTER)
