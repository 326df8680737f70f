"""What becomes of the rows of a foreign table: each has exactly one outcome, in the preview as in the import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from papers.implementation.outcomes import Kind, Note, Outcome

LONGEST_REF = 100
# What Markdown would read as its own signs: anywhere in a line, and at its beginning.
SIGNS = re.compile(r"([\\`*_\[\]<>&~|$^{}])")
OPENS = re.compile(r"(?m)^(\s*)([#+=:-])")
COUNTS = re.compile(r"(?m)^(\s*\d{1,9})([.)])")


@dataclass(frozen=True)
class Item:
    """One row of a list: what it is called in the source, its words, and the facts that were mapped."""

    row: int
    ref: str
    words: str
    parent: str = ""
    parent_words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    says: str = ""
    fault: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Update:
    """One dated row of a history: what the source said of an item from a day on."""

    row: int
    ref: str
    day: date | None
    words: str
    said: str = ""
    says: str = ""
    fault: str = ""

    @property
    def key(self) -> tuple[date | None, str, str]:
        return self.day, self.said, self.words


@dataclass(frozen=True)
class Known:
    """An item as it stands here."""

    pk: UUID
    ref: str
    words: str
    parent: str = ""
    has_parts: bool = False
    is_followed: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    said_on: date | None = None


def plan_items(items: Sequence[Item], known: Mapping[str, Known], *, may_add: bool) -> list[Outcome]:
    """What becomes of the rows of a list; items that are only named as parents come first, in the row naming them."""
    items = [*_named_only(items, known), *items] if may_add else list(items)
    in_file: dict[str, Item] = {}
    for item in items:
        if item.ref:
            in_file.setdefault(item.ref, item)
    above = _above(in_file, known)
    return [_of_item(item, in_file, known, above.get(item.ref, ""), may_add=may_add) for item in items]


def plan_updates(
    updates: Iterable[Update],
    known: Mapping[str, Known],
    *,
    since: date,
    today: date,
    recorded: Mapping[UUID, set[tuple[date | None, str, str]]],
) -> list[Outcome]:
    """What becomes of the rows of a history, in the order of the file."""
    seen: set[tuple[UUID, Any]] = set()
    outcomes = []
    for update in updates:
        fault = update.fault or _fault(update, known, since, today)
        if fault:
            outcomes.append(Outcome(update.row, update.ref, Kind.ERROR, (fault,), update))
            continue
        one = known[update.ref]
        if update.key in recorded.get(one.pk, ()):
            kind = Kind.SAME
        else:
            kind = Kind.DOUBLE if (one.pk, update.key) in seen else Kind.NEW
        seen.add((one.pk, update.key))
        outcomes.append(Outcome(update.row, update.ref, kind, (), update))
    return outcomes


def parents_first(items: Iterable[Item]) -> list[Item]:
    """The items so that none comes before what it is part of."""
    waiting = {item.ref: item for item in items}
    ordered: list[Item] = []
    while waiting:
        ready = [item for item in waiting.values() if item.parent not in waiting]
        ordered += ready
        for item in ready:
            del waiting[item.ref]
    return ordered


def as_markdown(title: str, items: Iterable[Item]) -> str:
    """A list as the text of a paper, in which the words of the source stay words."""
    return f"# {literal(title)}\n" + passages(items)


def passages(items: Iterable[Item]) -> str:
    """Each item in a frame of its own."""
    return "".join(f"\n::: recommendation\n{_passage(item)}\n:::\n" for item in items)


def literal(words: str) -> str:
    """Words so that Markdown reads none of its signs in them; what was one line stays one."""
    escaped = COUNTS.sub(r"\1\\\2", OPENS.sub(r"\1\\\2", SIGNS.sub(r"\\\1", words)))
    return "\n".join(line.strip() for line in escaped.splitlines())


def _passage(item: Item) -> str:
    paragraphs = [literal(part).replace("\n", "\\\n") for part in re.split(r"\n\s*\n", item.words.strip())]
    first, *others = [part for part in paragraphs if part] or ["—"]
    return "\n\n".join([f"**{literal(item.ref)}** {first}", *others])


def _named_only(items: Sequence[Item], known: Mapping[str, Known]) -> Iterator[Item]:
    there = {item.ref for item in items} | known.keys()
    for item in items:
        if item.parent and item.parent_words and item.parent not in there:
            there.add(item.parent)
            yield Item(item.row, item.parent, item.parent_words, notes=(Note.NAMED_ONLY.value,))


def _above(in_file: Mapping[str, Item], known: Mapping[str, Known]) -> dict[str, str]:
    """For each reference of the file what is wrong with what it is part of, all the way up; nothing if all is well."""
    found: dict[str, str] = {}
    for ref in in_file:
        path: dict[str, None] = {}
        at = ref
        while at in in_file and at not in known and at not in found and at not in path:
            path[at] = None
            at = in_file[at].parent
        fault = Note.IN_A_CIRCLE if at in path else _at_the_top(at, in_file, known, found)
        for below in reversed(path):
            found[below] = fault
            if not (fault == Note.IN_A_CIRCLE and below != at):
                fault = Note.NO_PARENT if fault or in_file[below].fault else ""
    return found


def _at_the_top(
    at: str, in_file: Mapping[str, Item], known: Mapping[str, Known], found: Mapping[str, str]
) -> str:
    """What is wrong for whatever is part of the one at which a way up ended."""
    if not at:
        return ""
    if at in known:
        return Note.PARENT_FOLLOWED if known[at].is_followed and not known[at].has_parts else ""
    if at in found and not found[at] and not in_file[at].fault:
        return ""
    return Note.NO_PARENT


def _of_item(
    item: Item, in_file: Mapping[str, Item], known: Mapping[str, Known], above: str, *, may_add: bool
) -> Outcome:
    outcome = Outcome(item.row, item.ref, Kind.NEW, item.notes, item)
    first, here = in_file.get(item.ref), known.get(item.ref)
    fault = item.fault or _item_fault(item, here, may_add=may_add)
    if fault:
        return replace(outcome, kind=Kind.ERROR).noted(fault)
    if first is not None and first.row != item.row:
        same = replace(first, row=item.row) == item
        twice = replace(outcome, kind=Kind.DOUBLE if same else Kind.ERROR)
        return twice if same else twice.noted(Note.REF_TWICE)
    if here is not None:
        return _of_known(item, here, outcome)
    return replace(outcome, kind=Kind.ERROR).noted(above) if above else outcome


def _item_fault(item: Item, here: Known | None, *, may_add: bool) -> str:
    if not item.ref:
        return Note.NO_REF
    if len(item.ref) > LONGEST_REF:
        return Note.LONG_REF
    if here is None and not may_add:
        return Note.NOT_HERE
    return "" if item.words or here is not None else Note.NO_WORDS


def _of_known(item: Item, here: Known, outcome: Outcome) -> Outcome:
    """A row whose item is here: only what the file says of it now and did not say before changes anything."""
    notes = list(outcome.notes)
    if item.words and item.words != here.words:
        notes.append(Note.WORDS_STAY)
    if item.parent and item.parent != here.parent:
        notes.append(Note.PARENT_STAYS)
    newer = any(here.facts.get(name) != value for name, value in item.facts.items())
    newer = newer or bool(item.said and item.said != here.said)
    return replace(outcome, kind=Kind.CHANGED if newer else Kind.SAME, notes=tuple(notes))


def _fault(update: Update, known: Mapping[str, Known], since: date, today: date) -> str:
    if not update.ref:
        return Note.NO_REF
    if update.ref not in known:
        return Note.NOT_HERE
    if update.day is None:
        return Note.NO_DAY
    if update.day > today:
        return Note.FUTURE
    if update.day < since:
        return Note.TOO_EARLY
    return "" if update.words or update.said else Note.NO_WORDS
