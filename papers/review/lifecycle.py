"""The states of a round, and the words of a review: kinds and weights of comments, and what became of them."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.shared.transitions import Machine


class State(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


ROUND = Machine("round", {State.OPEN: {State.CLOSED}, State.CLOSED: set()}, initial=State.OPEN)


class Kind(models.TextChoices):
    GENERAL = "general", _("General comment")
    DRAFTING = "drafting", _("Drafting proposal")
    QUESTION = "question", _("Question")
    FACTUAL = "factual", _("Factual correction")


class Source(models.TextChoices):
    """Whose words a comment is."""

    DELEGATION = "delegation", _("Delegation")
    PARTY = "party", _("Consulted party")
    WITHHELD = "withheld", _("Consulted party, name withheld")


class Severity(models.TextChoices):
    CRITICAL = "critical", _("Critical")
    SUBSTANTIVE = "substantive", _("Substantive")
    EDITORIAL = "editorial", _("Editorial")


class Step(models.TextChoices):
    """A disposition is proposed by the penholder and decided by the chair."""

    PROPOSED = "proposed", _("Proposed by the penholder")
    DECIDED = "decided", _("Decided by the chair")


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    IN_PART = "in_part", _("Accepted in part")
    MODIFIED = "modified", _("Accepted with modification")
    REJECTED = "rejected", _("Rejected")
    NOTED = "noted", _("Noted")
    REFERRED = "referred", _("Referred")
    MERGED = "merged", _("Merged with another comment")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DEFERRED = "deferred", _("Deferred")


# A state is a word and a mark; the mark is a name in static/img/marks.svg, the tone colours it.
MARKS = {
    Outcome.ACCEPTED: ("check", "ok"), Outcome.IN_PART: ("most", "ok"), Outcome.MODIFIED: ("most", "ok"),
    Outcome.REJECTED: ("cross", "bad"), Outcome.NOTED: ("ring", ""), Outcome.REFERRED: ("flag", ""),
    Outcome.MERGED: ("half", ""), Outcome.WITHDRAWN: ("dash", ""), Outcome.DEFERRED: ("clock", "warn"),
}  # fmt: skip


class Op(models.TextChoices):
    """What an amendment does to the words it names."""

    REPLACE = "replace", _("Replace")
    INSERT = "insert", _("Insert")
    DELETE = "delete", _("Delete")
    ADD = "add", _("New passage")


class Fate(models.TextChoices):
    """Where an amendment stands."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted, not yet in the text")
    APPLIED = "applied", _("Accepted and in the text")
    REJECTED = "rejected", _("Rejected")
    OVERTAKEN = "overtaken", _("Overtaken")
    WITHDRAWN = "withdrawn", _("Withdrawn")


AMENDMENT = Machine(
    "amendment",
    {
        Fate.PROPOSED: {Fate.ACCEPTED, Fate.REJECTED, Fate.OVERTAKEN, Fate.WITHDRAWN},
        Fate.ACCEPTED: {Fate.APPLIED, Fate.REJECTED, Fate.OVERTAKEN},
        Fate.APPLIED: set(),
        Fate.REJECTED: set(),
        Fate.OVERTAKEN: set(),
        Fate.WITHDRAWN: set(),
    },
    initial=Fate.PROPOSED,
)
FATE_MARKS = {
    Fate.PROPOSED: ("ring", ""), Fate.ACCEPTED: ("half", "ok"), Fate.APPLIED: ("check", "ok"),
    Fate.REJECTED: ("cross", "bad"), Fate.OVERTAKEN: ("dash", "warn"), Fate.WITHDRAWN: ("dash", ""),
}  # fmt: skip
# Decided by the chair; accepting goes on to the text by itself where it can.
VERDICTS = (Fate.ACCEPTED, Fate.REJECTED, Fate.OVERTAKEN)


class Stance(models.TextChoices):
    """What a delegation thinks of another's amendment."""

    SUPPORTS = "supports", _("Supports")
    OPPOSES = "opposes", _("Opposes")


RECALL = timedelta(minutes=10)  # within which a released answer can be taken back as a whole


class Cleared(models.TextChoices):
    """What a seat of the clearance chain says of the drafts."""

    CLEARED = "cleared", _("Cleared")
    RETURNED = "returned", _("Returned")


class Note(models.TextChoices):
    """What a delegation writes for itself."""

    RED_LINE = "red_line", _("Instruction: red line")
    FLEXIBLE = "flexible", _("Instruction: flexible")
    THREAD = "thread", _("To discuss among ourselves")
    DRAFT = "draft", _("Comment to be released")


