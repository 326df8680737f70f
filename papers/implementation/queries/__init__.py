"""What pages show of recommendations: on the desk, on the paper, one with its history, and all of them."""

from .accounts import Account, account
from .breakdowns import breakdown
from .feeds import acting_of, due_dates
from .measures import Trend, as_said, every_trend, indicators, trend, trends
from .overtime import OverTime, over_time
from .portfolio import Portfolio, by_paper, by_recommendation, rows_for_exchange, rows_for_sheet
from .series import series_ground
from .sources import Source, first_day, ground, source_of
from .story import Story, letters_waiting, story
from .tracker import for_paper_face, of_paper, one, papers_with_heads
from .waiting import waiting_for

__all__ = [
    "Account",
    "OverTime",
    "Portfolio",
    "Source",
    "Story",
    "Trend",
    "account",
    "acting_of",
    "as_said",
    "breakdown",
    "by_paper",
    "by_recommendation",
    "due_dates",
    "every_trend",
    "first_day",
    "for_paper_face",
    "ground",
    "indicators",
    "letters_waiting",
    "of_paper",
    "one",
    "over_time",
    "papers_with_heads",
    "rows_for_exchange",
    "rows_for_sheet",
    "series_ground",
    "source_of",
    "story",
    "trend",
    "trends",
    "waiting_for",
]
