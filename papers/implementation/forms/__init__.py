"""What people type about recommendations: parsed and checked here, written by services."""

from .acts import (
    AnswerForm,
    AssignForm,
    ClosureForm,
    ConfidenceForm,
    DecisionForm,
    ReopenForm,
    ReportForm,
    StatusForm,
    VerifyForm,
)
from .filters import PortfolioFilters

__all__ = [
    "AnswerForm",
    "AssignForm",
    "ClosureForm",
    "ConfidenceForm",
    "DecisionForm",
    "PortfolioFilters",
    "ReopenForm",
    "ReportForm",
    "StatusForm",
    "VerifyForm",
]
