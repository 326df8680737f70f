"""The pages of the tracker: the portfolio, the recommendations of a paper, one with its acts."""

from .acts import (
    action_add,
    blocker_add,
    closure_decide,
    closure_propose,
    criteria_propose,
    indicator_add,
    letter_add,
    recommendation_answer,
    recommendation_assign,
    recommendation_confidence,
    recommendation_dissent,
    recommendation_link,
    recommendation_reopen,
    recommendation_status,
    recommendation_verify,
    report_add,
)
from .breakdowns import breakdown, breakdown_file, obstacles_file
from .details import action_step, blocker_end, criteria_decide, letter_decide, letter_file, link_end
from .feeds import calendar, calendar_feed
from .measures import (
    definition_add,
    figure_add,
    figure_correct,
    indicator_detail,
    indicator_end,
    indicator_file,
    indicator_restate,
    target_set,
)
from .overtime import over_time, over_time_file
from .pages import evidence_download, paper_close, recommendation_detail, recommendation_list
from .portfolio import portfolio, portfolio_file, portfolio_json, portfolio_recommendations
from .saved import saved_drop, saved_list, saved_rename
from .timeline import timeline
from .trends import trend_file, trend_list

__all__ = [
    "action_add",
    "action_step",
    "blocker_add",
    "blocker_end",
    "breakdown",
    "breakdown_file",
    "calendar",
    "calendar_feed",
    "closure_decide",
    "closure_propose",
    "criteria_decide",
    "criteria_propose",
    "definition_add",
    "evidence_download",
    "figure_add",
    "figure_correct",
    "indicator_add",
    "indicator_detail",
    "indicator_end",
    "indicator_file",
    "indicator_restate",
    "letter_add",
    "letter_decide",
    "letter_file",
    "link_end",
    "obstacles_file",
    "over_time",
    "over_time_file",
    "paper_close",
    "portfolio",
    "portfolio_file",
    "portfolio_json",
    "portfolio_recommendations",
    "recommendation_answer",
    "recommendation_assign",
    "recommendation_confidence",
    "recommendation_detail",
    "recommendation_dissent",
    "recommendation_link",
    "recommendation_list",
    "recommendation_reopen",
    "recommendation_status",
    "recommendation_verify",
    "report_add",
    "saved_drop",
    "saved_list",
    "saved_rename",
    "target_set",
    "timeline",
    "trend_file",
    "trend_list",
]
