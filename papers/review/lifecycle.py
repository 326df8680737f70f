"""The states of a round, and the words of a review: kinds and weights of comments, and what became of them."""

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

# Notices and deadlines of this slice, by the names under which apps.py registers them.
CLOSE = "review.round.close"
OPENED, CLOSED, DECIDED = "review.round.opened", "review.round.closed", "review.disposition.decided"
REPLIED, ISSUED = "review.reply.added", "review.revision.issued"
