from .access import Grant, PaperPermission
from .history import Milestone, Restoration
from .holds import SectionHold
from .papers import Effect, Kind, Marking, Paper, PaperTemplate, Sponsor
from .pictures import Picture
from .revisions import Block, ImportRun, Revision
from .steps import Step, StepKind
from .working import Recovery, TextUpdate, WorkingText

__all__ = [
    "Block", "Effect", "Grant", "ImportRun", "Kind", "Marking", "Milestone", "Paper", "PaperPermission",
    "PaperTemplate", "Picture", "Recovery", "Restoration", "Revision", "SectionHold", "Sponsor", "Step", "StepKind",
    "TextUpdate", "WorkingText",
]  # fmt: skip
