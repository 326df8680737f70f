"""What can be done with a recommendation, from the adoption that numbers it to the verification that closes it."""

from .activating import activate, at_adoption
from .agreeing import decide_criteria, propose_criteria
from .answering import assign, respond
from .closing import close_paper, decide_closure, propose_closure, reopen, verify
from .dissenting import dissent
from .letters import decide_letter, enter_letter
from .linking import link, unlink
from .planning import add_action, block, step_action, unblock
from .reminding import Remind, remind
from .reporting import Exhibit, report, set_confidence, set_status

__all__ = [
    "Exhibit",
    "Remind",
    "activate",
    "add_action",
    "assign",
    "at_adoption",
    "block",
    "close_paper",
    "decide_closure",
    "decide_criteria",
    "decide_letter",
    "dissent",
    "enter_letter",
    "link",
    "propose_closure",
    "propose_criteria",
    "remind",
    "reopen",
    "report",
    "respond",
    "set_confidence",
    "set_status",
    "step_action",
    "unblock",
    "unlink",
    "verify",
]
