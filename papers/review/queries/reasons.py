"""Why passages change: what a change may answer before it is issued, and what it was said to answer since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.drafting.live import log
from papers.drafting.models import Paper, StepKind, WorkingText
from papers.drafting.preparing import prepare
from papers.drafting.projection import whole
from papers.review.lifecycle import MARKS, Fate, Op, Outcome, Step
from papers.review.models import Amendment, ChangeReason, Comment, Disposition
from papers.shared.acting import Actor
from papers.shared.text import squash

# What leads to other words; the rest leaves the text as it is.
LEADING = (Outcome.ACCEPTED, Outcome.IN_PART, Outcome.MODIFIED)
EDITORIAL = "editorial"


@dataclass(frozen=True)
class Reason:
    """A comment or an amendment, as it stands beside the change it led to; with neither the penholder's own change."""

    block: str
    made_on: int
    delegation: Any
    reference: str
    url: str
    label: str
    mark: str
    tone: str


@dataclass(frozen=True)
class Hunk:
    """A change that the next revision would make to one passage, and the references that it seems to answer."""

    kind: str
    label: str
    words: str
    suggested: Sequence[str]

    @property
    def what(self) -> str:
        """What happened to the passage, in the words of a comparison."""
        return str(StepKind(self.kind).label)


class Leading:
    """The comments and amendments of a paper that were agreed to: what a change may answer; two statements."""

    def __init__(self, paper: Paper) -> None:
        agreed = Disposition.objects.filter(
            comment=OuterRef("pk"), step=Step.DECIDED, value__in=LEADING, superseded_by__isnull=True
        )
        answered = Exists(ChangeReason.objects.filter(comment=OuterRef("pk")))
        comments = Comment.objects.opened().filter(Exists(agreed), round__paper=paper)
        self.comments = list(comments.annotate(is_answered=answered).select_related("round").in_order())
        amendments = Amendment.objects.filter(paper=paper, state=Fate.APPLIED)
        self.amendments = list(amendments.in_order())

    @cached_property
    def named(self) -> Mapping[str, Comment | Amendment]:
        """All of them, by their reference."""
        return {one.reference: one for one in [*self.amendments, *self.comments]}

    def suggested(self, block: str, kind: str, words: str) -> list[str]:
        """References of those that no revision has answered yet and that were made on the passage of a step."""
        amendments = [
            one for one in self.amendments if one.applied_in_id is None and _made(one, block, kind, words)
        ]
        comments = [one for one in self.comments if not one.is_answered and str(one.block_id) == block]
        return [one.reference for one in [*amendments, *comments]]


def what_changes(paper: Paper) -> dict[str, Any]:
    """What the form of the next revision begins with: the changes of the working text, and what they may answer."""
    working, leading = log.current(WorkingText.objects.get(paper=paper)), Leading(paper)
    before = whole(paper.current).block_map if paper.current else ()
    steps = prepare(working.text, before, brackets=paper.brackets).steps
    found = [
        Hunk(one.kind, one.label, one.words, leading.suggested(one.block, one.kind, one.words))
        for one in steps
    ]
    return {"hunks": found, "leading": leading, "initial": {"seen_version": working.version}}


def reasons_of(acting: Actor, paper: Paper, block: UUID | None = None) -> list[Reason]:
    """What the changes of passages answer, as far as the reader sees it; one statement, and two with amendments."""
    given = ChangeReason.objects.visible_to(acting).of_paper(paper)
    if block is not None:
        given = given.filter(step__block=block)
    decided = Disposition.objects.filter(
        comment=OuterRef("comment"), step=Step.DECIDED, superseded_by__isnull=True
    )
    rows = given.annotate(outcome=Subquery(decided.values("value")[:1])).select_related(
        "step__revision", "comment__delegation", "comment__round", "amendment__delegation", "amendment__round"
    )
    light = rows.defer("step__revision__text", "step__revision__block_map", "step__words")
    named = light.prefetch_related("amendment__cosponsors__delegation")
    return [_told(paper, one) for one in named.order_by("amendment__number", "comment__number")]


def _made(amendment: Amendment, block: str, kind: str, words: str) -> bool:
    """Whether a step looks like what this amendment did: to its passage, or for a new one by its words."""
    if amendment.op == Op.ADD:
        return kind == StepKind.ADDED and squash(words) == squash(amendment.words)
    return str(amendment.block_id) == block


def _told(paper: Paper, given: ChangeReason) -> Reason:
    block, made_on = str(given.step.block_id), given.step.revision.number - 1
    if given.amendment:
        one = given.amendment
        url = reverse("review:amendment-detail", args=[paper.pk, one.round.number, one.pk])
        label, mark, tone = one.get_state_display(), one.mark, one.tone
        return Reason(block, made_on, one.delegation, one.title, url, label, mark, tone)
    if given.comment:
        made = given.comment
        url = reverse("review:comment-detail", args=[paper.pk, made.round.number, made.pk])
        outcome = Outcome(given.outcome)
        return Reason(
            block, made_on, made.delegation, made.reference, url, str(outcome.label), *MARKS[outcome]
        )
    return Reason(block, made_on, paper.lead, "", "", _("Editorial, by the penholder"), "dash", "")
