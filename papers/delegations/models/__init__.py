from .accounts import AccountMail, AddressChange, Identity, MailKind, Visit
from .bodies import Body, Membership, RulesOfProcedure
from .calendars import Holiday, WorkingWeek
from .changes import ChangeReply, Grounds, Outcome, ProposedChange, Settled, Settlement
from .delegations import Delegation, Kind, Participation
from .erasures import Erasure
from .invitations import Invitation
from .people import Absence, Mandate, Place, Seat, User
from .support import SupportAccess

__all__ = [
    "Absence",
    "AccountMail",
    "AddressChange",
    "Body",
    "ChangeReply",
    "Delegation",
    "Erasure",
    "Grounds",
    "Holiday",
    "Identity",
    "Invitation",
    "Kind",
    "MailKind",
    "Mandate",
    "Membership",
    "Outcome",
    "Participation",
    "Place",
    "ProposedChange",
    "RulesOfProcedure",
    "Seat",
    "Settled",
    "Settlement",
    "SupportAccess",
    "User",
    "Visit",
    "WorkingWeek",
]
