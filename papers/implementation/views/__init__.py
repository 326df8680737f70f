"""The pages of the tracker: the portfolio, the recommendations of a paper, one with its acts."""

from .acts import (
    action_add,
    blocker_add,
    closure_decide,
    closure_propose,
    criteria_propose,
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
from .breakdowns import breakdown, breakdown_csv
from .details import action_step, blocker_end, criteria_decide, letter_decide, letter_file, link_end
from .pages import evidence_download, paper_close, recommendation_detail, recommendation_list
from .portfolio import portfolio, portfolio_csv, portfolio_json, portfolio_recommendations

__all__ = [
    "action_add",
    "action_step",
    "blocker_add",
    "blocker_end",
    "breakdown",
    "breakdown_csv",
    "closure_decide",
    "closure_propose",
    "criteria_decide",
    "criteria_propose",
    "evidence_download",
    "letter_add",
    "letter_decide",
    "letter_file",
    "link_end",
    "paper_close",
    "portfolio",
    "portfolio_csv",
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
]
