"""What a passage that was typed over says as amendments: changes that stand apart become one each. No database."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from papers.drafting.sequences import Change as Stretch
from papers.drafting.sequences import changes
from papers.review.amending import TOKEN, Change, amended, difference, overlap
from papers.review.anchoring import Anchor, nearest
from papers.shared.text import squash

APART = 4  # words left alone between two changes, from which on each can be decided without the other
STOP = re.compile(r"[.;:!?؟؛。]\s")  # between two changes it parts them as well


def amendments_of(present: str, wanted: str) -> list[Change]:
    """The changes that make the one passage of the other, in order, each with the smallest quotation that carries it.

    Taken one after the other, from either end, they give exactly what was typed. Where words repeat themselves so
    much that this would not hold, it is one change.
    """
    present, wanted = squash(present), squash(wanted)
    whole = difference(present, wanted)
    if whole is None:
        return []
    if not wanted:
        return [whole]
    parts = [one for one in (difference(present, only) for only in _each_alone(present, wanted)) if one]
    return parts if _stand(parts, present, wanted) else [whole]


def taken(present: str, parts: Iterable[Change]) -> str | None:
    """The passage once these are taken one after the other; None where one of them finds its words no more."""
    for part in parts:
        after = amended(present, _anchor(part), part.words)
        if after is None:
            return None
        present = after
    return squash(present)


def _each_alone(present: str, wanted: str) -> Iterator[str]:
    """The passage with one group of changes in it, for each group."""
    old, new = TOKEN.findall(present), TOKEN.findall(wanted)
    for group in _groups(changes(old, new), old):
        first, last = group[0], group[-1]
        inside = new[first.new.start : last.new.stop]
        yield squash("".join([*old[: first.old.start], *inside, *old[last.old.stop :]]))


def _groups(stretches: Sequence[Stretch], old: Sequence[str]) -> list[list[Stretch]]:
    """Changes that belong together: few words and no stop between them."""
    groups: list[list[Stretch]] = []
    between: Sequence[str] | None = None
    for one in stretches:
        if one.same:
            between = old[one.old]
            continue
        if groups and between is not None and not _part(between):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _part(between: Sequence[str]) -> bool:
    words = sum(1 for token in between if token[0].isalnum())
    return words >= APART or STOP.search("".join(between)) is not None


def _stand(parts: Sequence[Change], present: str, wanted: str) -> bool:
    """Whether none takes words of another and all of them together give what was typed, whichever end comes first."""
    spans = [_span(part, present) for part in parts]
    if any(overlap(one, other) for one, other in itertools.pairwise(spans)):
        return False
    return taken(present, parts) == taken(present, reversed(parts)) == wanted


def _span(part: Change, present: str) -> tuple[int, int]:
    at = nearest(present, _anchor(part)) or 0
    return at, at + len(part.quote)


def _anchor(part: Change) -> Anchor:
    return Anchor("", part.quote, part.before, part.after)
