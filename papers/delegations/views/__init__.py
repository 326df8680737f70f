"""Pages of the delegations: who takes part, the people of one's own, and how an invitation is taken up."""

from papers.delegations.views.invitations import invitation_accept, invitation_again, invitation_withdraw
from papers.delegations.views.pages import delegation_list, people
from papers.delegations.views.posts import (
    absence_end,
    absence_note,
    first_person,
    mandate_end,
    mandate_hand_over,
    mandate_until,
    seat_add,
    seat_change,
    seat_invite,
)

__all__ = [
    "absence_end", "absence_note", "delegation_list", "first_person", "invitation_accept", "invitation_again",
    "invitation_withdraw", "mandate_end", "mandate_hand_over", "mandate_until", "people", "seat_add", "seat_change",
    "seat_invite",
]  # fmt: skip
