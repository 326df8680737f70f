"""One table: what each seat lets its holder do for the delegation that gave it, with a sentence for each role."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.shared.acting import Capability


class Role(models.TextChoices):
    HEAD = "head", _("Head of delegation")
    SUBMITTER = "submitter", _("Submitter")
    DRAFTER = "drafter", _("Drafter")
    REVIEWER = "reviewer", _("Reviewer")
    CLEARER = "clearer", _("Clearer")
    FOCAL = "focal", _("Focal point")
    READER = "reader", _("Reader")
    PARTY = "party", _("Consulted person")
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    ACCESS_ADMINISTRATOR = "access_admin", _("Access administrator")
    AUDITOR = "auditor", _("Auditor")
    PLATFORM = "platform", _("Platform administrator")
    SUPPORT = "support", _("Support")


C = Capability
CAPABILITIES: dict[str, frozenset[C]] = {
    Role.HEAD: frozenset(
        {
            C.READ,
            C.COMMENT,
            C.DRAFT,
            C.ISSUE,
            C.SHARE,
            C.SPEAK,
            C.BREAK_SILENCE,
            C.REPORT,
            C.VERIFY,
            C.ADMIT_SUPPORT,
        }
    ),
    Role.SUBMITTER: frozenset({C.READ, C.COMMENT, C.DRAFT, C.ISSUE, C.SHARE, C.SPEAK, C.REPORT}),
    Role.DRAFTER: frozenset({C.READ, C.COMMENT, C.DRAFT, C.ISSUE, C.SHARE, C.REPORT}),
    Role.REVIEWER: frozenset({C.READ, C.COMMENT, C.VERIFY}),
    Role.CLEARER: frozenset({C.READ, C.COMMENT}),
    Role.FOCAL: frozenset({C.READ, C.MANAGE_PEOPLE}),
    Role.READER: frozenset({C.READ}),
    Role.PARTY: frozenset({C.TELL}),
    Role.CHAIR: frozenset({C.READ, C.COMMENT, C.PRESIDE, C.REGISTER, C.VERIFY}),
    Role.SECRETARY: frozenset({C.READ, C.REGISTER}),
    Role.ACCESS_ADMINISTRATOR: frozenset(
        {C.READ, C.ADMINISTER_ACCESS, C.ADMINISTER_CENTRE, C.MANAGE_PEOPLE, C.ADMIT_SUPPORT}
    ),
    Role.AUDITOR: frozenset({C.AUDIT}),
    Role.PLATFORM: frozenset({C.ADMINISTER_PLATFORM}),
    Role.SUPPORT: frozenset({C.READ}),
}

SENTENCES = {
    Role.HEAD: _(
        "Speaks for the delegation: tables papers, breaks silence, and everything a drafter may do."
    ),
    Role.SUBMITTER: _("Tables papers and sends the delegation's answers; does not break silence."),
    Role.DRAFTER: _("Writes papers, issues revisions, gives other delegations access, reports progress."),
    Role.REVIEWER: _("Comments in rounds and verifies what others reported as done."),
    Role.CLEARER: _("Reads and clears for the capital."),
    Role.FOCAL: _("Manages the people of its own delegation, and nobody else's."),
    Role.READER: _("Reads what the delegation may read."),
    Role.PARTY: _("Answers what its party is asked about passages of papers, and sees nothing else."),
    Role.CHAIR: _("Presides over tabled papers: opens rounds, decides, places under silence."),
    Role.SECRETARY: _("Keeps the register and enters what came by letter."),
    Role.ACCESS_ADMINISTRATOR: _(
        "Manages country access on tabled papers, up to draft, the people of the secretariat, and the centre's outbox."
    ),
    Role.AUDITOR: _("Reads facts of the record, not texts."),
    Role.PLATFORM: _(
        "Keeps the platform: reads no papers, and asks a delegation to be let in where it needs help."
    ),
    Role.SUPPORT: _(
        "A platform administrator whom the delegation let in for some hours, for a reason: reads, and changes nothing."
    ),
}

OF_THE_SECRETARIAT = frozenset(
    {Role.CHAIR, Role.SECRETARY, Role.ACCESS_ADMINISTRATOR, Role.AUDITOR, Role.PLATFORM}
)
# No post that anybody is named to: a delegation lets support in by an act of its own, and it is none of its people.
OF_SUPPORT = frozenset({Role.SUPPORT})
# A post in the capital reads and clears; acting at the centre is for those who sit there.
OF_THE_CAPITAL = frozenset({Role.READER, Role.CLEARER})
# Roles whose last holder is not removed by accident: without them a delegation is mute, or cannot name its people.
STAYING = frozenset({Role.HEAD, Role.FOCAL, Role.CHAIR, Role.ACCESS_ADMINISTRATOR})


class State(models.TextChoices):
    """How a delegation takes part, as dated periods."""

    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    OBSERVER = "observer", _("Observer")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Delegations that do not take part: what they left open is settled by the chair, one by one.
AWAY = frozenset({State.SUSPENDED, State.WITHDRAWN})

# What each state of participation leaves of a person's capabilities. Suspended and withdrawn delegations keep
# their own record only, which needs no capability; a delegation without a period keeps nothing.
LEFT: dict[str, frozenset[C]] = {
    State.ACTIVE: frozenset(C),
    State.DORMANT: frozenset(C),
    State.OBSERVER: frozenset({C.READ, C.COMMENT, C.MANAGE_PEOPLE, C.ADMIT_SUPPORT}),
    State.SUSPENDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


def with_capability(capability: C) -> list[str]:
    """The roles that bring a capability, as those of a delegation's own people."""
    return [role for role, held in CAPABILITIES.items() if capability in held and role not in OF_SUPPORT]


def capabilities(role: str, participation: str | None) -> frozenset[C]:
    """What a seat of this role may do while its delegation takes part in this way."""
    return CAPABILITIES[role] & LEFT.get(participation or "", frozenset())
