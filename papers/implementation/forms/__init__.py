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
from .measures import (
    CorrectionForm,
    DefinitionForm,
    EndForm,
    FigureForm,
    IndicatorForm,
    RestateForm,
    TargetForm,
)
from .notes import ConfirmForm, DissentForm, LetterForm, LinkForm
from .plans import ActionForm, AgreeForm, BlockerForm, CriteriaForm, StepForm, UnblockForm
from .saved import NameForm, SaveForm

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
    "CorrectionForm",
    "CriteriaForm",
    "DecisionForm",
    "DefinitionForm",
    "DissentForm",
    "EndForm",
    "FigureForm",
    "IndicatorForm",
    "LetterForm",
    "LinkForm",
    "NameForm",
    "PortfolioFilters",
    "ReopenForm",
    "ReportForm",
    "RestateForm",
    "SaveForm",
    "StatusForm",
    "StepForm",
    "TargetForm",
    "UnblockForm",
    "VerifyForm",
]
