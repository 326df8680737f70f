"""Who reads a revision that was not fetched through `visible_to`: the one door to its texts.

A revision that hangs on something else (the current one of a paper, that of a round) does not know its reader, and a
narrowed one gives out nothing until it does. `for_reader` says who reads it. `whole` is for what is done with the text
and shown to nobody: aligning, hashing, looking for brackets. tests/house/test_narrowed.py lists who may call it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from papers.drafting.models import Revision
from papers.drafting.models.revisions import withhold
from papers.shared.acting import Actor

Some = TypeVar("Some", Revision, Revision | None)


def for_reader(revision: Some, acting: Actor) -> Some:
    """The revision as this reader may have it; asks the database only where a passage is narrowed."""
    if revision is not None:
        withhold([revision], acting)
    return revision


def each_for_reader(revisions: Iterable[Revision], acting: Actor) -> None:
    """The same for several at once: one statement at most."""
    withhold(list(revisions), acting)


def whole(revision: Some) -> Some:
    """The revision with all its words, for work whose outcome no reader sees."""
    if revision is not None:
        revision.withheld = frozenset()
    return revision
