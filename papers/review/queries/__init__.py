"""Page-shaped reads of a review, and what other slices and the portal ask of it."""

from .desk import unanswered, waiting_for
from .margin import Note, margin_notes
from .rounds import Totals, answers_total, open_round_of

__all__ = ["Note", "Totals", "answers_total", "margin_notes", "open_round_of", "unanswered", "waiting_for"]
