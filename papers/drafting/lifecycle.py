"""Where a paper stands institutionally, and every move there is. Other slices fire moves; the table lives here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.shared.transitions import Machine


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    TABLED = "tabled", _("Tabled")
    CIRCULATION = "circulation", _("In circulation")
    CONSOLIDATION = "consolidation", _("Consolidation")
    AD_REFERENDUM = "ad_referendum", _("Agreed ad referendum")
    SILENCE = "silence", _("Under silence")
    ADOPTED = "adopted", _("Adopted")
    ISSUED = "issued", _("Issued")
    IMPLEMENTATION = "implementation", _("Implementation")
    REVIEW = "review", _("Periodic review")
    CLOSED = "closed", _("Closed")
    SUPERSEDED = "superseded", _("Superseded")
    TRANSFERRED = "transferred", _("Transferred")
    DEFERRED = "deferred", _("Deferred")
    LAPSED = "lapsed", _("Lapsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PUBLISHED = "published", _("Published elsewhere")


S = Stage
PAPER = Machine(
    "paper",
    {
        S.DRAFT: {S.TABLED, S.WITHDRAWN},
        S.TABLED: {S.CIRCULATION, S.WITHDRAWN, S.DEFERRED},
        S.CIRCULATION: {S.CONSOLIDATION, S.WITHDRAWN, S.DEFERRED},
        S.CONSOLIDATION: {S.CIRCULATION, S.AD_REFERENDUM, S.SILENCE, S.ADOPTED, S.WITHDRAWN, S.DEFERRED},
        S.AD_REFERENDUM: {S.CONSOLIDATION, S.SILENCE, S.WITHDRAWN},
        S.SILENCE: {S.CONSOLIDATION, S.ADOPTED, S.WITHDRAWN},
        S.ADOPTED: {S.ISSUED, S.IMPLEMENTATION, S.SUPERSEDED, S.TRANSFERRED},
        S.ISSUED: {S.IMPLEMENTATION, S.SUPERSEDED, S.TRANSFERRED},
        S.IMPLEMENTATION: {S.REVIEW, S.CLOSED, S.SUPERSEDED, S.TRANSFERRED},
        S.REVIEW: {S.IMPLEMENTATION, S.SUPERSEDED, S.TRANSFERRED},
        S.DEFERRED: {S.CIRCULATION, S.LAPSED, S.WITHDRAWN},
        S.CLOSED: {S.IMPLEMENTATION},
        S.SUPERSEDED: set(),
        S.TRANSFERRED: set(),
        S.LAPSED: set(),
        S.WITHDRAWN: set(),
        S.PUBLISHED: set(),
    },
    initial=S.DRAFT,
)

BEFORE_TABLING = frozenset({S.DRAFT})
# Nobody edits the text while its adoption runs, nor afterwards.
FROZEN = frozenset(S) - {S.DRAFT, S.TABLED, S.CIRCULATION, S.CONSOLIDATION, S.AD_REFERENDUM, S.DEFERRED}

# What everybody agrees to, everybody has read.
AGREED = frozenset({S.AD_REFERENDUM, S.SILENCE, S.ADOPTED})

# A state is a word and a mark; the mark is a name in static/img/marks.svg.
MARKS = {
    S.DRAFT: "ring", S.TABLED: "ring", S.CIRCULATION: "half", S.CONSOLIDATION: "most", S.AD_REFERENDUM: "most",
    S.SILENCE: "clock", S.ADOPTED: "lock", S.ISSUED: "lock", S.IMPLEMENTATION: "half", S.REVIEW: "clock",
    S.CLOSED: "check", S.SUPERSEDED: "cross", S.TRANSFERRED: "cross", S.DEFERRED: "dash", S.LAPSED: "cross",
    S.WITHDRAWN: "cross", S.PUBLISHED: "dash",
}  # fmt: skip
