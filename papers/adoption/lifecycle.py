"""The silence procedure's states and moves, what an objection counts for, and the kinds of silence on a roll."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.shared.transitions import Machine


class State(models.TextChoices):
    OPEN = "open", _("Running")
    SUSPENDED = "suspended", _("Suspended")
    BROKEN = "broken", _("Broken")
    CANCELLED = "cancelled", _("Cancelled")
    UNBROKEN = "unbroken", _("Unbroken: adopted")


S = State
SILENCE = Machine(
    "silence",
    {
        S.OPEN: {S.SUSPENDED, S.BROKEN, S.CANCELLED, S.UNBROKEN},
        S.SUSPENDED: {S.OPEN, S.BROKEN, S.CANCELLED},
        S.BROKEN: set(),
        S.CANCELLED: set(),
        S.UNBROKEN: set(),
    },
    initial=S.OPEN,
)
# Nobody waits longer for a lock than this; the sweep decides later (SILENCE_MARGIN_SECONDS).
LOCK_WAIT_SECONDS = 20
WORDS_LIMIT = 20_000  # characters of one text of an objection
RUNNING = (S.OPEN, S.SUSPENDED)
# A word, a mark of static/img/marks.svg and a tone for each state.
MARKS = {
    S.OPEN: ("clock", ""),
    S.SUSPENDED: ("bar", "warn"),
    S.BROKEN: ("cross", "bad"),
    S.CANCELLED: ("dash", "unk"),
    S.UNBROKEN: ("lock", "ok"),
}


class End(models.TextChoices):
    """Why a procedure ended without a break and without adoption."""

    CHAIR = "chair", _("cancelled by the chair")
    WITHDRAWN = "withdrawn", _("the paper was withdrawn")
    QUORUM = "quorum", _("too few acknowledged receipt")


class Standing(models.TextChoices):
    """What an objection counts for, decided once by its time of receipt."""

    COUNTED = "counted", _("Broke the silence")
    FURTHER = "further", _("Received in time, when the procedure had already ended without adoption")
    LATE = "late", _("Received after expiry")
    OVERTAKEN = "overtaken", _("Received in time, when the text had already been decided")


class Silent(models.TextChoices):
    """How a delegation on the roll is silent, or is not."""

    BROKE = "broke", _("Broke the silence")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    OPENED = "opened", _("Opened only")
    UNOPENED = "unopened", _("Never opened")
    DORMANT = "dormant", _("Dormant")


SILENT_MARKS = {
    Silent.BROKE: "cross",
    Silent.ACKNOWLEDGED: "check",
    Silent.OPENED: "half",
    Silent.UNOPENED: "dia",
    Silent.DORMANT: "dash",
}
