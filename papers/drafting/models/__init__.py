from .access import Grant, PaperPermission
from .history import Milestone, Restoration
from .holds import SectionHold
from .markings import PassageMarking, Release, released
from .offers import AccessTemplate, AccessTemplateRow
from .papers import WRITTEN, Effect, Kind, Marking, Paper, PaperTemplate, Sponsor
from .pictures import Picture
from .reviews import AccessReview, Confirmation
from .revisions import Block, ImportRun, Revision
from .steps import Step, StepKind
from .working import Recovery, TextUpdate, WorkingText

__all__ = [
    "WRITTEN",
    "AccessReview", "AccessTemplate", "AccessTemplateRow", "Block", "Confirmation", "Effect", "Grant",
    "ImportRun", "Kind", "Marking", "Milestone", "Paper", "PaperPermission", "PaperTemplate", "PassageMarking",
    "Picture", "Recovery", "Release", "Restoration", "Revision", "SectionHold", "Sponsor", "Step", "StepKind",
    "TextUpdate", "WorkingText",
    "released",
]  # fmt: skip