class Answered(models.TextChoices):
    """What the commenting delegation says to the chair's decision on its comment."""

    SATISFIED = "satisfied", _("Satisfied")
    MAINTAINS = "maintains", _("Maintains its objection")
    RESERVES = "reserves", _("Converts it to a reservation")


ANSWER_MARKS = {
    Answered.SATISFIED: ("check", "ok"), Answered.MAINTAINS: ("flag", "warn"), Answered.RESERVES: ("flag", ""),
}  # fmt: skip
# Decisions with which a comment found its way into the text, or has no life of its own any more.
AGREEING = (Outcome.ACCEPTED, Outcome.IN_PART, Outcome.MODIFIED, Outcome.MERGED, Outcome.WITHDRAWN)
SETTLING = (Answered.SATISFIED, Answered.RESERVES)


class Reserve(models.TextChoices):
    """What kind of hold a delegation puts on a text; some of them block."""

    SCRUTINY = "scrutiny", _("General scrutiny")
    PARLIAMENTARY = "parliament", _("Parliamentary scrutiny")
    POLITICAL = "political", _("Political")
    LINGUISTIC = "linguistic", _("Linguistic")
    WAITING = "waiting", _("Waiting for instructions")


# What each kind means to those who read it, and which of them keep a text from being placed under silence.
MEANING = {
    Reserve.SCRUTINY: _(
        "The delegation has not finished studying the text. The chair is warned before silence."
    ),
    Reserve.PARLIAMENTARY: _(
        "Its parliament must examine the text first. It stops no silence; the adopted text says so."
    ),
    Reserve.POLITICAL: _(
        "Its capital has instructed it to hold. No silence, unless the chair says why all the same."
    ),
    Reserve.LINGUISTIC: _(
        "A language version has not been checked. It stops nothing and ends with the check."
    ),
    Reserve.WAITING: _("It awaits instructions. The chair is warned before silence."),
}
BLOCKING = frozenset({Reserve.POLITICAL})
DURING_SILENCE = frozenset({Reserve.PARLIAMENTARY, Reserve.LINGUISTIC})


class Lifting(models.TextChoices):
    """Why a reservation is lifted."""

    STUDIED = "studied", _("The examination is finished")
    COMPROMISE = "compromise", _("A compromise text")
    DECLARATION = "declaration", _("A declaration to the minutes")
    ASSURANCE = "assurance", _("An assurance")
    OTHER = "other", _("Another reason")
    LAPSED = "lapsed", _("Let lapse by the chair: the delegation does not take part any more")


class Reach(models.TextChoices):
    """Who may read a reservation."""

    PAPER = "paper", _("Everyone who has the paper")
    CHAIR = "chair", _("The chair alone")


LEADS = (
    timedelta(days=3),
    timedelta(days=1),
    timedelta(hours=4),
)  # how long before a deadline people are reminded

# Notices and deadlines of this slice, by the names under which apps.py registers them.
CLOSE, REMIND = "review.round.close", "review.round.remind"
EXTENDED, REMINDED = "review.round.extended", "review.round.reminded"
OPENED, CLOSED, DECIDED = "review.round.opened", "review.round.closed", "review.disposition.decided"
REPLIED, ISSUED = "review.reply.added", "review.revision.issued"
PARTY_ASKED, PARTY_ANSWERED = "review.consultation.asked", "review.consultation.answered"
RESERVED, LIFTED = "review.reservation.entered", "review.reservation.lifted"
SET_ASIDE = "review.objection.set_aside"
ASKED, JUDGED = "review.amendment.cosponsor_asked", "review.amendment.decided"
# Because of what a working text was changed.
APPLYING, SETTLING_BRACKET = "review.amendment", "review.bracket"


class Openness(models.TextChoices):
    """Why words stand in brackets: it tells which of them a telephone call can remove."""

    ALTERNATIVE = "alternative", _("Alternative wording")
    CONTESTED = "contested", _("Contested")
    WAITING = "waiting", _("Waiting for instructions")
    TACTICAL = "tactical", _("Held for an exchange")
    UNCLEAR = "unclear", _("Unclear")


class Wish(models.TextChoices):
    """What a delegation wants of words in brackets."""

    KEEP = "keep", _("Wants the words")
    DROP = "drop", _("Wants them out")
    FLEXIBLE = "flexible", _("Flexible")


WISH_MARKS = {Wish.KEEP: ("check", "ok"), Wish.DROP: ("cross", "bad"), Wish.FLEXIBLE: ("ring", "")}


class Settled(models.TextChoices):
    """How an open bracket was settled."""

    KEPT = "kept", _("The words stay")
    DROPPED = "dropped", _("The words go")
