"""What people type about recommendations: parsed and checked here, written by services."""

from .acts import (
    AnswerForm,
    AssignForm,
    ClosureForm,
    ConfidenceForm,
    DecisionForm,
    DissentForm,
    LinkForm,
    ReopenForm,
    ReportForm,
    StatusForm,
    VerifyForm,
)
from .filters import AsOfForm, PortfolioFilters

__all__ = [
    "AnswerForm",
    "AsOfForm",
    "AssignForm",
    "ClosureForm",
    "ConfidenceForm",
    "DecisionForm",
    "DissentForm",
    "LinkForm",
    "PortfolioFilters",
    "ReopenForm",
    "ReportForm",
    "StatusForm",
    "VerifyForm",
]
