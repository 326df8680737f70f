"""Pages of the delegations: who takes part, the people of one's own, and how an invitation is taken up."""

from papers.delegations.views.calendars import calendar_detail, holiday_remove, holidays_add, weekend_set
from papers.delegations.views.erasures import erasure_detail, erasure_list
from papers.delegations.views.invitations import invitation_accept, invitation_again, invitation_withdraw
from papers.delegations.views.pages import delegation_list, people
from papers.delegations.views.participation import (
    change_decide,
    change_drop,
    change_reply,
    participation_detail,
)
from papers.delegations.views.parties import party_list
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
from papers.delegations.views.procedure import rules_detail
from papers.delegations.views.support import support_detail, support_list

__all__ = [
    "absence_end", "absence_note", "calendar_detail", "change_decide", "change_drop", "change_reply",
    "delegation_list", "erasure_detail", "erasure_list", "first_person", "holiday_remove", "holidays_add",
    "invitation_accept", "invitation_again", "invitation_withdraw", "mandate_end", "mandate_hand_over",
    "mandate_until", "participation_detail", "party_list", "people", "rules_detail", "seat_add", "seat_change",
    "seat_invite", "support_detail", "support_list", "weekend_set",
]  # fmt: skip
