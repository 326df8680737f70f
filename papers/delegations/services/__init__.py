"""Delegations and their people: set up, named, handed over, invited; and how a delegation takes part."""

from papers.delegations.services.inviting import (
    accept,
    deliver_invitations,
    invite,
    invite_first,
    send_again,
    take_up,
    withdraw,
)
from papers.delegations.services.participation import change_participation, wake
from papers.delegations.services.people import (
    accredit,
    add_seat,
    change_seat,
    end_absence,
    end_mandate,
    hand_over,
    note_absence,
    set_end,
)
from papers.delegations.services.preferences import choose_language, mark_desk_seen
from papers.delegations.services.setting_up import add_body, add_delegation, add_member

__all__ = [
    "accept", "accredit", "add_body", "add_delegation", "add_member", "add_seat", "change_participation", "change_seat",
    "choose_language", "deliver_invitations", "end_absence", "end_mandate", "hand_over", "invite", "invite_first",
    "mark_desk_seen", "note_absence", "send_again", "set_end", "take_up", "wake", "withdraw",
]  # fmt: skip
