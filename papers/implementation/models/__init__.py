from .entries import Closure, Evidence, Report, Response, StatusEntry, Verification
from .recommendations import Assignment, Recommendation, Role, freshness_is

__all__ = [
    "Assignment",
    "Closure",
    "Evidence",
    "Recommendation",
    "Report",
    "Response",
    "Role",
    "StatusEntry",
    "Verification",
    "freshness_is",
]
