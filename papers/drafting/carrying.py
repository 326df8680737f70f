"""Markings of passages through the revisions: what a narrowed passage becomes stays narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from papers.drafting.models import Paper, PassageMarking, Revision
from papers.drafting.preparing import Prepared
from papers.drafting.projection import whole
from papers.shared.acting import Actor
from papers.shared.models import act_of


def carry(revision: Revision, prepared: Prepared, *, by: Actor) -> None:
    """Give the markings of a paper to what its passages became in the revision just written.

    What was cut from a narrowed passage, or took it in, is narrowed like it. One that went without a trace may have
    been written anew in a passage that the alignment did not recognise: then every new passage is narrowed, and its
    originator releases those that have nothing of it.
    """
    standing = {
        str(one.block_id): one for one in PassageMarking.objects.standing().filter(paper=revision.paper_id)
    }
    if not standing:
        return
    begin = {new: standing[old] for new, old in _became(prepared) if old in standing and new not in standing}
    lost = next(
        (standing[old] for old in prepared.died if old in standing and old not in prepared.heir), None
    )
    if lost is not None:
        begin = {new: lost for new in prepared.born if new not in prepared.origin} | begin
    continued(revision, begin, by=by)
    note_narrowed(revision.paper, [revision])
    whole(revision)


def continued(revision: Revision, begin: Mapping[str, PassageMarking], *, by: Actor) -> None:
    """For each of these passages a marking like another one."""
    fresh = [
        PassageMarking(
            paper_id=revision.paper_id, block_id=UUID(block), since=revision, release=like.release,
            originator_id=like.originator_id, reason=like.reason, **act_of(by),
        )
        for block, like in begin.items()
    ]  # fmt: skip
    PassageMarking.objects.bulk_create(fresh)
    for one, like in zip(fresh, begin.values(), strict=True):
        one.released_to.set(like.released_to.all())


def note_narrowed(paper: Paper, revisions: Iterable[Revision]) -> None:
    """Say on the revisions themselves whether a passage of theirs is narrowed now; the one column that may change."""
    standing = PassageMarking.objects.standing().filter(paper=paper)
    blocks, now = {str(block) for block in standing.values_list("block", flat=True)}, timezone.now()
    for one in revisions:
        is_narrowed = any(entry["id"] in blocks for entry in whole(one).block_map)
        if is_narrowed != (one.narrowed_at is not None):
            one.narrowed_at = now if is_narrowed else None
            Revision.objects.filter(pk=one.pk).update(narrowed_at=one.narrowed_at)


def _became(prepared: Prepared) -> Iterable[tuple[str, str]]:
    """Pairs of a passage and one whose words it has."""
    yield from prepared.origin.items()
    yield from ((new, old) for old, new in prepared.heir.items())
