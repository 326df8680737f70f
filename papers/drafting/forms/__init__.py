"""What people type about papers and their text: parsed and checked here, written by services."""

from .beside import HoldForm, MomentForm, PictureForm, RestoreForm
from .deciding import DecisionForm
from .papers import (
    AccessForm,
    DeferForm,
    IssueForm,
    KeptForm,
    NewPaperForm,
    PaperFilters,
    StartForm,
    TextForm,
)

__all__ = [
    "AccessForm", "DecisionForm", "DeferForm", "HoldForm", "IssueForm", "KeptForm", "MomentForm", "NewPaperForm",
    "PaperFilters", "PictureForm", "RestoreForm", "StartForm", "TextForm",
]  # fmt: skip
