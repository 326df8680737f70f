"""Who may read the record of the whole centre."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("The record of the whole centre is read by its auditor. A paper’s own record stands on the paper."))
def can_audit(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.AUDIT)
