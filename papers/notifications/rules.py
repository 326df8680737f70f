"""Who may see the mails that this installation kept instead of sending."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from papers.shared.acting import Actor, Capability
from papers.shared.rules import rule


@rule(_("The outbox is for the centre's administrators."))
def can_read_outbox(acting: Actor, _obj: Any) -> bool:
    return acting.can(Capability.ADMINISTER_CENTRE)
