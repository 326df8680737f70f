"""Who made the changes between two revisions, passage by passage, and the choice of whose are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from papers.drafting.models import Paper, Revision, Step
from papers.drafting.queries.revisions import WORKING
from papers.shared.acting import Actor

Steps = Mapping[str, Sequence[Revision]]  # by block id, the revisions that changed it, oldest first


@dataclass(frozen=True)
class Author:
    """Somebody whose changes can be shown alone: a delegation, a person of it, or the author an import names."""

    key: str
    label: str
    changes: int


def steps_between(acting: Actor, paper: Paper, revisions: Sequence[Revision]) -> Steps:
    """By block id, which of these revisions changed it; one statement."""
    if not revisions:
        return {}
    known = {one.number: one for one in revisions}
    low, high = min(known), max(known)
    steps = Step.objects.visible_to(acting).filter(
        revision__paper=paper, revision__number__gte=low, revision__number__lte=high
    )
    found: dict[str, list[Revision]] = {}
    for block, number in steps.order_by("revision__number").values_list("block_id", "revision__number"):
        if number in known:
            found.setdefault(str(block), []).append(known[number])
    return found


def keys_of(revision: Revision) -> list[tuple[str, str]]:
    """Under which keys the changes of a revision are found, each with its label: the widest first."""
    if revision.author_label:
        return [(revision.author_label, revision.author_label)]
    signature = revision.signature
    if not signature.code:
        return [("-", _("The centre’s console"))]
    delegation = (signature.code, f"{signature.code} {signature.name}")
    person = (f"{signature.code}/{signature.person}", f"{signature.code} {signature.person}")
    return [delegation, person] if signature.person else [delegation]


def authors_of(changed: Iterable[Sequence[Any]]) -> list[Author]:
    """All who changed any of these passages, with how many each; `changed` holds the revisions of each passage."""
    labels: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for revisions in changed:
        found = {key: label for one in revisions for key, label in _keys(one)}
        labels |= found
        counted.update(found.keys())
    return [Author(key, labels[key], counted[key]) for key in sorted(labels)]


def is_by(key: str, revisions: Iterable[Any]) -> bool:
    """Whether any of these revisions is of this author."""
    return any(key == known for one in revisions for known, _label in _keys(one))


def _keys(one: Any) -> list[tuple[str, str]]:
    return [(WORKING, _("Not issued yet"))] if one == WORKING else keys_of(one)
