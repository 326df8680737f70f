from .entries import Closure, Dissent, Evidence, Report, Response, StatusEntry, Verification
from .feeds import CalendarFeed
from .indicators import Definition, Direction, Ending, Indicator, Reading, Restatement, Target
from .letters import Letter
from .links import RecommendationLink
from .plans import Action, ActionStep, Blocker, Criteria
from .recommendations import Assignment, Recommendation, Role
from .saved import SavedView
from .sources import SourceNote
from .standing import COLUMNS, AsOf, Lookback, freshness_is
from .stretches import Stretch

__all__ = [
    "COLUMNS",
    "Action",
    "ActionStep",
    "AsOf",
    "Assignment",
    "Blocker",
    "CalendarFeed",
    "Closure",
    "Criteria",
    "Definition",
    "Direction",
    "Dissent",
    "Ending",
    "Evidence",
    "Indicator",
    "Letter",
    "Lookback",
    "Reading",
    "Recommendation",
    "RecommendationLink",
    "Report",
    "Response",
    "Restatement",
    "Role",
    "SavedView",
    "SourceNote",
    "StatusEntry",
    "Stretch",
    "Target",
    "Verification",
    "freshness_is",
]
