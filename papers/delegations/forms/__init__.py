"""What people type about posts, calendars, rules and participation, and what administrators ask for."""

from papers.delegations.forms.administering import ErasureForm, SupportForm
from papers.delegations.forms.participation import ChangeForm, DecisionForm, ReplyForm
from papers.delegations.forms.parties import PartyForm
from papers.delegations.forms.people import (
    AbsenceForm,
    AccountForm,
    HandOverForm,
    HolidaysForm,
    InviteForm,
    KnownForm,
    ProposalForm,
    RulesForm,
    SeatForm,
    UntilForm,
    WeekendForm,
    weekend_of,
)

__all__ = [
    "AbsenceForm", "AccountForm", "ChangeForm", "DecisionForm", "ErasureForm", "HandOverForm", "HolidaysForm",
    "InviteForm", "KnownForm", "PartyForm", "ProposalForm", "ReplyForm", "RulesForm", "SeatForm", "SupportForm",
    "UntilForm", "WeekendForm", "weekend_of",
]  # fmt: skip
