"""Revisions as pages show them: listed with their chain checked, and chosen for a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from papers.delegations.queries import Signature, signature_of, signed
from papers.drafting.models import Paper, Revision
from papers.drafting.preparing import seal
from papers.shared.acting import Actor

SIZE = 25
MOST = 2**31 - 1  # what a number column holds


@dataclass(frozen=True)
class RevisionRow:
    """A line of the list: the revision, who issued it, and whether its words still fit its seal."""

    revision: Revision
    signature: Signature
    holds: bool
    is_current: bool = False
    before: int | None = None

    @property
    def short_seal(self) -> str:
        return str(self.revision.shown_sha256[:12])


@dataclass(frozen=True)
class RevisionPage:
    """Some revisions, newest first, and the number below which the older ones lie."""

    rows: list[RevisionRow]
    older: int | None

    @property
    def holds(self) -> bool:
        return all(row.holds for row in self.rows)


def list_revisions(acting: Actor, paper: Paper, *, before: str = "") -> RevisionPage:
    """The revisions this delegation may read, newest first, each checked against its seal and the one before."""
    found = of_paper(acting, paper).defer("block_map").order_by("-number")
    below = number_from(before)
    if below is not None:
        found = found.filter(number__lt=below)
    some = list(signed(found)[: SIZE + 1])
    pairs = zip_longest(some, some[1:])  # each with the one before it
    rows = [_row(paper, revision, older) for revision, older in pairs][:SIZE]
    return RevisionPage(rows, older=rows[-1].revision.number if len(some) > SIZE else None)


def revision_row(acting: Actor, paper: Paper, number: int) -> RevisionRow:
    """One revision with its text, or Http404 where this delegation sees none of that number."""
    if number > MOST:
        raise Http404
    revision = signed(of_paper(acting, paper)).filter(number=number).first()
    if revision is None:
        raise Http404
    return _row(paper, revision, None)


def of_paper(acting: Actor, paper: Paper) -> Any:
    """The revisions of one paper that this delegation may read; their paper is the one at hand."""
    return Revision.objects.visible_to(acting).filter(paper=paper)


WORKING = "working"


@dataclass(frozen=True)
class Pair:
    """Two texts to compare, and all the revisions that could be chosen instead, newest first.

    `new` is None where the working text is compared; `latest` is then the revision it is written after.
    """

    old: Revision
    new: Revision | None
    choices: list[Revision]
    latest: Revision | None = None

    @property
    def between(self) -> list[Revision]:
        """The revisions whose changes the comparison shows, oldest first: those after the old up to the new."""
        low, high = sorted([self.old.number, (self.new or self.latest or self.old).number])
        return [one for one in reversed(self.choices) if low < one.number <= high]

    @property
    def only(self) -> list[Revision]:
        """The revision that made every change of the comparison, where there is one alone; else nothing."""
        return self.between if self.new and len(self.between) == 1 else []

    @property
    def new_label(self) -> str:
        return str(self.new.label) if self.new else _("Working text")

    @property
    def new_key(self) -> str:
        """What stands for the newer text in an address."""
        return str(self.new.number) if self.new else WORKING


def pair(acting: Actor, paper: Paper, *, older: str = "", newer: str = "") -> Pair | None:
    """The texts asked for, by default the last two revisions; None where only one may be read.

    Http404 for a revision the reader does not see. Two statements, whatever is compared.
    """
    choices = list(signed(of_paper(acting, paper).without_texts()).order_by("-number"))
    numbers = [choice.number for choice in choices]
    is_working = newer == WORKING
    new = _asked(newer, numbers) if newer and not is_working else next(iter(numbers), None)
    below = (new or 0) + is_working
    old = _asked(older, numbers) if older else next((number for number in numbers if number < below), None)
    if old is None or new is None:
        return None
    texts = {one.number: one for one in of_paper(acting, paper).defer("text").filter(number__in=[old, new])}
    for one in (*choices, *texts.values()):
        one.paper = paper  # so that its label asks nothing
    for one in choices:
        one.signature = signature_of(one)
    return Pair(texts[old], None if is_working else texts[new], choices, texts[new] if is_working else None)


def number_from(written: str) -> int | None:
    """The number that an address carries, or None."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None


def _asked(written: str, numbers: list[int]) -> int:
    number = number_from(written)
    if number is None or number not in numbers:
        raise Http404
    return number


def _row(paper: Paper, revision: Revision, older: Revision | None) -> RevisionRow:
    revision.paper = paper  # so that its label asks nothing
    sealed = revision.fits(seal)
    chained = older is None or older.sha256 == revision.prev_sha256
    return RevisionRow(
        revision=revision,
        signature=signature_of(revision),
        holds=sealed and chained,
        is_current=revision.pk == paper.current_id,
        before=older.number if older else None,
    )
