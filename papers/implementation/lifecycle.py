"""The words of the tracker and the moves between them: four fields that are never merged into one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.drafting.lifecycle import Stage
from papers.shared.transitions import Machine


class Answer(models.TextChoices):
    """What the addressee answered."""

    AWAITING = "awaiting", _("Awaiting")
    ACCEPTED = "accepted", _("Accepted")
    IN_PART = "in_part", _("Accepted in part")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    NOTED = "noted", _("Noted")
    NOT_ADDRESSED = "not_addressed", _("Not addressed to this body")
    NOT_RECOGNISED = "not_recognised", _("Addressee does not recognise the recommendation")


ACCEPTING = frozenset({Answer.ACCEPTED, Answer.IN_PART})
# An answer that needs no reason; every other one carries words.
PLAIN_ANSWERS = frozenset({Answer.ACCEPTED, Answer.NOTED})


class Status(models.TextChoices):
    """How far it has been carried out."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    PARTLY = "partly", _("Partly implemented")
    BLOCKED = "blocked", _("Blocked from outside")
    SUSPENDED = "suspended", _("Suspended")
    REPORTED = "reported", _("Reported, awaits verification")
    VERIFIED = "verified", _("Closed, verified")
    NOT_IMPLEMENTED = "not_implemented", _("Closed, not implemented")
    OVERTAKEN = "overtaken", _("Closed, overtaken by events")
    SUPERSEDED = "superseded", _("Closed, superseded")
    DECLINED = "declined", _("Closed, risk accepted or declined")


S = Status
CLOSED_OTHERWISE = frozenset({S.NOT_IMPLEMENTED, S.OVERTAKEN, S.SUPERSEDED, S.DECLINED})
CLOSED = CLOSED_OTHERWISE | {S.VERIFIED}
OPEN = frozenset(S) - CLOSED
# What those who do the work say of it themselves; the rest follows from a report, a verification or a closure.
DECLARED = (S.NOT_STARTED, S.IN_PROGRESS, S.PARTLY, S.BLOCKED, S.SUSPENDED)

RECOMMENDATION = Machine(
    "recommendation",
    {
        S.NOT_STARTED: {S.IN_PROGRESS, S.SUSPENDED, *CLOSED_OTHERWISE},
        S.IN_PROGRESS: {S.PARTLY, S.BLOCKED, S.SUSPENDED, S.REPORTED, *CLOSED_OTHERWISE},
        S.PARTLY: {S.IN_PROGRESS, S.SUSPENDED, S.REPORTED, *CLOSED_OTHERWISE},
        S.BLOCKED: {S.IN_PROGRESS, S.SUSPENDED, *CLOSED_OTHERWISE},
        S.SUSPENDED: {S.NOT_STARTED, S.IN_PROGRESS, S.PARTLY, S.BLOCKED, *CLOSED_OTHERWISE},
        S.REPORTED: {S.IN_PROGRESS, S.VERIFIED},
        S.VERIFIED: {S.IN_PROGRESS},
        S.NOT_IMPLEMENTED: {S.NOT_STARTED},
        S.OVERTAKEN: {S.NOT_STARTED},
        S.SUPERSEDED: {S.NOT_STARTED},
        S.DECLINED: {S.NOT_STARTED},
    },
    initial=S.NOT_STARTED,
)
# Where a closed recommendation stands again once it is reopened.
REOPENED = {S.VERIFIED: S.IN_PROGRESS, **dict.fromkeys(CLOSED_OTHERWISE, S.NOT_STARTED)}
# Work that has begun without anybody saying so: a first report may say more than “in progress”.
BEGINS = frozenset({S.PARTLY, S.BLOCKED, S.REPORTED})


class ActionState(models.TextChoices):
    """Where one thing of the plan stands."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Given up")


A = ActionState
ACTION = Machine(
    "action",
    {
        A.PLANNED: {A.UNDER_WAY, A.DONE, A.DROPPED},
        A.UNDER_WAY: {A.DONE, A.DROPPED, A.PLANNED},
        A.DONE: {A.UNDER_WAY},
        A.DROPPED: {A.PLANNED},
    },
    initial=A.PLANNED,
)
# Moves that speak for themselves; every other one carries its reason.
UNSAID = frozenset({(A.PLANNED, A.UNDER_WAY), (A.PLANNED, A.DONE), (A.UNDER_WAY, A.DONE)})
ACTION_MARKS = {
    A.PLANNED: ("ring", ""), A.UNDER_WAY: ("half", ""), A.DONE: ("check", "ok"), A.DROPPED: ("cross", "unk"),
}  # fmt: skip


class Confidence(models.TextChoices):
    """Whether it is expected to be carried out in time; red only once the addressee has accepted."""

    GREEN = "green", _("On track")
    AMBER = "amber", _("At risk")
    RED = "red", _("Off track")
    GREY = "grey", _("Not known")


# Papers whose recommendations are followed here.
TRACKED = frozenset(
    {Stage.ADOPTED, Stage.ISSUED, Stage.IMPLEMENTATION, Stage.REVIEW, Stage.CLOSED, Stage.PUBLISHED}
)
ACTIVE = TRACKED - {Stage.CLOSED}
AFTER_ADOPTION = TRACKED | {Stage.SUPERSEDED, Stage.TRANSFERRED}

# A state is a word and a mark with a tone; the word is never left out.
ANSWER_MARKS = {
    Answer.AWAITING: ("ring", ""), Answer.ACCEPTED: ("check", "ok"), Answer.IN_PART: ("half", "ok"),
    Answer.NOT_ACCEPTED: ("cross", ""), Answer.NOTED: ("dash", ""), Answer.NOT_ADDRESSED: ("dash", ""),
    Answer.NOT_RECOGNISED: ("cross", ""),
}  # fmt: skip
STATUS_MARKS = {
    S.NOT_STARTED: ("ring", ""), S.IN_PROGRESS: ("half", ""), S.PARTLY: ("most", ""), S.BLOCKED: ("bar", "bad"),
    S.SUSPENDED: ("ring", "unk"), S.REPORTED: ("most", ""), S.VERIFIED: ("check", "ok"),
    **dict.fromkeys(CLOSED_OTHERWISE, ("cross", "unk")),
}  # fmt: skip
CONFIDENCE_MARKS = {
    Confidence.GREEN: ("dot", "ok"), Confidence.AMBER: ("tri", "warn"), Confidence.RED: ("dia", "bad"),
    Confidence.GREY: ("ring", "unk"),
}  # fmt: skip
