from .amendments import Amendment, Cosponsor, Position
from .behalf import OnBehalf
from .brackets import Bracket, BracketWish
from .clearing import Clearance, ClearanceStep
from .comments import Comment, Disposition, Reply
from .consultations import Consultation, PartyAnswer
from .late import LatePermission
from .looks import Look
from .merges import Merge
from .national import Answer, NationalNote
from .objections import Satisfaction, SetAside
from .reasons import ChangeReason
from .reservations import Reservation
from .rounds import Round, RoundEntry, RoundExtension
from .suggestions import Suggestion

__all__ = [
    "Amendment",
    "Answer",
    "Bracket",
    "BracketWish",
    "ChangeReason",
    "Clearance",
    "ClearanceStep",
    "Comment",
    "Consultation",
    "Cosponsor",
    "Disposition",
    "LatePermission",
    "Look",
    "Merge",
    "NationalNote",
    "OnBehalf",
    "PartyAnswer",
    "Position",
    "Reply",
    "Reservation",
    "Round",
    "RoundEntry",
    "RoundExtension",
    "Satisfaction",
    "SetAside",
    "Suggestion",
]
