"""What people type in a review: parsed and checked here, written by services."""

from .clearing import ChainForm, ClearanceForm, ReleaseForm
from .comments import CommentForm, DispositionForm, ExtendForm, LateForm, ReplyForm, RoundForm
from .consulting import AskForm, TellForm
from .issuing import NextIssueForm
from .matrix import MatrixFilters, SidesForm, TogetherForm
from .positions import (
    AmendmentForm,
    AnswerDecisionForm,
    LiftForm,
    NoteForm,
    NoteReplyForm,
    PutInForm,
    RegisterForm,
    ReservationForm,
    SetAsideForm,
    VerdictForm,
)
from .suggestions import SuggestionForm

__all__ = [
    "AmendmentForm",
    "AnswerDecisionForm",
    "AskForm",
    "ChainForm",
    "ClearanceForm",
    "CommentForm",
    "DispositionForm",
    "ExtendForm",
    "LateForm",
    "LiftForm",
    "MatrixFilters",
    "NextIssueForm",
    "NoteForm",
    "NoteReplyForm",
    "PutInForm",
    "RegisterForm",
    "ReleaseForm",
    "ReplyForm",
    "ReservationForm",
    "RoundForm",
    "SetAsideForm",
    "SidesForm",
    "SuggestionForm",
    "TellForm",
    "TogetherForm",
    "VerdictForm",
]
