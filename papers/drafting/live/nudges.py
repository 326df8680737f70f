"""What rooms are told between processes: a text changed, a generation began, rights or the stage changed."""

from __future__ import annotations

from uuid import UUID

from papers.drafting.models import Paper, WorkingText
from papers.shared.nudges import after_commit


def group_of(paper_id: UUID) -> str:
    """The name under which everybody who has this paper's text open listens."""
    return f"live.paper.{paper_id.hex}"


def text_changed(working: WorkingText) -> None:
    """Somebody wrote by another way than a socket: rooms read the log."""
    after_commit(group_of(working.paper_id), {"type": "log"})


def access_changed(paper: Paper) -> None:
    """Who may read or write the text changed, or a new generation began."""
    after_commit(group_of(paper.pk), {"type": "rights"})
