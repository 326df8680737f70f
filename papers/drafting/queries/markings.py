"""The passages of a paper as those see them who decide on their release, and what a change of it would mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.text import Truncator

from papers.audit.models import AccessRecord, What
from papers.delegations.models import Delegation
from papers.drafting import access, levels
from papers.drafting.models import Grant, Paper, PassageMarking
from papers.drafting.narrowing import Plan
from papers.drafting.projection import for_reader
from papers.shared.acting import Actor

SHOWN_WORDS = 90  # letters of a passage in the list


@dataclass(frozen=True)
class Line:
    """A passage, and the marking that stands on it."""

    block: str
    label: str
    words: str
    marking: PassageMarking | None = None

    @property
    def name(self) -> str:
        return f"{self.label} · {self.words}" if self.label else self.words


@dataclass(frozen=True)
class Copy:
    """What a delegation that loses a passage has had of the paper: since when it could read it, how many files it took.

    Whether it opened the paper is not told: who never read a text is for the chair alone.
    """

    delegation: Delegation
    since: datetime | None
    taken: int


@dataclass(frozen=True)
class Preview:
    """The changes of a plan in the words of the text, who gains, and who loses with the copies they have."""

    lines: list[Line]
    further: int
    gaining: list[Delegation]
    copies: list[Copy]


def passages_of(acting: Actor, paper: Paper) -> list[Line]:
    """The passages of the current revision, and those of earlier ones that are still narrowed; three statements."""
    standing = {
        str(one.block_id): one
        for one in PassageMarking.objects.standing()
        .filter(paper=paper)
        .select_related("originator", "block", "since")
        .defer("since__text", "since__block_map")
        .prefetch_related("released_to")
    }
    current = for_reader(paper.current, acting)
    lines = [
        Line(one["id"], one["label"], _short(one["text"]), standing.pop(one["id"], None))
        for one in (current.block_map if current else ())
        if one["text"].strip()
    ]
    may_have = set(PassageMarking.objects.visible_to(acting).filter(paper=paper).values_list("pk", flat=True))
    gone = [one for one in standing.values() if one.pk in may_have]
    return lines + [Line(str(one.block_id), "", _short(one.block.last_text), one) for one in gone]


def choosable(paper: Paper) -> list[Delegation]:
    """The delegations that read the paper and do not draft it."""
    drafting = access.delegations_with(paper, levels.DRAFT).values("pk")
    return list(access.delegations_with(paper, levels.VIEW).exclude(pk__in=drafting))


def previewed(paper: Paper, made: Plan, lines: Sequence[Line]) -> Preview:
    """What a plan means, before it is carried out; two statements for the copies."""
    known = {one.block: one for one in lines}
    shown = [known[block] for block in made.blocks if block in known]
    return Preview(shown, len(made.blocks) - len(shown), made.gaining, copies_of(paper, made.losing))


def copies_of(paper: Paper, delegations: Sequence[Delegation]) -> list[Copy]:
    """Of these delegations, who could read the paper since when, and how often its text was taken as a file."""
    if not delegations:
        return []
    keys = [one.pk for one in delegations]
    grants = Grant.objects.filter(paper=paper, delegation__in=keys).order_by("-starts")
    since = dict(grants.values_list("delegation", "starts"))
    files = AccessRecord.objects.filter(paper_uuid=paper.pk, delegation_uuid__in=keys, what=What.TAKEN)
    taken = dict(files.order_by().values_list("delegation_uuid").annotate(Count("pk")))
    return [Copy(one, since.get(one.pk), taken.get(one.pk, 0)) for one in delegations]


def _short(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(SHOWN_WORDS)
