"""What a country may be given on a paper: levels that people grant, and the permissions each brings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

VIEW, COMMENT, DRAFT = "view_paper", "comment_paper", "draft_paper"
LEAD, PRESIDE, REPORT = "lead_paper", "preside_paper", "report_paper"

PERMISSIONS = (
    (VIEW, _("Read the issued revisions, the record and the tracker")),
    (COMMENT, _("Comment, propose amendments, answer rounds")),
    (DRAFT, _("See and edit the working text")),
    (LEAD, _("Issue revisions, propose dispositions, manage this paper's access")),
    (PRESIDE, _("Open rounds, decide, place under silence, seal")),
    (REPORT, _("Report progress on its recommendations")),
)


class Level(models.TextChoices):
    READ = "read", _("Read")
    COMMENT = "comment", _("Comment")
    DRAFT = "draft", _("Draft")
    LEAD = "lead", _("Lead")
    PRESIDE = "preside", _("Preside")
    REPORT = "report", _("Report")


class Ladder(models.TextChoices):
    """Levels of one ladder replace one another; preside and report stand beside it."""

    TEXT = "text", _("text")
    PRESIDE = "preside", _("preside")
    REPORT = "report", _("report")


STEPS = (Level.READ, Level.COMMENT, Level.DRAFT, Level.LEAD)
BRINGS: dict[str, tuple[str, ...]] = {
    Level.READ: (VIEW,),
    Level.COMMENT: (VIEW, COMMENT),
    Level.DRAFT: (VIEW, COMMENT, DRAFT),
    Level.LEAD: (VIEW, COMMENT, DRAFT, LEAD),
    Level.PRESIDE: (VIEW, PRESIDE),
    Level.REPORT: (REPORT,),
}

# Which level a set of permissions amounts to: the first of these that is in it.
HIGHEST_FIRST = (
    (LEAD, Level.LEAD), (PRESIDE, Level.PRESIDE), (DRAFT, Level.DRAFT), (COMMENT, Level.COMMENT),
    (VIEW, Level.READ), (REPORT, Level.REPORT),
)  # fmt: skip


def ladder_of(level: str) -> str:
    """The ladder on which a level stands."""
    return level if level in (Level.PRESIDE, Level.REPORT) else Ladder.TEXT


def at_most(level: str, ceiling: str) -> bool:
    """Whether a level of the text ladder is not above another."""
    return level in STEPS and ceiling in STEPS and STEPS.index(Level(level)) <= STEPS.index(Level(ceiling))
