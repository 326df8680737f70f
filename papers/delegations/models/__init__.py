from .bodies import Body, Membership, RulesOfProcedure
from .delegations import Delegation, Kind, Participation
from .invitations import Invitation
from .people import Absence, Mandate, Place, Seat, User

__all__ = [
    "Absence",
    "Body",
    "Delegation",
    "Invitation",
    "Kind",
    "Mandate",
    "Membership",
    "Participation",
    "Place",
    "RulesOfProcedure",
    "Seat",
    "User",
]
