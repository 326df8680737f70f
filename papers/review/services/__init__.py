"""Rounds opened, answered and closed; comments made and disposed of; the revision that follows."""

from .comments import add_comment, edit_comment, reply, withdraw_comment
from .dispositions import decide_disposition, issue_next_revision, propose_disposition
from .rounds import (
    CloseRound,
    acknowledge,
    answer,
    close_at_deadline,
    close_early,
    note_opened,
    open_round,
    take_back_answer,
)

__all__ = [
    "CloseRound",
    "acknowledge",
    "add_comment",
    "answer",
    "close_at_deadline",
    "close_early",
    "decide_disposition",
    "edit_comment",
    "issue_next_revision",
    "note_opened",
    "open_round",
    "propose_disposition",
    "reply",
    "take_back_answer",
    "withdraw_comment",
]
