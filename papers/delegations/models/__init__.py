from .bodies import Body, Membership, RulesOfProcedure
from .delegations import Delegation, Kind, Participation
from .people import Mandate, Seat, User

__all__ = [
    "Body",
    "Delegation",
    "Kind",
    "Mandate",
    "Membership",
    "Participation",
    "RulesOfProcedure",
    "Seat",
    "User",
]
