from .entries import Closure, Dissent, Evidence, Report, Response, StatusEntry, Verification
from .links import RecommendationLink
from .recommendations import Assignment, Recommendation, Role
from .standing import COLUMNS, AsOf, Lookback, freshness_is
from .stretches import Stretch

__all__ = [
    "COLUMNS",
    "AsOf",
    "Assignment",
    "Closure",
    "Dissent",
    "Evidence",
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
