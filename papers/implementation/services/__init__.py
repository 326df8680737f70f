"""What can be done with a recommendation, from the adoption that numbers it to the verification that closes it."""

from .activating import activate, at_adoption
from .agreeing import decide_criteria, propose_criteria
from .answering import assign, respond
from .closing import close_paper, decide_closure, propose_closure, reopen, verify
from .dissenting import dissent
from .feeds import end_feed, end_feeds, open_feed
from .letters import decide_letter, enter_letter
from .linking import link, unlink
from .measuring import (
    correct_figure,
    define_indicator,
    end_indicator,
    give_figure,
    redefine,
    restate,
    set_target,
)
from .planning import add_action, block, step_action, unblock
from .reminding import Remind, remind
from .reporting import Exhibit, report, set_confidence, set_status
from .saving import drop_view, rename_view, save_view
from .series import take_series
from .taking import File, begin_list, take_items, take_updates

__all__ = [
    "Exhibit",
    "File",
    "Remind",
    "activate",
    "add_action",
    "assign",
    "at_adoption",
    "begin_list",
    "block",
    "close_paper",
    "correct_figure",
    "decide_closure",
    "decide_criteria",
    "decide_letter",
    "define_indicator",
    "dissent",
    "drop_view",
    "end_feed",
    "end_feeds",
    "end_indicator",
    "enter_letter",
    "give_figure",
    "link",
    "open_feed",
    "propose_closure",
    "propose_criteria",
    "redefine",
    "remind",
    "rename_view",
    "reopen",
    "report",
    "respond",
    "restate",
    "save_view",
    "set_confidence",
    "set_status",
    "set_target",
    "step_action",
    "take_items",
    "take_series",
    "take_updates",
    "unblock",
    "unlink",
    "verify",
]
