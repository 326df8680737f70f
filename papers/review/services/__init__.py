"""Rounds opened, answered and closed; comments made and disposed of; the revision that follows."""

from .amendments import (
    change_amendment,
    join_amendment,
    judge_amendment,
    propose_amendment,
    put_in,
    take_position,
    withdraw_amendment,
)
from .behalf import say_for_whom
from .brackets import say_of_bracket, settle_bracket
from .clearing import give_clearance, set_chain
from .comments import add_comment, edit_comment, reply, withdraw_comment
from .consulting import ask_party, tell
from .dispositions import decide_disposition, dispose_together, issue_next_revision, propose_disposition
from .late import add_late_comment, permit_late
from .looking import look_at
from .national import change_note, recall_answer, release_answer, remove_note, write_note
from .objections import answer_decision, set_aside
from .reservations import enter_reservation, let_lapse, lift_reservation
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
from .suggestions import keep_suggestion, put_forward, remove_suggestion
from .timing import RemindOfRound, extend_round, remind

__all__ = [
    "CloseRound",
    "RemindOfRound",
    "acknowledge",
    "add_comment",
    "add_late_comment",
    "answer",
    "answer_decision",
    "ask_party",
    "change_amendment",
    "change_note",
    "close_at_deadline",
    "close_early",
    "decide_disposition",
    "dispose_together",
    "edit_comment",
    "enter_reservation",
    "extend_round",
    "give_clearance",
    "issue_next_revision",
    "join_amendment",
    "judge_amendment",
    "keep_suggestion",
    "let_lapse",
    "lift_reservation",
    "look_at",
    "note_opened",
    "open_round",
    "permit_late",
    "propose_amendment",
    "propose_disposition",
    "put_forward",
    "put_in",
    "recall_answer",
    "release_answer",
    "remind",
    "remove_note",
    "remove_suggestion",
    "reply",
    "say_for_whom",
    "say_of_bracket",
    "set_aside",
    "set_chain",
    "settle_bracket",
    "take_back_answer",
    "take_position",
    "tell",
    "withdraw_amendment",
    "withdraw_comment",
    "write_note",
]
