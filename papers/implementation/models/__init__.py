from .entries import Closure, Dissent, Evidence, Report, Response, StatusEntry, Verification
from .letters import Letter
from .links import RecommendationLink
from .plans import Action, ActionStep, Blocker, Criteria
from .recommendations import Assignment, Recommendation, Role
from .standing import COLUMNS, AsOf, Lookback, freshness_is
from .stretches import Stretch

__all__ = [
    "COLUMNS",
    "Action",
    "ActionStep",
    "AsOf",
    "Assignment",
    "Blocker",
    "Closure",
    "Criteria",
    "Dissent",
    "Evidence",
    "Letter",
    "Lookback",
    "Recommendation",
    "RecommendationLink",
    "Report",
    "Response",
    "Role",
    "StatusEntry",
    "Stretch",
    "Verification",
    "freshness_is",
]
