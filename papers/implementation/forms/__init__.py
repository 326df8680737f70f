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
from .filters import AsOfForm, PortfolioFilters
from .notes import ConfirmForm, DissentForm, LetterForm, LinkForm
from .plans import ActionForm, AgreeForm, BlockerForm, CriteriaForm, StepForm, UnblockForm

__all__ = [
    "ActionForm",
    "AgreeForm",
    "AnswerForm",
    "AsOfForm",
    "AssignForm",
    "BlockerForm",
    "ClosureForm",
    "ConfidenceForm",
    "ConfirmForm",
    "CriteriaForm",
    "DecisionForm",
    "DissentForm",
    "LetterForm",
    "LinkForm",
    "PortfolioFilters",
    "ReopenForm",
    "ReportForm",
    "StatusForm",
    "StepForm",
    "UnblockForm",
    "VerifyForm",
]
