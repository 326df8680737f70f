"""What follows in several slices from one thing that a person does."""

from __future__ import annotations

from papers.adoption import services as adoption
from papers.adoption.queries.faces import Face
from papers.review import services as review
from papers.review.models import Round, RoundEntry
from papers.shared.acting import Acting


def note_opened(acting: Acting, *, face: Face | None, round: Round | None, entry: RoundEntry | None) -> None:
    """A delegation that was asked has opened the text: noted once, for “never opened” is told apart from silence."""
    if face is not None and face.to_be_noted:
        adoption.note_opened(face.silence, by=acting)
    if round is not None and entry is not None and entry.opened_at is None:
        review.note_opened(round, by=acting)
