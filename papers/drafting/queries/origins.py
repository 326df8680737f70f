"""Since when a passage stands in a text, by whom, and why: of every passage, or of one through all its wordings.

`reasons` come from above: by block, what may have led to a change of it (a decided comment, an amendment), each with
the number of the revision it was `made_on`. It stands beside the first change after that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.safestring import SafeString

from papers.delegations.queries import signature_of, signed
from papers.drafting import rendering
from papers.drafting.marking import mark_words, shown
from papers.drafting.models import Paper, Revision, Step, StepKind
from papers.drafting.passages import passages
from papers.drafting.queries.revisions import of_paper
from papers.shared.acting import Actor

Reasons = Mapping[str, Sequence[Any]]
NO_REASONS: Reasons = {}


@dataclass(frozen=True)
class Origin:
    """Where one passage of a revision comes from.

    `since` is the revision in which it first stood, or the first that the reader sees, which `is_first_seen` says.
    """

    block: str
    kind: str
    label: str
    words: str
    since: Revision
    is_first_seen: bool
    changed: Revision | None
    times: int
    reasons: Sequence[Any] = ()

    @property
    def note(self) -> str:
        """What was said with the last change of it, or when it came."""
        return str((self.changed or self.since).note)


@dataclass(frozen=True)
class Gone:
    """A passage that is not there any more, with its last words."""

    block: str
    label: str
    words: str
    revision: Revision


@dataclass(frozen=True)
class Origins:
    """Every passage of one revision, and those that went before it."""

    revision: Revision
    passages: list[Origin]
    gone: list[Gone]


@dataclass(frozen=True)
class Wording:
    """The words of a passage from one revision on, compared with those before."""

    revision: Revision
    kind: str
    kind_label: str
    label: str
    text: SafeString
    reasons: Sequence[Any] = ()

    @property
    def is_first(self) -> bool:
        return self.kind in ("first", StepKind.ADDED)


@dataclass(frozen=True)
class History:
    """One passage through the revisions a reader sees, oldest first; `gone` where it was deleted."""

    block: str
    wordings: list[Wording]
    gone: bool
    words: str
    origin: str
    heir: str

    @property
    def latest_first(self) -> list[Wording]:
        return self.wordings[::-1]


def origins(acting: Actor, paper: Paper, number: int, reasons: Reasons = NO_REASONS) -> Origins:
    """Where each passage of a revision comes from; three statements however many revisions there were."""
    revisions = _revisions(acting, paper)
    if number not in revisions:
        raise Http404
    steps = Step.objects.visible_to(acting).filter(revision__paper=paper, revision__number__lte=number)
    rows = steps.order_by("revision__number").values_list(
        "block_id", "revision__number", "kind", "label", "words"
    )
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    gone = []
    for block, step, kind, label, words in rows:
        found[str(block)].append((step, kind))
        if kind == StepKind.REMOVED:
            gone.append(Gone(str(block), label, words, revisions[step]))
    block_map = of_paper(acting, paper).filter(number=number).defer("text").get().block_map
    listed = [
        _origin(entry, found[entry["id"]], revisions, reasons) for entry in block_map if entry["text"].strip()
    ]
    return Origins(revisions[number], listed, gone)


def _origin(
    entry: Mapping[str, Any],
    steps: Sequence[tuple[int, str]],
    revisions: Mapping[int, Revision],
    reasons: Reasons,
) -> Origin:
    came = [step for step, kind in steps if kind == StepKind.ADDED]
    changed = [step for step, kind in steps if kind != StepKind.ADDED]
    numbers = [step for step, _kind in steps]
    return Origin(
        block=entry["id"],
        kind=entry["kind"],
        label=entry["label"],
        words=entry["text"],
        since=revisions[came[-1] if came else min(revisions)],
        is_first_seen=not came and min(revisions) > 1,
        changed=revisions[changed[-1]] if changed else None,
        times=len(changed),
        reasons=_led_to(numbers[-1], numbers[:-1], reasons.get(entry["id"], ())) if numbers else (),
    )


def _led_to(number: int, earlier: Sequence[int], reasons: Sequence[Any]) -> list[Any]:
    """Of all reasons those that were made on the words which this change found."""
    return [one for one in reasons if (earlier[-1] if earlier else 0) <= one.made_on < number]


def history(acting: Actor, paper: Paper, block: UUID, reasons: Reasons = NO_REASONS) -> History:
    """One passage through all revisions that the reader sees; three statements however many there were."""
    revisions = _revisions(acting, paper)
    steps = list(
        Step.objects.visible_to(acting)
        .filter(revision__paper=paper, block=block)
        .select_related("block", "revision")
        .defer("revision__text", "revision__block_map")
        .order_by("revision__number")
    )
    wordings = _first(acting, paper, str(block), steps, revisions)
    before = wordings[0][3] if wordings else ""
    told = [_told(*one, before=None, reasons=()) for one in wordings]
    numbers = [step.revision.number for step in steps]
    for place, (step, number) in enumerate(zip(steps, numbers, strict=True)):
        why = _led_to(number, numbers[:place], reasons.get(str(block), ()))
        first = before if told else None
        told.append(_told(revisions[number], step.kind, step.label, step.words, before=first, reasons=why))
        before = step.words
    if not told:
        raise Http404
    row, gone = (steps[-1].block, steps[-1].kind == StepKind.REMOVED) if steps else (None, False)
    origin = str(row.origin_id or "") if row and steps[0].kind == StepKind.ADDED else ""
    return History(str(block), told, gone, before, origin, str(row.heir_id or "") if row and gone else "")


def _first(
    acting: Actor, paper: Paper, block: str, steps: Sequence[Step], revisions: Mapping[int, Revision]
) -> list[tuple[Revision, str, str, str]]:
    """The words in the first revision that the reader sees, where the passage did not come later."""
    if not revisions or (steps and steps[0].kind == StepKind.ADDED):
        return []
    first = min(revisions)
    block_map = of_paper(acting, paper).filter(number=first).defer("text").get().block_map
    there = [one for one in passages(block_map) if one.id == block]
    return [(revisions[first], "first", one.label, one.text) for one in there]


def _told(
    revision: Revision, kind: str, label: str, words: str, *, before: str | None, reasons: Sequence[Any]
) -> Wording:
    if before is None or kind == StepKind.ADDED:
        html = shown(words)
    elif kind == StepKind.REMOVED:
        html = mark_words(words, "").old
    else:
        html = mark_words(before, words).inline if before != words else shown(words)
    known = "" if kind == "first" else str(StepKind(kind).label)
    return Wording(revision, kind, known, label, rendering.of_row(html), reasons)


def _revisions(acting: Actor, paper: Paper) -> dict[int, Revision]:
    found = {one.number: one for one in signed(of_paper(acting, paper).without_texts())}
    for one in found.values():
        one.paper, one.signature = paper, signature_of(one)
    return found
