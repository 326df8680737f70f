"""Page-shaped reads of the adoption slice."""

from papers.adoption.queries.faces import Face, face
from papers.adoption.queries.procedures import Procedure, earliest_resumption, preview, procedure
from papers.adoption.queries.waiting import waiting_for

__all__ = ["Face", "Procedure", "earliest_resumption", "face", "preview", "procedure", "waiting_for"]
