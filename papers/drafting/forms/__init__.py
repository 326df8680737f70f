"""What people type about papers and their text: parsed and checked here, written by services."""

from .beside import HoldForm, MomentForm, PictureForm, RestoreForm
from .deciding import DecisionForm
from .giving import OfferForm, TemplateForm
from .markings import MarkingForm
from .papers import (
    AccessForm,
    AnswerReviewForm,
    DeferForm,
    IssueForm,
    KeptForm,
    MatrixFilters,
    NewPaperForm,
    OpenReviewForm,
    PaperFilters,
    StartForm,
    TextForm,
)

__all__ = [
    "AccessForm",
    "AnswerReviewForm",
    "DecisionForm",
    "DeferForm",
    "HoldForm",
    "IssueForm",
    "KeptForm",
    "MarkingForm",
    "MatrixFilters",
    "MomentForm",
    "NewPaperForm",
    "OfferForm",
    "OpenReviewForm",
    "PaperFilters",
    "PictureForm",
    "RestoreForm",
    "StartForm",
    "TemplateForm",
    "TextForm",
]  # fmt: skip
