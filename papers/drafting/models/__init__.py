from .access import Grant, PaperPermission
from .papers import Effect, Kind, Marking, Paper, PaperTemplate, Sponsor
from .revisions import Attachment, Block, ImportRun, Revision
from .working import Recovery, TextUpdate, WorkingText

__all__ = [
    "Attachment", "Block", "Effect", "Grant", "ImportRun", "Kind", "Marking", "Paper", "PaperPermission",
    "PaperTemplate", "Recovery", "Revision", "Sponsor", "TextUpdate", "WorkingText",
]  # fmt: skip
