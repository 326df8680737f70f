"""What pages show of recommendations: on the desk, on the paper, one with its history, and all of them."""

from .breakdowns import breakdown
from .portfolio import Portfolio, by_paper, by_recommendation, rows_for_exchange, rows_for_sheet
from .story import Story, letters_waiting, story
from .tracker import for_paper_face, of_paper, one, papers_with_heads
from .waiting import waiting_for

__all__ = [
    "Portfolio",
    "Story",
    "breakdown",
    "by_paper",
    "by_recommendation",
    "for_paper_face",
    "letters_waiting",
    "of_paper",
    "one",
    "papers_with_heads",
    "rows_for_exchange",
    "rows_for_sheet",
    "story",
    "waiting_for",
]
