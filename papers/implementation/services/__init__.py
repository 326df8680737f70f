"""What can be done with a recommendation, from the adoption that numbers it to the verification that closes it."""

from .activating import activate, at_adoption
from .answering import assign, respond
from .closing import close_paper, decide_closure, propose_closure, reopen, verify
from .dissenting import dissent
from .linking import link, unlink
from .reporting import Exhibit, report, set_confidence, set_status

__all__ = [
    "Exhibit",
    "activate",
    "assign",
    "at_adoption",
    "close_paper",
    "decide_closure",
    "dissent",
    "link",
    "propose_closure",
    "reopen",
    "report",
    "respond",
    "set_confidence",
    "set_status",
    "unlink",
    "verify",
]
